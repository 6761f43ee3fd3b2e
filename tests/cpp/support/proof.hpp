#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "dpop/proof.hpp"
#include "support/token.hpp"
#include "support/verdict.hpp"

namespace assay::test {

inline constexpr std::string_view kUrl = "https://mcp.example.com/tools";
inline constexpr std::string_view kAccessToken = "an.access.token";

/// {"typ":"dpop+jwt","alg":"RS256","jwk":first_key()}
[[nodiscard]] const Members& good_proof_header();
/// jti, htm "POST", htu kUrl, iat kNow, ath of kAccessToken.
[[nodiscard]] const Members& good_proof_claims();

/// RS256 alone, no tolerance, proofs of 60 seconds.
[[nodiscard]] ProofPolicy good_proof_policy();
/// POST to kUrl with kAccessToken, bound to first_key().
[[nodiscard]] ProofRequest good_proof_request();

/// Asks verify_proof() with a known header and without, and explain_proof(); fails the test unless
/// they agree on the verdict.
[[nodiscard]] Result<VerifiedProof> verdict_on_proof(
    std::string_view proof, const ProofPolicy& policy = good_proof_policy(),
    const ProofRequest& request = good_proof_request(), double now = kNow);
[[nodiscard]] Result<VerifiedProof> verdict_on_proof_header(const Members& header);
[[nodiscard]] Result<VerifiedProof> verdict_on_proof_claims(const Members& claims);

/// As refused(), for the many reasons of AUTH_PROOF_INVALID.
template <class T>
testing::AssertionResult invalid_proof(const Result<T>& result, Reason reason,
                                       std::string_view claim = {}) {
  return refused(result, Code::auth_proof_invalid, reason, claim);
}

}  // namespace assay::test
