#pragma once

#include "base/error.hpp"
#include "dpop/proof_policy.hpp"
#include "jose/claims.hpp"
#include "verify/claim_checks.hpp"

namespace assay {

/// RFC 9449 §4.3, check 11. @return when the proof is too old, or why it is not new
[[nodiscard]] Result<double> expiry_of_proof(const Claims& claims, const ProofPolicy& policy,
                                             double now);

/// What explain() shows beside check 11: the bound that decides, and "iat".
[[nodiscard]] Description describe_iat(const Claims& claims, const ProofPolicy& policy, double now);

/// RFC 7519 §4.1.4, §4.1.5: no proof needs "exp" and "nbf", and what is there counts.
[[nodiscard]] Result<void> check_own_times(const Claims& claims, const ProofPolicy& policy,
                                           double now);

/// The same beside them: of "exp", or of "nbf" where "exp" is not over.
[[nodiscard]] Description describe_own_times(const Claims& claims, const ProofPolicy& policy,
                                             double now);

/// RFC 9449 §4.3, check 10. @param policy has a secret
[[nodiscard]] Result<void> check_proof_nonce(const Claims& claims, const ProofPolicy& policy,
                                             double now);

}  // namespace assay
