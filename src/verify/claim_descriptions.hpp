#pragma once

#include "verify/claim_checks.hpp"

/// What explain() shows beside the outcome of a claim check: one function for each.
namespace assay::describe {

[[nodiscard]] Description issuer(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description audience(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description exp(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description nbf(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description iat(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description max_token_age(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description required_claims(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description scope(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description token_id(const Claims& claims, const ClaimRules& rules);

}  // namespace assay::describe
