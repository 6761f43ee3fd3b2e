#include "dpop/proof_parts.hpp"

#include <array>
#include <utility>

#include "base/base64url.hpp"

namespace assay {
namespace {

/// The reasons of a token's parts, and those of a proof's.
constexpr std::array<std::pair<Reason, Reason>, 11> kReasons{
    {{Reason::malformed_segments, Reason::proof_segments},
     {Reason::header_base64, Reason::proof_header_base64},
     {Reason::header_json, Reason::proof_header_json},
     {Reason::header_duplicate_member, Reason::proof_header_duplicate_member},
     {Reason::crit_unsupported, Reason::proof_crit},
     {Reason::b64_unsupported, Reason::proof_b64},
     {Reason::typ_not_allowed, Reason::proof_typ},
     {Reason::alg_not_allowed, Reason::proof_alg},
     {Reason::claims_base64, Reason::proof_claims_base64},
     {Reason::claims_json, Reason::proof_claims_json},
     {Reason::claims_duplicate_member, Reason::proof_claims_duplicate_member}}};

constexpr std::string_view kNoKeyHint =
    "Write the public key itself into jwk: kty, crv, x and y, or kty, n and e; a kid does not do";
constexpr std::string_view kWeakHint =
    "The key in jwk is weak, and others can sign with it: make a new pair";
constexpr std::string_view kOtherKeyHint =
    "The alg, kty or crv of jwk does not fit the proof's alg";
constexpr std::string_view kOfJwkSet = "JWKS ";

/// @param why_not a reason of a JWK Set's key, whose message says what is wrong with it
std::string key_hint(Reason why_not) {
  if (why_not == Reason::key_weak) return std::string(kWeakHint);
  std::string_view message = info(why_not).message;
  if (message.starts_with(kOfJwkSet)) message.remove_prefix(kOfJwkSet.size());
  return "In jwk of the proof: " + std::string(message);
}

/// RFC 7519 §4.1.4 to §4.1.6: the claims of a proof that are dates.
bool is_date(std::string_view claim) { return claim == "iat" || claim == "exp" || claim == "nbf"; }

std::string in_quotes(std::string_view claim) { return "\"" + std::string(claim) + "\""; }

Error claim_of_other_type(std::string_view name) {
  return Error(Reason::proof_claim_type, name)
      .with_hint(
          "Write the claim " + in_quotes(name) +
          (is_date(name) ? " as a number of seconds (RFC 7519, section 2)" : " as a string"));
}

}  // namespace

Error as_proof_error(const Error& error) {
  if (error.reason == Reason::claim_type) return claim_of_other_type(error.claim);
  for (const auto& [of_token, of_proof] : kReasons) {
    if (error.reason == of_token) return {of_proof, error.claim};
  }
  return error;
}

Result<CompactJws> split_proof(std::string_view proof) {
  if (proof.size() > kMaxProofBytes) return Error(Reason::proof_too_large);
  return of_proof(split_compact(proof));
}

Result<void> check_proof_type(const JoseHeader& header) {
  const auto typ = header.string_member("typ");
  if (typ && normal_type(*typ) == kProofType) return {};
  return Error(Reason::proof_typ);
}

Result<Jwk> read_proof_key(const JoseHeader& header, Algorithm algorithm) {
  const auto jwk = header.member("jwk");
  if (!jwk) return Error(Reason::proof_jwk_missing);
  if (has_private_members(*jwk)) return Error(Reason::proof_jwk_private);
  if (!jwk->present("kty")) return Error(Reason::proof_jwk_invalid).with_hint(kNoKeyHint);
  auto key = parse_jwk(*jwk);
  if (!key) return Error(Reason::proof_jwk_invalid).with_hint(key_hint(key.error().reason));
  const AlgorithmInfo& wanted = info(algorithm);
  if (key->key->type() != wanted.key_type || (key->algorithm && *key->algorithm != wanted.name)) {
    return Error(Reason::proof_jwk_invalid).with_hint(kOtherKeyHint);
  }
  return key;
}

Result<void> check_proof_signature(const ProofHeader& header, const CompactJws& jws) {
  const auto signature = decode_base64url(jws.signature);
  if (!signature) return Error(Reason::proof_signature_base64);
  if (const auto why_not = header.jwk.key->prepare()) {
    if (*why_not == Reason::core_not_loaded) return Error(Reason::core_not_loaded);
    return Error(Reason::proof_jwk_invalid).with_hint(key_hint(*why_not));
  }
  if (header.jwk.key->verify(header.algorithm, jws.signing_input, *signature)) return {};
  return Error(Reason::proof_signature);
}

Error missing_claim(std::string_view name) {
  return Error(Reason::proof_claim_missing, name)
      .with_hint("Add the claim " + in_quotes(name) + " to the proof (RFC 9449, section 4.2)");
}

Result<std::string_view> required_string(const Claims& claims, std::string_view name) {
  const auto value = claims.string(name);
  if (!value) return as_proof_error(value.error());
  if (!*value || (*value)->empty()) return missing_claim(name);
  return **value;
}

}  // namespace assay
