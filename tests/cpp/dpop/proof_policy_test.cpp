// What a policy of proofs may be, and its defaults: those of the option `dpop` in JavaScript.
#include "dpop/proof_policy.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "dpop/nonce.hpp"
#include "support/proof.hpp"

namespace assay::test {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

/// Its faults are refused by check(), verify_proof() and explain_proof(), and no nonce is made.
void expect_fault(std::string_view option, const std::function<void(ProofPolicy&)>& change) {
  ProofPolicy policy = good_proof_policy();
  policy.nonce_secrets = {SecretBytes(32, 1)};
  change(policy);
  EXPECT_TRUE(refused(policy.check(), Code::config_invalid, Reason::option_invalid, option));
  const std::string good = sign_token(good_proof_header().json(), good_proof_claims().json());
  EXPECT_TRUE(refused(verdict_on_proof(good, policy), Code::config_invalid, Reason::option_invalid,
                      option));
  EXPECT_EQ(policy.next_nonce(kNow), "");
}

TEST(ProofPolicy, HasTheDefaultsOfJavaScript) {
  const ProofPolicy policy;
  std::string names;
  for (const Algorithm algorithm : policy.algorithms)
    names += std::string(info(algorithm).name) + ' ';
  EXPECT_EQ(names, "ES256 EdDSA Ed25519 PS256 RS256 ");
  EXPECT_EQ(policy.max_age, 60);
  EXPECT_EQ(policy.clock_tolerance, 60);
  EXPECT_EQ(policy.nonce_period, 60);
  EXPECT_TRUE(policy.nonce_secrets.empty());
  EXPECT_TRUE(accepted(policy.check()));
}

TEST(ProofPolicy, NeedsAnAlgorithm) {
  expect_fault("dpop.algorithms", [](ProofPolicy& policy) { policy.algorithms.clear(); });
}

TEST(ProofPolicy, BoundsItsTimes) {
  for (const double wrong : {0.0, 0.5, -1.0, 600.5, kInfinity, -kInfinity, std::nan("")}) {
    expect_fault("dpop.maxAge", [&](ProofPolicy& policy) { policy.max_age = wrong; });
  }
  for (const double wrong : {-0.5, 300.5, kInfinity, -kInfinity, std::nan("")}) {
    expect_fault("dpop.clockTolerance",
                 [&](ProofPolicy& policy) { policy.clock_tolerance = wrong; });
  }
  for (const double wrong : {0.0, 0.5, -1.0, 3600.5, kInfinity, -kInfinity, std::nan("")}) {
    expect_fault("dpop.nonce", [&](ProofPolicy& policy) { policy.nonce_period = wrong; });
  }
  ProofPolicy policy;
  policy.max_age = 600;
  policy.clock_tolerance = 300;
  policy.nonce_period = 3600;
  EXPECT_TRUE(accepted(policy.check()));
  policy.max_age = 1;
  policy.clock_tolerance = 0;
  policy.nonce_period = 1;
  EXPECT_TRUE(accepted(policy.check()));
}

TEST(ProofPolicy, EachSecretHas16To4096Bytes) {
  for (const std::size_t wrong : {0U, 1U, 15U, 4097U}) {
    expect_fault("dpop.nonce",
                 [&](ProofPolicy& policy) { policy.nonce_secrets.emplace_back(wrong, 1); });
  }
  ProofPolicy policy;
  policy.nonce_secrets = {SecretBytes(16, 1), SecretBytes(4096, 1)};
  EXPECT_TRUE(accepted(policy.check()));
}

TEST(ProofPolicy, MakesNoncesWithItsFirstSecret) {
  ProofPolicy policy;
  EXPECT_EQ(policy.next_nonce(kNow), "");
  policy.nonce_secrets = {SecretBytes(16, 1), SecretBytes(4096, 2)};
  EXPECT_EQ(policy.next_nonce(kNow), make_nonce(SecretBytes(16, 1), 60, kNow));
}

TEST(ProofPolicy, NoTimeMakesNoNonceOfAnother) {
  const SecretBytes secret(16, 1);
  for (const double now : {std::nan(""), -kInfinity, -1.0, 0.0}) {
    EXPECT_EQ(make_nonce(secret, 60, now), make_nonce(secret, 60, 60)) << now;
  }
  EXPECT_NE(make_nonce(secret, 60, kInfinity), make_nonce(secret, 60, kNow));
}

}  // namespace
}  // namespace assay::test
