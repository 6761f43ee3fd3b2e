#include "jose/jwk.hpp"

#include <algorithm>

#include "base/base64url.hpp"
#include "base/json.hpp"
#ifdef ASSAY_TEST_HS256
#include "crypto/hmac_key.hpp"
#endif

namespace assay {
namespace {

/// A member that must be a string where it is present. Null counts as absent: some servers write
/// it. @return false where it is something else
bool read_string(json::Value jwk, std::string_view name, std::optional<std::string>& out) {
  const auto value = jwk.present(name);
  if (!value) return true;
  const auto text = value->as_string();
  if (text) out = std::string(*text);
  return text.has_value();
}

std::optional<Bytes> read_bytes(json::Value jwk, std::string_view name) {
  const auto value = jwk.member(name);
  const auto text = value ? value->as_string() : std::nullopt;
  return text ? decode_base64url(*text) : std::nullopt;
}

Result<void> check_intended_use(json::Value jwk) {
  if (const auto use = jwk.present("use"); use && use->as_string() != "sig") {
    return Error(Reason::key_use);  // RFC 7517 §4.2
  }
  if (const auto key_ops = jwk.present("key_ops")) {
    const auto operations = key_ops->as_strings();  // RFC 7517 §4.3
    if (!operations || std::ranges::find(*operations, "verify") == operations->end()) {
      return Error(Reason::key_ops);
    }
  }
  return {};
}

Result<std::unique_ptr<const VerificationKey>> read_key(json::Value jwk) {
  const auto kty = jwk.member("kty");
  const auto type = kty ? kty->as_string() : std::nullopt;
  if (type == "RSA") {
    const auto modulus = read_bytes(jwk, "n");
    const auto exponent = read_bytes(jwk, "e");
    if (!modulus || !exponent) return Error(Reason::key_material);
    return make_rsa_key(*modulus, *exponent);
  }
#ifdef ASSAY_TEST_HS256
  if (type == "oct") {
    const auto secret = read_bytes(jwk, "k");
    if (!secret) return Error(Reason::key_material);
    return make_hmac_key(*secret);
  }
#endif
  return Error(Reason::key_type_unsupported);
}

}  // namespace

Result<Jwk> parse_jwk(json::Value jwk) {
  if (jwk.kind() != json::Kind::object) return Error(Reason::key_type_unsupported);
  Jwk parsed;
  if (!read_string(jwk, "kid", parsed.key_id)) return Error(Reason::kid_invalid);
  if (!read_string(jwk, "alg", parsed.algorithm)) return Error(Reason::key_alg_mismatch);
  if (!read_string(jwk, "issuer", parsed.issuer)) return Error(Reason::key_issuer_mismatch);
  if (auto use = check_intended_use(jwk); !use) return use.error();
  auto key = read_key(jwk);
  if (!key) return key.error();
  parsed.key = std::move(*key);
  return parsed;
}

}  // namespace assay
