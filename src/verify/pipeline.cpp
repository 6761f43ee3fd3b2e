#include "verify/pipeline.hpp"

#include "base/base64url.hpp"
#include "base/same_bytes.hpp"
#include "jose/form_hint.hpp"
#include "verify/header_checks.hpp"
#include "verify/issuer_name.hpp"
#include "verify/token_id.hpp"

namespace assay {
namespace {

std::optional<std::string> string_or_nothing(const Claims& claims, std::string_view name) {
  const auto value = claims.string(name);
  if (!value || !*value) return std::nullopt;
  return std::string(**value);
}

/// What to do about an ECDSA signature as most libraries and key services make it: a SEQUENCE.
std::string_view encoding_hint(Algorithm algorithm, const Bytes& signature) noexcept {
  const KeyType type = info(algorithm).key_type;
  if (type != KeyType::p256 && type != KeyType::p384 && type != KeyType::p521) return {};
  const auto is_der = [&] {  // ECDSA-Sig-Value (RFC 3279 §2.2.3): its length in one byte, or in two
    constexpr std::uint8_t kSequence = 0x30;
    if (signature.size() < 4 || signature[0] != kSequence) return false;
    const std::size_t header = signature[1] == 0x81 ? 3 : 2;
    return signature[header - 1] + header == signature.size() && signature[header] == 0x02;
  };
  if (!is_der()) return {};
  return "The signature is in DER: a JWS has r and s alone (RFC 7518, section 3.4)";
}

}  // namespace

Result<const Jwk*> check_signature(const Selection& selection, Algorithm algorithm,
                                   std::string_view signing_input, const Bytes& signature) {
  Reason fault = Reason::internal;
  bool is_any_sound = false;
  for (const Jwk* jwk : selection.keys) {
    if (const auto why_not = jwk->key->prepare()) {
      fault = *why_not;
      // It may be the key of this token: that of others proves nothing.
      if (fault == Reason::core_not_loaded) return Error(fault);
      continue;
    }
    is_any_sound = true;
    if (jwk->key->verify(algorithm, signing_input, signature)) return jwk;
  }
  if (is_any_sound) return selection.mismatch().with_hint(encoding_hint(algorithm, signature));
  return unusable_key(fault);
}

Result<bool> check_key_issuer(const Selection& selection, const Jwk& key, const Claims& claims) {
  if (!key.issuer) return false;
  const auto iss = claims.string("iss");
  if (!iss || !*iss) return false;  // the check of the issuer refuses it
  const auto is_meant = [&](std::string_view issuer) { return is_key_of_issuer(issuer, **iss); };
  if (selection.may_sign(key, is_meant)) return true;
  return Error(Reason::key_issuer_mismatch);
}

Result<SplitToken> SplitToken::split(std::string_view token, std::size_t max_bytes) {
  if (token.size() > max_bytes) return Error(Reason::token_too_large);
  const auto jws = split_compact(token);
  if (!jws) return jws.error();
  return SplitToken(*jws);
}

template <class CheckTyp>
Result<CheckedHeader> CheckedHeader::check_with(const SplitToken& token, CheckTyp check_typ,
                                                std::span<const Algorithm> algorithms,
                                                const JwkSet& jwk_set) {
  auto header = JoseHeader::parse(token.header());
  if (!header) return header.error();
  Result<void> passed;
  auto choice = check_header(
      *header, [&] { return check_typ(*header); }, algorithms, jwk_set,
      [&](Check, const Result<void>& outcome) {
        passed = outcome;
        return outcome.has_value();
      });
  if (!passed) return passed.error();
  return CheckedHeader(token.header(), std::move(*header), choice.algorithm.value(),
                       std::move(choice.selection));
}

Result<CheckedHeader> CheckedHeader::check(const SplitToken& token, const Policy& policy,
                                           const JwkSet& jwk_set) {
  const auto check_typ = [&](const JoseHeader& header) { return header.check_typ(policy.types); };
  return check_with(token, check_typ, policy.algorithms, jwk_set);
}

Result<CheckedHeader> CheckedHeader::check_any_type(const SplitToken& token,
                                                    std::span<const Algorithm> algorithms,
                                                    const JwkSet& jwk_set) {
  const auto any_type = [](const JoseHeader&) { return Result<void>(); };
  return check_with(token, any_type, algorithms, jwk_set);
}

bool CheckedHeader::is_header_of(const SplitToken& token) const noexcept {
  return same_bytes(encoded_, token.header());
}

Result<SignedJws> SignedJws::verify(const SplitToken& token, const CheckedHeader& header) {
  if (!header.is_header_of(token)) return Error(Reason::internal);
  const auto signature = decode_base64url(token.jws_.signature);
  if (!signature) {
    return Error(Reason::signature_base64).with_hint(segment_hint(token.jws_.signature));
  }
  const auto checked =
      check_signature(header.selection_, header.algorithm_, token.jws_.signing_input, *signature);
  if (!checked) return checked.error().with_hint(header.header_.signature_hint());
  return SignedJws(token.jws_.payload, **checked);
}

Result<VerifiedJws> SignedJws::decode(const CheckedHeader& header) const {
  auto payload = decode_base64url(payload_);
  if (!payload) return Error(Reason::payload_base64);
  VerifiedJws verified;
  verified.header_json_ = header.text();
  verified.payload_ = std::move(*payload);
  return verified;
}

Result<SignedToken> SignedToken::parse(const SignedJws& jws, const CheckedHeader& header) {
  auto claims = Claims::parse(jws.payload_);
  if (!claims) return claims.error();
  const bool has_key_of_issuer =
      check_key_issuer(header.selection_, *jws.key_, *claims).has_value();
  return SignedToken(std::move(*claims), has_key_of_issuer);
}

Result<void> SignedToken::check_claims(const ClaimRules& rules) const {
  for (const ClaimCheck& step : claim_checks()) {
    if (const auto outcome = step.run(claims_, rules); !outcome) return outcome.error();
    if (!has_key_of_issuer_ && step.check == Check::issuer) {
      return Error(Reason::key_issuer_mismatch);
    }
  }
  return {};
}

Result<VerifiedToken> SignedToken::verify(const CheckedHeader& header,
                                          const ClaimRules& rules) const {
  if (const auto checked = check_claims(rules); !checked) return checked.error();
  const Policy& policy = rules.policy;
  VerifiedToken token;
  token.header_json_ = header.text();
  token.claims_json_ = claims_.text();
  token.issuer_ = **claims_.string("iss");
  token.subject_ = string_or_nothing(claims_, "sub").value_or("");
  if (policy.audiences) {
    token.audience_ = std::string(**claims_.first_audience_of(*policy.audiences));
  }
  const auto scopes = granted_scopes(claims_, policy);
  token.scopes_.assign(scopes.begin(), scopes.end());
  token.expires_at_ = **claims_.numeric_date("exp");
  token.tenant_id_ = string_or_nothing(claims_, "tenant_id");
  token.client_id_ = string_or_nothing(claims_, "client_id");
  if (!token.client_id_) token.client_id_ = string_or_nothing(claims_, "azp");
  if (hashes_token_id(claims_, policy)) {
    token.token_id_hash_ = hash_token_id(policy.token_id_secret, **claims_.string("jti"));
  }
  return token;
}

}  // namespace assay
