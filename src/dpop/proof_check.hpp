// Made from tables/proof-checks.js by `npm run generate`: change it there.
#pragma once

#include <cstddef>
#include <cstdint>

namespace assay {

/// The checks of a DPoP proof, in their order. One row each in the table of checks.
enum class ProofCheck : std::uint8_t {
  proof_form,
  proof_header,
  proof_typ,
  proof_alg,
  proof_jwk,
  proof_signature,
  proof_claims,
  proof_jti,
  proof_htm,
  proof_htu,
  proof_iat,
  proof_exp,
  proof_nonce,
  proof_ath,
  proof_key,
};
inline constexpr std::size_t kProofCheckCount = 15;

}  // namespace assay
