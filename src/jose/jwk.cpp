#include "jose/jwk.hpp"

#include <algorithm>
#include <array>

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

/// A member as text; nothing where it is absent or no string.
std::optional<std::string_view> text_of(json::Value jwk, std::string_view name) {
  const auto value = jwk.member(name);
  return value ? value->as_string() : std::nullopt;
}

std::optional<Bytes> read_bytes(json::Value jwk, std::string_view name) {
  const auto text = text_of(jwk, name);
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

/// The curves of "crv", each for one "kty": RFC 7518 §6.2.1.1, RFC 8037 §2.
struct CurveName {
  std::string_view kty;
  std::string_view crv;
  KeyType type;
};
constexpr std::array<CurveName, 4> kCurves{{{"EC", "P-256", KeyType::p256},
                                            {"EC", "P-384", KeyType::p384},
                                            {"EC", "P-521", KeyType::p521},
                                            {"OKP", "Ed25519", KeyType::ed25519}}};

[[gnu::noinline]] Result<std::unique_ptr<const VerificationKey>> read_curve_key(json::Value jwk,
                                                                                KeyType type) {
  const auto x = read_bytes(jwk, "x");
  // RFC 8037 §2: "x" is the whole public key.
  const auto y = type == KeyType::ed25519 ? std::optional<Bytes>(Bytes()) : read_bytes(jwk, "y");
  if (!x || !y) return Error(Reason::key_material);
  return make_curve_key(type, *x, *y);
}

Result<std::unique_ptr<const VerificationKey>> read_key(json::Value jwk) {
  const auto type = text_of(jwk, "kty");
  if (type == "RSA") {
    const auto modulus = read_bytes(jwk, "n");
    const auto exponent = read_bytes(jwk, "e");
    if (!modulus || !exponent) return Error(Reason::key_material);
    return make_rsa_key(*modulus, *exponent);
  }
  const auto crv = text_of(jwk, "crv");
  for (const CurveName& curve : kCurves) {
    if (type == curve.kty && crv == curve.crv) return read_curve_key(jwk, curve.type);
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

/// RFC 7518 §6.2.2, §6.3.2 and §6.4.1, RFC 8037 §2: what a public key set should never hold.
constexpr std::array<std::string_view, 8> kPrivateMembers{"d",  "p",  "q",   "dp",
                                                          "dq", "qi", "oth", "k"};

}  // namespace

bool has_private_members(json::Value jwk) noexcept {
  return std::ranges::any_of(kPrivateMembers,
                             [&](std::string_view name) { return jwk.member(name).has_value(); });
}

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
