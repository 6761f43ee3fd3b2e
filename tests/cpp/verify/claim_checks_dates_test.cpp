// exp, nbf, iat and the age of a token: RFC 7519 §4.1.4 to §4.1.6, to the second and below.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kTolerances[] = {0, 60, 300};

Gate gate_with_tolerance(double tolerance) {
  Policy policy = good_policy();
  policy.clock_tolerance = tolerance;
  return Gate(policy);
}

/// The good token with one date, and no other but the exp that it needs.
std::string token_with(std::string_view name, std::string_view json) {
  return token_of_claims(
      good_claims().without("nbf").without("iat").with("exp", "1900000000").with(name, json));
}

testing::AssertionResult expired(const Result<VerifiedToken>& verdict) {
  return refused(verdict, Code::auth_token_expired, Reason::expired, "exp");
}

TEST(Exp, Rfc7519_4_1_4_RefusesOnOrAfter) {
  const std::string token = token_with("exp", "1800000000");
  for (const double tolerance : kTolerances) {
    SCOPED_TRACE(tolerance);
    const Gate gate = gate_with_tolerance(tolerance);
    const double end = 1800000000 + tolerance;
    EXPECT_TRUE(accepted(gate.at(end - 1, token)));
    EXPECT_TRUE(accepted(gate.at(end - 0.001, token)));
    EXPECT_TRUE(expired(gate.at(end, token))) << "the seed took equality";
    EXPECT_TRUE(expired(gate.at(end + 0.001, token)));
    EXPECT_TRUE(expired(gate.at(end + 1, token)));
  }
}

TEST(Exp, MayBeAFraction) {
  const std::string token = token_with("exp", "1800000000.5");
  const Gate gate;
  EXPECT_TRUE(accepted(gate.at(1800000000, token)));
  EXPECT_TRUE(accepted(gate.at(1800000000.25, token)));
  EXPECT_TRUE(expired(gate.at(1800000000.5, token)));
  EXPECT_TRUE(expired(gate.at(1800000001, token)));
}

TEST(Exp, IsRequired) {
  EXPECT_TRUE(
      invalid(verdict_on_claims(good_claims().without("exp")), Reason::claim_missing, "exp"));
  EXPECT_TRUE(
      invalid(verdict_on_claims(good_claims().with("exp", "null")), Reason::claim_missing, "exp"));
}

TEST(Exp, OfAnotherTypeOrRangeIsRefused) {
  for (const std::string_view json :
       {R"("1900000000")", R"("NaN")", R"("Infinity")", R"("")", "true", "[]", "[1900000000]", "{}",
        "9007199254740993", "9223372036854775807", "9223372036854775808", "1e300", "-1e300",
        "1e17"}) {
    EXPECT_TRUE(invalid(Gate()(token_with("exp", json)), Reason::claim_type, "exp")) << json;
  }
  for (const std::string_view json : {"1e400", "NaN", "Infinity"}) {
    EXPECT_TRUE(invalid(Gate()(token_with("exp", json)), Reason::claims_json)) << json;
  }
}

TEST(Exp, InThePastIsRefusedHoweverItIsWritten) {
  for (const std::string_view json : {"0", "-0", "-1", "-9007199254740992", "1.7e9", "0.5"}) {
    EXPECT_TRUE(expired(gate_with_tolerance(300)(token_with("exp", json)))) << json;
  }
}

TEST(Exp, InTheFarFutureIsAccepted) {
  EXPECT_TRUE(accepted(Gate()(token_with("exp", "9007199254740992"))));
  EXPECT_TRUE(accepted(Gate()(token_with("exp", "253402300799"))));
  EXPECT_TRUE(accepted(Gate()(token_with("exp", "1.9E+9"))));
}

TEST(Nbf, Rfc7519_4_1_5_RefusesBefore) {
  const std::string token = token_with("nbf", "1800000000");
  for (const double tolerance : kTolerances) {
    SCOPED_TRACE(tolerance);
    const Gate gate = gate_with_tolerance(tolerance);
    const double begin = 1800000000 - tolerance;
    const auto early = gate.at(begin - 1, token);
    ASSERT_TRUE(invalid(early, Reason::not_yet_valid, "nbf"));
    EXPECT_EQ(info(early.error().reason).message, "JWT is not valid yet");
    EXPECT_TRUE(invalid(gate.at(begin - 0.001, token), Reason::not_yet_valid, "nbf"));
    EXPECT_TRUE(accepted(gate.at(begin, token)));
    EXPECT_TRUE(accepted(gate.at(begin + 1, token)));
  }
}

TEST(Iat, IsNotInTheFuture) {
  const std::string token = token_with("iat", "1800000000");
  for (const double tolerance : kTolerances) {
    SCOPED_TRACE(tolerance);
    const Gate gate = gate_with_tolerance(tolerance);
    const double begin = 1800000000 - tolerance;
    EXPECT_TRUE(invalid(gate.at(begin - 1, token), Reason::issued_in_future, "iat"));
    EXPECT_TRUE(invalid(gate.at(begin - 0.001, token), Reason::issued_in_future, "iat"));
    EXPECT_TRUE(accepted(gate.at(begin, token)));
  }
}

TEST(NbfAndIat, AreOptionalAndOfTheRightType) {
  for (const std::string_view name : {"nbf", "iat"}) {
    EXPECT_TRUE(accepted(Gate()(token_with(name, "null")))) << name;
    EXPECT_TRUE(accepted(Gate()(token_with(name, "0")))) << name;
    EXPECT_TRUE(accepted(Gate()(token_with(name, "-1.5")))) << name;
    for (const std::string_view json :
         {R"("0")", "false", "[]", "{}", "1e300", "-9007199254740993"}) {
      EXPECT_TRUE(invalid(Gate()(token_with(name, json)), Reason::claim_type, name)) << json;
    }
    EXPECT_TRUE(invalid(Gate()(token_with(name, "-1e400")), Reason::claims_json)) << name;
  }
}

TEST(MaxTokenAge, IsCountedFromIatWhichItNeeds) {
  Policy policy = good_policy();
  policy.max_token_age = 100;
  const Gate gate(policy);
  const std::string token = token_with("iat", "1800000000");
  EXPECT_TRUE(accepted(gate.at(1800000000, token)));
  EXPECT_TRUE(accepted(gate.at(1800000100, token)));
  EXPECT_TRUE(
      refused(gate.at(1800000100.5, token), Code::auth_token_expired, Reason::too_old, "iat"));
  EXPECT_TRUE(invalid(gate(token_with("x", "1")), Reason::claim_missing, "iat"));
  EXPECT_TRUE(invalid(gate(token_with("iat", "null")), Reason::claim_missing, "iat"));
  policy.clock_tolerance = 60;
  EXPECT_TRUE(accepted(Gate(policy).at(1800000160, token)));
  EXPECT_TRUE(refused(Gate(policy).at(1800000161, token), Code::auth_token_expired, Reason::too_old,
                      "iat"));
}

TEST(Tolerance, IsClampedWhateverReachesThePolicy) {
  const std::string token = token_with("exp", "1800000000");
  for (const double tolerance : {1e9, kInfinity, 301.0}) {
    const Gate gate = gate_with_tolerance(tolerance);
    EXPECT_TRUE(accepted(gate.at(1800000299, token))) << tolerance;
    EXPECT_TRUE(expired(gate.at(1800000300, token))) << tolerance;
  }
  for (const double tolerance : {-1.0, -1e9, -kInfinity, std::nan("")}) {
    const Gate gate = gate_with_tolerance(tolerance);
    EXPECT_TRUE(accepted(gate.at(1799999999, token))) << tolerance;
    EXPECT_TRUE(expired(gate.at(1800000000, token))) << tolerance;
  }
}

TEST(Now, ThatIsNoFiniteNumberRefusesEveryToken) {
  const std::string token = token_with("exp", "9007199254740992");
  for (const double tolerance : {0.0, 300.0}) {
    const Gate gate = gate_with_tolerance(tolerance);
    EXPECT_TRUE(expired(gate.at(std::nan(""), token)));
    EXPECT_TRUE(expired(gate.at(kInfinity, token)));
    EXPECT_FALSE(gate.at(-kInfinity, token).has_value()) << "even without nbf and iat";
  }
}

}  // namespace
}  // namespace assay::test
