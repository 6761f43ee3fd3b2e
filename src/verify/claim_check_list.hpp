// Made from tables/checks.js by `npm run generate`: change it there.
#pragma once

#include <array>

#include "verify/claim_checks.hpp"

/// Each claim check, in claim_checks.cpp: true: passed; false: it does not apply; or the Error.
namespace assay::check {

[[nodiscard]] Result<bool> issuer(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Result<bool> audience(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Result<bool> exp(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Result<bool> nbf(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Result<bool> iat(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Result<bool> max_token_age(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Result<bool> required_claims(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Result<bool> claims(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Result<bool> scope(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Result<bool> token_id_hash(const Claims& claims, const ClaimRules& rules);

}  // namespace assay::check

/// What explain() shows beside its outcome, in claim_descriptions.cpp.
namespace assay::describe {

[[nodiscard]] Description issuer(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description audience(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description exp(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description nbf(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description iat(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description max_token_age(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description required_claims(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description claims(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description scope(const Claims& claims, const ClaimRules& rules);
[[nodiscard]] Description token_id_hash(const Claims& claims, const ClaimRules& rules);

}  // namespace assay::describe

namespace assay {

inline constexpr std::array<ClaimCheck, 10> kClaimChecks{{
    {Check::issuer, &check::issuer, &describe::issuer},
    {Check::audience, &check::audience, &describe::audience},
    {Check::exp, &check::exp, &describe::exp},
    {Check::nbf, &check::nbf, &describe::nbf},
    {Check::iat, &check::iat, &describe::iat},
    {Check::max_token_age, &check::max_token_age, &describe::max_token_age},
    {Check::required_claims, &check::required_claims, &describe::required_claims},
    {Check::claims, &check::claims, &describe::claims},
    {Check::scope, &check::scope, &describe::scope},
    {Check::token_id_hash, &check::token_id_hash, &describe::token_id_hash},
}};

}  // namespace assay
