#include "support/proof.hpp"

#include "dpop/digest.hpp"
#include "dpop/thumbprint.hpp"

namespace assay::test {

const Members& good_proof_header() {
  static const Members header{
      {"typ", in_quotes("dpop+jwt")}, {"alg", in_quotes("RS256")}, {"jwk", first_key().jwk()}};
  return header;
}

const Members& good_proof_claims() {
  static const Members claims{{"jti", in_quotes("proof-1")},
                              {"htm", in_quotes("POST")},
                              {"htu", in_quotes(kUrl)},
                              {"iat", "1800000000"},
                              {"ath", in_quotes(sha256_base64url(kAccessToken))}};
  return claims;
}

ProofPolicy good_proof_policy() {
  ProofPolicy policy;
  policy.algorithms = {Algorithm::rs256};
  policy.clock_tolerance = 0;
  return policy;
}

ProofRequest good_proof_request() {
  static const std::string kThumbprint = [] {
    const auto jwk = json::parse(first_key().jwk());
    return jwk ? thumbprint_of(jwk->root()) : std::string();
  }();
  return {.method = "POST", .url = kUrl, .access_token = kAccessToken, .thumbprint = kThumbprint};
}

Result<VerifiedProof> verdict_on_proof(std::string_view proof, const ProofPolicy& policy,
                                       const ProofRequest& request, double now) {
  ProofHeaders fresh;
  auto verdict = verify_proof(proof, policy, request, now, fresh);
  EXPECT_EQ(fresh.size(), verdict ? 1U : 0U);
  ProofHeaders known;
  const std::string good = sign_token(good_proof_header().json(), good_proof_claims().json());
  EXPECT_TRUE(accepted(verify_proof(good, good_proof_policy(), good_proof_request(), kNow, known)));
  const auto again = verify_proof(proof, policy, request, now, known);
  const ProofReport report = explain_proof(proof, policy, request, now);
  EXPECT_EQ(verdict.has_value(), again.has_value());
  EXPECT_EQ(verdict.has_value(), !report.error.has_value());
  if (!verdict) {
    EXPECT_EQ(verdict.error().reason, again.error().reason);
    EXPECT_EQ(verdict.error().reason, report.error->reason);
  }
  return verdict;
}

Result<VerifiedProof> verdict_on_proof_header(const Members& header) {
  return verdict_on_proof(sign_token(header.json(), good_proof_claims().json()));
}
Result<VerifiedProof> verdict_on_proof_claims(const Members& claims) {
  return verdict_on_proof(sign_token(good_proof_header().json(), claims.json()));
}

}  // namespace assay::test
