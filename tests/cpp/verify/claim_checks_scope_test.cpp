// Scopes: RFC 6749 §3.3, RFC 8693 §4.2, ATTACKS 16.
#include <gtest/gtest.h>

#include <string>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

using Strings = std::vector<std::string>;
using Required = std::initializer_list<std::string_view>;

std::string token_with_scope(std::string_view scope) {
  return token_of_claims(good_claims().with("scope", in_quotes(scope)));
}

testing::AssertionResult lacks(const Result<VerifiedToken>& verdict, std::string_view missing) {
  if (auto is = refused(verdict, Code::auth_missing_scope, Reason::scope_missing); !is) return is;
  const std::string message = "Missing required scope: " + std::string(missing);
  if (verdict.error().message() == message) return testing::AssertionSuccess();
  return testing::AssertionFailure() << verdict.error().message();
}

Strings granted(const Result<VerifiedToken>& verdict) {
  if (!verdict) return {verdict.error().message()};
  return verdict->scopes();
}

TEST(Scope, IsRequiredByItsWholeName) {
  const Gate gate;
  for (const std::string_view scope :
       {"tools:call:all", "xtools:call", "tools:cal", "tools", "Tools:Call", "TOOLS:CALL",
        "tools:call,tools:read", "tools:callx tools:read", "", " "}) {
    EXPECT_TRUE(lacks(gate(token_with_scope(scope), {"tools:call"}), "tools:call")) << scope;
  }
  EXPECT_TRUE(accepted(gate(token_with_scope("a tools:call b"), {"tools:call"})));
  EXPECT_TRUE(accepted(gate(token_with_scope("  tools:call  "), {"tools:call"})));
}

TEST(Scope, Rfc6749_3_3_IsSeparatedByTheSpaceAlone) {
  const Gate gate;
  for (const std::string_view separator :
       {"\\t", "\\n", "\\r", "\\u00a0", "\\u2003", "\\u000b", "\\u0000", "\\u3000", "\\u200b"}) {
    const std::string scope = "tools:read" + std::string(separator) + "tools:call";
    EXPECT_TRUE(lacks(gate(token_with_scope(scope), {"tools:call"}), "tools:call")) << separator;
    EXPECT_TRUE(lacks(gate(token_with_scope(scope), {"tools:read"}), "tools:read")) << separator;
  }
}

TEST(Scope, EveryRequiredOneMustBeGrantedAndTheMessageNamesThoseThatAreNot) {
  const Gate gate;
  const std::string token = token_with_scope("a c");
  EXPECT_TRUE(accepted(gate(token, {"a", "c"})));
  EXPECT_TRUE(accepted(gate(token, {"c", "a", "a"})));
  EXPECT_TRUE(lacks(gate(token, {"a", "b", "c", "d"}), "b d"));
  EXPECT_TRUE(lacks(gate(token, {"d"}), "d"));
  EXPECT_EQ(gate(token, {"a", "b", "c", "d"}).error().scopes, "b d");
}

TEST(Scope, ThatIsEmptyIsNeverGranted) {
  EXPECT_FALSE(Gate()(token_with_scope("a b"), {""}).has_value());
  EXPECT_FALSE(Gate()(token_with_scope(""), {""}).has_value());
}

TEST(Scope, WithoutAnyTheTokenIsAcceptedWhereNoneIsRequired) {
  const std::string token = token_of_claims(good_claims().without("scope"));
  EXPECT_EQ(granted(Gate()(token)), Strings{});
  EXPECT_TRUE(lacks(Gate()(token, {"a"}), "a"));
}

TEST(Scope, IsGrantedSortedAndOnce) {
  EXPECT_EQ(granted(Gate()(token_with_scope("c a b a c"))), (Strings{"a", "b", "c"}));
}

TEST(Scope, IsGrantedWhereThePolicyAllowsIt) {
  Policy policy = good_policy();
  policy.allowed_scopes = Strings{"z", "a", "b"};
  const Gate gate(policy);
  EXPECT_EQ(granted(gate(token_with_scope("b x a y"))), (Strings{"a", "b"}));
  EXPECT_TRUE(lacks(gate(token_with_scope("b x"), {"x"}), "x")) << "in the token, not allowed";
  EXPECT_TRUE(lacks(gate(token_with_scope("b"), {"a"}), "a")) << "allowed, not in the token";
  EXPECT_TRUE(accepted(gate(token_with_scope("b"), {"b"})));
  policy.allowed_scopes = Strings{};
  EXPECT_EQ(granted(Gate(policy)(token_with_scope("a b"))), Strings{});
}

TEST(Scope, IsAString) {
  for (const std::string_view json : {R"(["tools:call"])", "1", "true", "{}"}) {
    EXPECT_TRUE(invalid(Gate()(token_of_claims(good_claims().with("scope", json)), {"tools:call"}),
                        Reason::claim_type, "scope"))
        << json;
  }
}

TEST(Scope, IsTakenFromScpWhereItIsAbsent) {
  const Members claims = good_claims().without("scope");
  const auto with_scp = [&](std::string_view json) {
    return token_of_claims(claims.with("scp", json));
  };
  EXPECT_TRUE(accepted(Gate()(with_scp(R"("a tools:call")"), {"tools:call"})));
  EXPECT_TRUE(accepted(Gate()(with_scp(R"(["a","tools:call"])"), {"tools:call"})));
  EXPECT_TRUE(lacks(Gate()(with_scp(R"(["a tools:call"])"), {"tools:call"}), "tools:call"));
  EXPECT_TRUE(invalid(Gate()(with_scp("[1]")), Reason::claim_type, "scp"));
  EXPECT_TRUE(lacks(
      Gate()(token_of_claims(good_claims().with("scope", R"("a")").with("scp", R"("tools:call")")),
             {"tools:call"}),
      "tools:call"))
      << "scope is present and wins";
}

TEST(Scope, OfTenThousandEntriesIsRead) {
  Policy policy = good_policy();
  policy.max_token_bytes = 65536;
  std::string scope;
  for (int i = 0; i < 10'000; ++i) scope += std::to_string(i % 1000) + ' ';
  EXPECT_TRUE(accepted(Gate(policy)(token_with_scope(scope), {"999"})));
  EXPECT_TRUE(lacks(Gate(policy)(token_with_scope(scope), {"1000"}), "1000"));
  EXPECT_TRUE(invalid(Gate()(token_with_scope(scope)), Reason::token_too_large));
}

}  // namespace
}  // namespace assay::test
