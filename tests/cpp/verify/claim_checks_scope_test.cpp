// Scopes: RFC 6749 §3.3, RFC 8693 §4.2, ATTACKS 16.
#include <gtest/gtest.h>

#include <array>
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

TEST(Scope, IsOneWordWhereverItStands) {
  for (const std::string_view scope : {"a bc d", " bc", "bc ", "a  bc", "bc", "bcd bc", "ab bc"}) {
    EXPECT_TRUE(accepted(Gate()(token_with_scope(scope), {"bc"}))) << scope;
  }
  for (const std::string_view scope : {"a b c", "b c", "bcd", "abc", "b", "", "bc\\tx"}) {
    EXPECT_TRUE(lacks(Gate()(token_with_scope(scope), {"bc"}), "bc")) << scope;
  }
  EXPECT_FALSE(Gate()(token_with_scope("x a b"), {"a b"}).has_value()) << "two words are no scope";
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

TEST(Scope, IsAStringOrAnArrayOfStrings) {
  const auto token_with = [](std::string_view json) {
    return token_of_claims(good_claims().with("scope", json));
  };
  EXPECT_TRUE(accepted(Gate()(token_with(R"(["openid","tools:call"])"), {"tools:call"})));
  EXPECT_TRUE(lacks(Gate()(token_with(R"(["a tools:call"])"), {"tools:call"}), "tools:call"))
      << "an entry is one scope";
  EXPECT_TRUE(lacks(Gate()(token_with("[]"), {"tools:call"}), "tools:call"));
  for (const std::string_view json :
       {"1", "true", "{}", R"({"tools:call":1})", R"(["tools:call",1])", R"([["tools:call"]])"}) {
    EXPECT_TRUE(invalid(Gate()(token_with(json), {"tools:call"}), Reason::claim_type, "scope"))
        << json;
  }
}

TEST(Scope, OfAnotherShapeOnlyMattersWhereScopesAreAskedFor) {
  for (const std::string_view json : {"1", "true", "{}", R"(["tools:call",1])"}) {
    EXPECT_EQ(granted(Gate()(token_of_claims(good_claims().with("scope", json)))), Strings{})
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
  EXPECT_TRUE(invalid(Gate()(with_scp("[1]"), {"a"}), Reason::claim_type, "scp"));
  EXPECT_TRUE(accepted(Gate()(with_scp("[1]"))));
  EXPECT_TRUE(lacks(
      Gate()(token_of_claims(good_claims().with("scope", R"("a")").with("scp", R"("tools:call")")),
             {"tools:call"}),
      "tools:call"))
      << "scope is present and wins";
}

Policy policy_with(std::vector<ClaimPath> paths) {
  Policy policy = good_policy();
  policy.scopes_claims = std::move(paths);
  return policy;
}

TEST(ScopesClaim, IsReadInsteadOfScopeAndScp) {
  const Gate gate(policy_with({{"permissions"}}));
  const Members claims = good_claims().with("scope", R"("tools:call")");
  const auto with = [&](std::string_view json) {
    return token_of_claims(claims.with("permissions", json));
  };
  EXPECT_EQ(granted(gate(with(R"(["b","a"])"))), (Strings{"a", "b"}));
  EXPECT_EQ(granted(gate(with(R"("b a")"))), (Strings{"a", "b"}));
  EXPECT_EQ(granted(gate(with(R"({"b":{"x":1},"a":true,"c":false,"d":null})"))),
            (Strings{"a", "b"}));
  EXPECT_TRUE(lacks(gate(with(R"({"a":false})"), {"a"}), "a"));
  EXPECT_TRUE(accepted(gate(with(R"({"a":{}})"), {"a"})));
  EXPECT_TRUE(lacks(gate(with(R"(["b"])"), {"tools:call"}), "tools:call")) << "scope is not read";
  EXPECT_TRUE(lacks(gate(token_of_claims(claims), {"tools:call"}), "tools:call"));
  EXPECT_TRUE(lacks(gate(with("null"), {"a"}), "a"));
  for (const std::string_view json : {"1", "true", R"(["a",1])", R"([{"a":1}])"}) {
    EXPECT_TRUE(invalid(gate(with(json), {"a"}), Reason::claim_type, "permissions")) << json;
    EXPECT_TRUE(accepted(gate(with(json)))) << json;
  }
}

TEST(ScopesClaim, IsAPathIntoTheClaims) {
  const Gate gate(policy_with({{"realm_access", "roles"}}));
  const auto with = [](std::string_view json) {
    return token_of_claims(good_claims().with("realm_access", json));
  };
  EXPECT_TRUE(accepted(gate(with(R"({"roles":["reporter"]})"), {"reporter"})));
  for (const std::string_view json :
       {R"({"role":["reporter"]})", R"({"roles":{"roles":["reporter"]}})", R"(["reporter"])",
        R"([{"roles":["reporter"]}])", R"("reporter")", "null", R"({"roles":null})"}) {
    EXPECT_TRUE(lacks(gate(with(json), {"reporter"}), "reporter")) << json;
  }
}

TEST(ScopesClaim, IsTheUnionOfSeveral) {
  const Gate gate(policy_with({{"scope"}, {"scp"}, {"permissions"}}));
  const std::string token = token_of_claims(good_claims()
                                                .with("scope", R"("a")")
                                                .with("scp", R"(["b"])")
                                                .with("permissions", R"(["c","a"])"));
  EXPECT_EQ(granted(gate(token, {"a", "b", "c"})), (Strings{"a", "b", "c"}));
  EXPECT_TRUE(lacks(gate(token, {"d"}), "d"));
  const std::string bad = token_of_claims(good_claims().with("permissions", "1"));
  EXPECT_TRUE(invalid(gate(bad, {"tools:call"}), Reason::claim_type, "permissions"));
}

TEST(ScopesClaim, IsNamedInTheHintWhereTheTokenHasItsScopesThere) {
  const auto hint_for = [](std::string_view name) {
    const Members claims = good_claims().without("scope").with(name, R"(["a"])");
    return std::string(Gate()(token_of_claims(claims), {"a"}).error().hint);
  };
  EXPECT_NE(hint_for("permissions").find("scopesClaim: 'permissions'"), std::string::npos);
  EXPECT_NE(hint_for("roles").find("scopesClaim: 'roles'"), std::string::npos);
  EXPECT_EQ(hint_for("other"), "");
  const Gate dotted(policy_with({{"realm_access.roles"}}));
  const auto refusal =
      dotted(token_of_claims(good_claims().with("realm_access", R"({"roles":["a"]})")), {"a"});
  EXPECT_NE(refusal.error().hint.find("a path as an array"), std::string_view::npos);
}

TEST(AnyOfScopes, IsGrantedByOneOfThem) {
  const Gate gate;
  const std::string either = any_of_scopes(std::array<std::string_view, 2>{"read", "admin"});
  EXPECT_TRUE(accepted(gate(token_with_scope("read"), {either})));
  EXPECT_TRUE(accepted(gate(token_with_scope("x admin"), {either})));
  EXPECT_TRUE(accepted(gate(token_with_scope("x admin"), {"x", either})));
  EXPECT_TRUE(lacks(gate(token_with_scope("reads xadmin"), {either}), "read or admin"));
  EXPECT_TRUE(lacks(gate(token_with_scope("admin"), {"x", either}), "x"));
  EXPECT_TRUE(lacks(gate(token_with_scope("z"), {"x", either, "y"}), "x, read or admin, y"));
  EXPECT_EQ(gate(token_with_scope("z"), {"x", either}).error().scopes_to_request(), "x read");
  Policy policy = good_policy();
  policy.allowed_scopes = Strings{"read"};
  EXPECT_TRUE(lacks(Gate(policy)(token_with_scope("admin"), {either}), "read or admin"))
      << "an alternative that is not allowed";
  const std::string turned = any_of_scopes(std::array<std::string_view, 2>{"admin", "read"});
  EXPECT_TRUE(lacks(Gate(policy)(token_with_scope("admin"), {turned}), "admin or read"));
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
