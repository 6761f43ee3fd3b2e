// What the values of claims must be: the option claims, RFC 7519 §4.3.
#include <gtest/gtest.h>

#include <string>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

/// The verdict on a token whose claim "c" is this, under one rule for it.
Result<VerifiedToken> verdict(std::string_view json, ClaimRule rule) {
  Policy policy = good_policy();
  if (rule.path.empty()) rule.path = {"c"};
  policy.claims = {std::move(rule)};
  return Gate(std::move(policy))(token_of_claims(good_claims().with("c", json)));
}

testing::AssertionResult mismatch(const Result<VerifiedToken>& result,
                                  std::string_view claim = "c") {
  return invalid(result, Reason::claim_mismatch, claim);
}

TEST(ClaimRule, ComparesStringsExactly) {
  const ClaimRule access{.values = {"access"}};
  EXPECT_TRUE(accepted(verdict(R"("access")", access)));
  EXPECT_TRUE(accepted(verdict(R"("\u0061ccess")", access))) << "unescaped";
  for (const std::string_view json :
       {R"("Access")", R"("access ")", R"(" access")", R"("acces")", R"("accessx")", R"("")",
        R"("access\u0000")", "1", "true", "null", "{}", R"({"access":"access"})", "[]", R"(["id"])",
        R"([["access"]])"}) {
    EXPECT_TRUE(mismatch(verdict(json, access))) << json;
  }
}

TEST(ClaimRule, ComparesNumbersAndBooleansByValue) {
  const ClaimRule two{.values = {2.0}};
  for (const std::string_view json : {"2", "2.0", "0.2e1", "200e-2"}) {
    EXPECT_TRUE(accepted(verdict(json, two))) << json;
  }
  for (const std::string_view json : {"2.5", "-2", R"("2")", "true", "20", "2.0000000001"}) {
    EXPECT_TRUE(mismatch(verdict(json, two))) << json;
  }
  EXPECT_TRUE(accepted(verdict("true", {.values = {true}})));
  for (const std::string_view json : {"false", "1", R"("true")", "null"}) {
    EXPECT_TRUE(mismatch(verdict(json, {.values = {true}}))) << json;
  }
  EXPECT_TRUE(mismatch(verdict("9007199254740993", {.values = {9007199254740991.0}})));
}

TEST(ClaimRule, TakesOneOfSeveralAndAnArrayThatContainsOne) {
  const ClaimRule either{.values = {"web", "cli", 7.0}};
  for (const std::string_view json :
       {R"("web")", R"("cli")", "7", R"(["x","cli"])", R"([null,{},7])", R"(["web"])"}) {
    EXPECT_TRUE(accepted(verdict(json, either))) << json;
  }
  for (const std::string_view json : {R"("web cli")", R"("webcli")", R"(["x"])", "[]", "8"}) {
    EXPECT_TRUE(mismatch(verdict(json, either))) << json;
  }
}

TEST(ClaimRule, IsBrokenByAClaimThatIsMissing) {
  for (const bool negated : {false, true}) {
    Policy policy = good_policy();
    policy.claims = {{.path = {"absent"}, .values = {"a"}, .negated = negated}};
    EXPECT_TRUE(mismatch(Gate(policy)(good_token()), "absent")) << negated;
    EXPECT_TRUE(mismatch(verdict("null", {.values = {"a"}, .negated = negated}))) << negated;
  }
}

TEST(ClaimRule, FollowsAPathByWholeNames) {
  const ClaimRule rule{.path = {"kubernetes.io", "namespace"}, .values = {"billing"}};
  const auto with = [&](std::string_view name, std::string_view json) {
    Policy policy = good_policy();
    policy.claims = {rule};
    return Gate(policy)(token_of_claims(good_claims().with(name, json)));
  };
  EXPECT_TRUE(accepted(with("kubernetes.io", R"({"namespace":"billing"})")));
  for (const std::string_view json :
       {R"({"namespace":"other"})", R"({"Namespace":"billing"})", R"("billing")",
        R"([{"namespace":"billing"}])", R"({"namespace":{"namespace":"billing"}})", "null",
        R"({"namespace":null})"}) {
    EXPECT_TRUE(mismatch(with("kubernetes.io", json), "kubernetes.io.namespace")) << json;
  }
  EXPECT_TRUE(mismatch(with("kubernetes.io.namespace", R"("billing")"), "kubernetes.io.namespace"));
}

TEST(ClaimRule, TakesAPrefixOfAString) {
  const ClaimRule acme{.prefixes = {"repo:acme/", "repo:other/"}};
  for (const std::string_view json : {R"("repo:acme/")", R"("repo:acme/a:ref:main")",
                                      R"("repo:other/x")", R"(["x","repo:acme/"])"}) {
    EXPECT_TRUE(accepted(verdict(json, acme))) << json;
  }
  for (const std::string_view json :
       {R"("repo:acme")", R"("Repo:acme/")", R"(" repo:acme/")", R"("xrepo:acme/")", R"("")", "1",
        R"(["x"])", R"({"repo:acme/":1})"}) {
    EXPECT_TRUE(mismatch(verdict(json, acme))) << json;
  }
}

TEST(ClaimRule, RefusesWhatItNegates) {
  const ClaimRule not_pending{.values = {"pending", "blocked"}, .negated = true};
  for (const std::string_view json : {R"("active")", R"("")", R"(["a","b"])", "[]"}) {
    EXPECT_TRUE(accepted(verdict(json, not_pending))) << json;
  }
  for (const std::string_view json : {R"("pending")", R"("blocked")", R"(["a","pending"])", "1",
                                      "true", "{}", R"(["a",1])", R"([["pending"]])"}) {
    EXPECT_TRUE(mismatch(verdict(json, not_pending))) << json;
  }
  const ClaimRule not_management{.prefixes = {"P"}, .negated = true};
  EXPECT_TRUE(accepted(verdict(R"("Q1")", not_management)));
  EXPECT_TRUE(mismatch(verdict(R"("P1")", not_management)));
  EXPECT_TRUE(mismatch(verdict("1", not_management)));
}

TEST(ClaimRules, MustAllBeKept) {
  Policy policy = good_policy();
  policy.claims = {{.path = {"a"}, .values = {"1"}}, {.path = {"b"}, .values = {"2"}}};
  const auto with = [&](std::string_view a, std::string_view b) {
    const Members claims = good_claims().with("a", in_quotes(a)).with("b", in_quotes(b));
    return Gate(policy)(token_of_claims(claims));
  };
  EXPECT_TRUE(accepted(with("1", "2")));
  EXPECT_TRUE(mismatch(with("x", "2"), "a"));
  EXPECT_TRUE(mismatch(with("1", "x"), "b"));
}

TEST(ClaimRules, NameTheClaimInTheMessage) {
  const auto refusal = verdict(R"("x")", {.values = {"y"}});
  ASSERT_TRUE(mismatch(refusal));
  EXPECT_EQ(refusal.error().message(), "JWT claim is not what the policy requires: c");
}

TEST(ClaimRules, HaveAHintThatSaysWhatToCompare) {
  EXPECT_NE(verdict("1", {.values = {"y"}}).error().hint.find("explain"), std::string_view::npos);
  Policy policy = good_policy();
  policy.claims = {{.path = {"a.b"}, .values = {"c"}}};
  const auto refusal = Gate(policy)(token_of_claims(good_claims().with("a", R"({"b":"c"})")));
  EXPECT_TRUE(mismatch(refusal, "a.b"));
  EXPECT_NE(refusal.error().hint.find("nest it"), std::string_view::npos);
}

CheckResult check_of(std::string_view json, ClaimRule rule) {
  Policy policy = good_policy();
  if (rule.path.empty()) rule.path = {"c"};
  policy.claims = {std::move(rule)};
  const Report report = Gate(policy).explain(token_of_claims(good_claims().with("c", json)));
  return report.trace.results()[static_cast<std::size_t>(Check::claims)];
}

TEST(ClaimRules, AreExplained) {
  CheckResult check = check_of(R"("x")", {.values = {"web", 2.5, true}});
  EXPECT_EQ(check.status, Status::fail);
  EXPECT_EQ(check.expected, R"(c is "web" or 2.5 or true)");
  EXPECT_EQ(check.actual, R"("x")");
  check = check_of(R"(["a",1,{},null,true,[]])", {.prefixes = {"b"}});
  EXPECT_EQ(check.expected, R"(c is "b…")");
  EXPECT_EQ(check.actual, R"(["a", 1, an object, null, true, an array])");
  check = check_of(R"("a")", {.values = {"b"}, .negated = true});
  EXPECT_EQ(check.status, Status::pass);
  EXPECT_EQ(check.expected, R"(c is not "b")");
  check = check_of("1", {.path = {"x", "y"}, .values = {"b"}});
  EXPECT_EQ(check.actual, "no x.y");
  EXPECT_EQ(
      Gate().explain(good_token()).trace.results()[static_cast<std::size_t>(Check::claims)].status,
      Status::skip);
}

}  // namespace
}  // namespace assay::test
