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

}  // namespace
}  // namespace assay::test
