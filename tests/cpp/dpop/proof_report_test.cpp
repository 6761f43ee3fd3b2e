// Every check of a proof, for a person.
#include "dpop/proof_report.hpp"

#include <gtest/gtest.h>

#include "support/proof.hpp"

namespace assay::test {
namespace {

TEST(ProofReport, GoesOnAfterAFailure) {
  const Members claims = good_proof_claims().with("htm", "\"GET\"").with("htu", "\"/\"");
  const ProofReport report =
      explain_proof(sign_token(good_proof_header().with("typ", "\"JWT\"").json(), claims.json()),
                    good_proof_policy(), good_proof_request(), kNow);
  ASSERT_TRUE(report.error.has_value());
  EXPECT_EQ(report.error->reason, Reason::proof_typ);
  std::string failed;
  for (std::size_t i = 0; i < kProofCheckCount; ++i) {
    const auto check = static_cast<ProofCheck>(i);
    const CheckResult& result = report.trace.results().at(i);
    if (result.status == Status::fail) failed += std::string(info(check).name) + ' ';
    EXPECT_FALSE(result.message.empty()) << info(check).name;
  }
  EXPECT_EQ(failed, "proof_typ proof_htm proof_htu ");
}

TEST(ProofReport, ShowsTheBoundThatADateIsComparedWith) {
  const auto shown = [](const Members& claims, ProofCheck check) {
    const ProofReport report = explain_proof(sign_token(good_proof_header().json(), claims.json()),
                                             good_proof_policy(), good_proof_request(), kNow);
    const CheckResult& result = report.trace.results().at(static_cast<std::size_t>(check));
    return result.expected.value_or("") + " | " + result.actual.value_or("");
  };
  EXPECT_EQ(shown(good_proof_claims(), ProofCheck::proof_iat), "after 1799999940 | 1800000000");
  EXPECT_EQ(shown(good_proof_claims().with("iat", "1800000009"), ProofCheck::proof_iat),
            "at most 1800000000 | 1800000009");
  EXPECT_EQ(shown(good_proof_claims().without("iat"), ProofCheck::proof_iat), " | ");
  EXPECT_EQ(shown(good_proof_claims(), ProofCheck::proof_exp), " | ");
  EXPECT_EQ(shown(good_proof_claims().with("exp", "1"), ProofCheck::proof_exp),
            "after 1800000000 | 1");
  EXPECT_EQ(shown(good_proof_claims().with("nbf", "1800000009"), ProofCheck::proof_exp),
            "at most 1800000000 | 1800000009");
}

}  // namespace
}  // namespace assay::test
