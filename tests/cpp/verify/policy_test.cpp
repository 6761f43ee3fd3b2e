#include "verify/policy.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

using Strings = std::vector<std::string>;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

testing::AssertionResult names_option(const Policy& policy, Reason reason,
                                      std::string_view option) {
  return refused(policy.check(), Code::config_invalid, reason, option);
}

TEST(Policy, WithIssuerAndAudienceIsComplete) {
  EXPECT_TRUE(accepted(good_policy().check()));
  EXPECT_EQ(good_policy().algorithms, std::vector{Algorithm::rs256});
  EXPECT_EQ(good_policy().max_token_bytes, 16384U);
  EXPECT_EQ(Policy{}.clock_tolerance, 60);
}

TEST(Policy, RequiresAnIssuer) {
  Policy policy = good_policy();
  policy.issuer.clear();
  EXPECT_TRUE(names_option(policy, Reason::option_missing, "issuer"));
}

TEST(Policy, RequiresAnAudienceUnlessAnyIsAskedFor) {
  Policy policy = good_policy();
  policy.audiences = Policy{}.audiences;
  EXPECT_TRUE(names_option(policy, Reason::option_missing, "audience"));
  policy.audiences = Strings{"a", ""};
  EXPECT_TRUE(names_option(policy, Reason::option_invalid, "audience"));
  policy.audiences = std::nullopt;
  EXPECT_TRUE(accepted(policy.check()));
}

TEST(Policy, CannotBeExclusiveAboutAnyAudience) {
  Policy policy = good_policy();
  policy.exclusive_audience = true;
  EXPECT_TRUE(accepted(policy.check()));
  policy.audiences = std::nullopt;
  EXPECT_TRUE(names_option(policy, Reason::option_invalid, "audienceMatch"));
}

TEST(Policy, RequiresAnAlgorithm) {
  Policy policy = good_policy();
  policy.algorithms.clear();
  EXPECT_TRUE(names_option(policy, Reason::option_invalid, "algorithms"));
}

TEST(Policy, TakesNoEmptyScopeTypeOrClaim) {
  Policy policy = good_policy();
  policy.allowed_scopes = Strings{""};
  EXPECT_TRUE(names_option(policy, Reason::option_invalid, "allowedScopes"));
  policy = good_policy();
  policy.required_claims = {"jti", ""};
  EXPECT_TRUE(names_option(policy, Reason::option_invalid, "requiredClaims"));
  policy = good_policy();
  policy.types = Strings{};
  EXPECT_TRUE(names_option(policy, Reason::option_invalid, "typ"));
}

TEST(Policy, Rfc8725_3_11_NarrowsTheTypeToThoseOfAccessTokens) {
  Policy policy = good_policy();
  policy.types = Strings{"at+jwt"};
  EXPECT_TRUE(accepted(policy.check()));
  policy.types = Strings{"at+jwt", "logout+jwt", "example/a"};
  EXPECT_TRUE(accepted(policy.check()));
  for (const std::string_view type :
       {"", "AT+JWT", "application/at+jwt", "a b", "a/b/c", "\x7f", "\xc3\xa9"}) {
    policy.types = Strings{std::string(type)};
    EXPECT_TRUE(names_option(policy, Reason::option_invalid, "typ")) << type;
  }
}

TEST(Policy, TakesIssuersWithPlaceholdersThatAreWholeSegments) {
  Policy policy = good_policy();
  for (const std::string_view name :
       {"https://login.example/{tid}/v2.0", "https://login.example/{tid}", "https://a.example/",
        "https://login.example/{a}/{b}/", "accounts.example", "{tid}", "a ${1} b"}) {
    policy.issuer = name;
    EXPECT_TRUE(accepted(policy.check())) << name;
  }
  for (const std::string_view name :
       {"https://{tid}.example/", "https://{tid}", "https://login.example/x{tid}",
        "https://a.example/{}", "https://login.example/{tid}x/", "https://a.example/{{a}}",
        "https://a.example/{a", "https://a.example/a}", "https://a.example/{a}?b",
        "{scheme}://a.example/"}) {
    policy.issuer = name;
    EXPECT_TRUE(names_option(policy, Reason::option_invalid, "issuer")) << name;
    policy.issuer = kIssuer;
    policy.other_issuers = {std::string(name)};
    EXPECT_TRUE(names_option(policy, Reason::option_invalid, "issuer")) << name;
    policy.other_issuers.clear();
  }
}

TEST(Policy, TakesClaimRulesThatCanBeKept) {
  Policy policy = good_policy();
  policy.claims = {{.path = {"a"}, .values = {true, 1.0, "b"}},
                   {.path = {"a", "b"}, .prefixes = {"c"}}};
  EXPECT_TRUE(accepted(policy.check()));
  for (const ClaimRule& rule :
       std::vector<ClaimRule>{{.path = {}, .values = {"a"}},
                              {.path = {"a"}},
                              {.path = {"a"}, .prefixes = {""}},
                              {.path = {"a"}, .values = {std::nan("")}},
                              {.path = {"a"}, .values = {kInfinity}},
                              {.path = {"a"}, .values = {9007199254740992.0}}}) {
    policy.claims = {rule};
    EXPECT_TRUE(names_option(policy, Reason::option_invalid, "claims"));
  }
}

TEST(Policy, TakesNoEmptyPathOfScopes) {
  Policy policy = good_policy();
  policy.scopes_claims = {{"a"}, {}};
  EXPECT_TRUE(names_option(policy, Reason::option_invalid, "scopesClaim"));
}

TEST(Policy, Rfc9068_2_2_RequiresTheSubjectWithTheProfile) {
  Policy policy = good_policy();
  policy.require_subject = false;
  EXPECT_TRUE(accepted(policy.check()));
  EXPECT_TRUE(refused(policy.require_access_token_profile(), Code::config_invalid,
                      Reason::option_invalid, "requireSubject"));
}

TEST(Policy, TakesAMaximumAgeThatIsPositiveAndFinite) {
  Policy policy = good_policy();
  for (const double age : {0.0, -1.0, kInfinity, std::nan("")}) {
    policy.max_token_age = age;
    EXPECT_TRUE(names_option(policy, Reason::option_invalid, "maxTokenAge")) << age;
  }
  policy.max_token_age = 0.5;
  EXPECT_TRUE(accepted(policy.check()));
}

TEST(Policy, TakesATokenSizeOf1To65536Bytes) {
  Policy policy = good_policy();
  for (const std::size_t size : {std::size_t{0}, std::size_t{65537}}) {
    policy.max_token_bytes = size;
    EXPECT_TRUE(names_option(policy, Reason::option_invalid, "maxTokenBytes")) << size;
  }
  for (const std::size_t size : {std::size_t{1}, std::size_t{65536}}) {
    policy.max_token_bytes = size;
    EXPECT_TRUE(accepted(policy.check())) << size;
  }
}

TEST(Policy, TakesATokenIdSecretOf16To4096BytesOrNone) {
  Policy policy = good_policy();
  for (const std::size_t size : {1U, 15U, 4097U, 70'000U}) {
    policy.token_id_secret.assign(size, 's');
    EXPECT_TRUE(names_option(policy, Reason::option_invalid, "tokenIdSecret")) << size;
  }
  for (const std::size_t size : {16U, 4096U}) {
    policy.token_id_secret.assign(size, 's');
    EXPECT_TRUE(accepted(policy.check())) << size;
  }
  policy.token_id_secret.clear();
  EXPECT_TRUE(accepted(policy.check()));
}

TEST(Policy, ClampsWhateverToleranceReachesItTo0To300Seconds) {
  const auto bounded = [](double tolerance) {
    Policy policy;
    policy.clock_tolerance = tolerance;
    return policy.bounded_clock_tolerance();
  };
  EXPECT_EQ(bounded(0), 0);
  EXPECT_EQ(bounded(60), 60);
  EXPECT_EQ(bounded(0.25), 0.25);
  EXPECT_EQ(bounded(300), 300);
  EXPECT_EQ(bounded(300.5), 300);
  EXPECT_EQ(bounded(1e9), 300);
  EXPECT_EQ(bounded(kInfinity), 300);
  EXPECT_EQ(bounded(-kInfinity), 0);
  EXPECT_EQ(bounded(-1), 0);
  EXPECT_EQ(bounded(std::nan("")), 0);
}

}  // namespace
}  // namespace assay::test
