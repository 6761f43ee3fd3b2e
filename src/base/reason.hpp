// Made from tables/errors.js by `npm run generate`: change it there.
#pragma once

#include <cstddef>
#include <cstdint>

namespace assay {

/// The stable code of a refusal: what a caller acts on. One row each in `code_table()`.
enum class Code : std::uint8_t {
  auth_token_missing,
  auth_token_invalid,
  auth_token_expired,
  auth_invalid_issuer,
  auth_invalid_audience,
  auth_missing_scope,
  auth_proof_invalid,
  auth_keys_unavailable,
  auth_rate_limited,
  request_invalid,
  config_invalid,
  internal,
};
inline constexpr std::size_t kCodeCount = 12;

/// The exact check that refused: what a person debugs with. One row each in `reason_table()`.
enum class Reason : std::uint8_t {
  token_too_large,
  malformed_segments,
  header_base64,
  header_json,
  header_duplicate_member,
  crit_unsupported,
  b64_unsupported,
  typ_not_allowed,
  alg_not_allowed,
  kid_invalid,
  key_not_found,
  key_ambiguous,
  key_alg_mismatch,
  key_type_mismatch,
  key_type_unsupported,
  key_use,
  key_ops,
  key_material,
  key_too_small,
  key_too_large,
  key_modulus_even,
  key_exponent,
  key_weak,
  key_issuer_mismatch,
  signature_base64,
  signature_mismatch,
  payload_base64,
  claims_base64,
  claims_json,
  claims_duplicate_member,
  claim_missing,
  claim_type,
  claim_mismatch,
  issuer_mismatch,
  audience_mismatch,
  expired,
  too_old,
  not_yet_valid,
  issued_in_future,
  scope_missing,
  proof_too_large,
  proof_segments,
  proof_header_base64,
  proof_header_json,
  proof_header_duplicate_member,
  proof_crit,
  proof_b64,
  proof_typ,
  proof_alg,
  proof_jwk_missing,
  proof_jwk_private,
  proof_jwk_invalid,
  proof_signature_base64,
  proof_signature,
  proof_claims_base64,
  proof_claims_json,
  proof_claims_duplicate_member,
  proof_claim_missing,
  proof_claim_type,
  proof_method,
  proof_url,
  proof_too_old,
  proof_issued_in_future,
  proof_expired,
  proof_not_yet_valid,
  proof_nonce_missing,
  proof_nonce,
  proof_token,
  proof_key,
  keys_not_loaded,
  core_not_loaded,
  jwks_too_large,
  jwks_not_json,
  jwks_malformed,
  jwks_duplicate_member,
  jwks_too_many_keys,
  jwks_no_usable_key,
  option_missing,
  option_invalid,
  internal,
#ifndef __wasm__
  // Of requests, and of fetched keys.
  token_missing,
  authorization_malformed,
  keys_outdated,
  jwks_fetch_failed,
  jwks_status,
  jwks_redirect,
  jwks_timeout,
  discovery_failed,
  discovery_issuer_mismatch,
#endif
};
#ifndef __wasm__
inline constexpr std::size_t kReasonCount = 89;
#else
inline constexpr std::size_t kReasonCount = 80;
#endif

}  // namespace assay
