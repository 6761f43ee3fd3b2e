#include "dpop/proof_parts.hpp"

#include <array>
#include <utility>

#include "base/base64url.hpp"

namespace assay {
namespace {

/// The reasons of a token's parts, and those of a proof's.
constexpr std::array<std::pair<Reason, Reason>, 12> kReasons{
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
     {Reason::claims_duplicate_member, Reason::proof_claims_duplicate_member},
     {Reason::claim_type, Reason::proof_claim_type}}};

}  // namespace

Error as_proof_error(const Error& error) {
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
  auto key = parse_jwk(*jwk);
  // The message of the table speaks of a JWK Set, but says what is wrong with the key.
  if (!key) return Error(Reason::proof_jwk_invalid).with_hint(info(key.error().reason).message);
  const AlgorithmInfo& wanted = info(algorithm);
  if (key->key->type() != wanted.key_type || (key->algorithm && *key->algorithm != wanted.name)) {
    return Error(Reason::proof_jwk_invalid).with_hint("Its alg, kty or crv does not fit the alg");
  }
  return key;
}

Result<void> check_proof_signature(const ProofHeader& header, const CompactJws& jws) {
  const auto signature = decode_base64url(jws.signature);
  if (!signature) return Error(Reason::proof_signature_base64);
  if (const auto why_not = header.jwk.key->prepare()) {
    if (*why_not == Reason::core_not_loaded) return Error(Reason::core_not_loaded);
    return Error(Reason::proof_jwk_invalid).with_hint(info(*why_not).message);
  }
  if (header.jwk.key->verify(header.algorithm, jws.signing_input, *signature)) return {};
  return Error(Reason::proof_signature);
}

Result<std::string_view> required_string(const Claims& claims, std::string_view name) {
  const auto value = claims.string(name);
  if (!value) return as_proof_error(value.error());
  if (!*value || (*value)->empty()) return Error(Reason::proof_claim_missing, name);
  return **value;
}

}  // namespace assay
