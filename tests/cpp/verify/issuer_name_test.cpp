// Several spellings of an issuer, templates, and JWKs that name their issuer: RFC 7519 §4.1.1.
#include <gtest/gtest.h>

#include <string>

#include "support/verdict.hpp"
#include "verify/issuer_name.hpp"

namespace assay::test {
namespace {

constexpr std::string_view kTemplate = "https://login.example/{tid}/v2.0";

testing::AssertionResult wrong_issuer(const Result<VerifiedToken>& verdict) {
  return refused(verdict, Code::auth_invalid_issuer, Reason::issuer_mismatch, "iss");
}

std::string token_of(std::string_view iss, std::string_view tid) {
  return token_of_claims(good_claims().with("iss", in_quotes(iss)).with("tid", tid));
}

Policy policy_of(std::string_view issuer, std::vector<std::string> others = {}) {
  Policy policy = good_policy();
  policy.issuer = issuer;
  policy.other_issuers = std::move(others);
  return policy;
}

TEST(Issuers, AreSpellingsOfOneIssuer) {
  const Gate gate(policy_of("https://accounts.example", {"accounts.example"}));
  for (const std::string_view iss : {"https://accounts.example", "accounts.example"}) {
    const auto token = gate(token_of(iss, "null"));
    ASSERT_TRUE(accepted(token)) << iss;
    EXPECT_EQ(token->issuer(), iss);
  }
  for (const std::string_view iss :
       {"http://accounts.example", "accounts.example/", "Accounts.example", ""}) {
    EXPECT_TRUE(wrong_issuer(gate(token_of(iss, "null")))) << iss;
  }
}

TEST(IssuerTemplate, TakesTheClaimAsOneSegment) {
  const Gate gate(policy_of(kTemplate));
  const auto token = gate(token_of("https://login.example/a-1/v2.0", R"("a-1")"));
  ASSERT_TRUE(accepted(token));
  EXPECT_EQ(token->issuer(), "https://login.example/a-1/v2.0");
  for (const auto& [iss, tid] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"https://login.example/a/v2.0", R"("b")"},
           {"https://login.example/a/v2.0", "null"},
           {"https://login.example/a/v2.0", "1"},
           {"https://login.example/1/v2.0", "1"},
           {"https://login.example/a/v2.0", R"(["a"])"},
           {"https://login.example//v2.0", R"("")"},
           {"https://login.example/a/b/v2.0", R"("a/b")"},
           {"https://login.example/a%2Fb/v2.0", R"("a%2Fb")"},
           {"https://login.example/../v2.0", R"("..")"},
           {"https://login.example/./v2.0", R"(".")"},
           {"https://login.example/a?b/v2.0", R"("a?b")"},
           {"https://login.example/a#b/v2.0", R"("a#b")"},
           {"https://login.example/a b/v2.0", R"("a b")"},
           {"https://login.example/{tid}/v2.0", R"("{tid}")"},
           {"https://login.example/a/v2.0/", R"("a")"},
           {"https://login.example/a/v1.0", R"("a")"},
           {"https://evil.example/a/v2.0", R"("a")"},
           {"https://login.example/a", R"("a")"}}) {
    EXPECT_TRUE(wrong_issuer(gate(token_of(iss, tid)))) << iss << ' ' << tid;
  }
}

TEST(IssuerTemplate, IsAUrl) {
  const Gate gate(policy_of("{tid}"));
  EXPECT_TRUE(accepted(gate(token_of("{tid}", R"("a")"))));
  EXPECT_TRUE(wrong_issuer(gate(token_of("a", R"("a")"))));
}

TEST(IssuerTemplate, MayStandBesideOtherNamesAndHaveSeveralClaims) {
  const Gate gate(policy_of("https://a.example", {"https://b.example/{x}/{tid}/"}));
  const auto token = [](std::string_view iss) {
    return token_of_claims(
        good_claims().with("iss", in_quotes(iss)).with("tid", R"("2")").with("x", R"("1")"));
  };
  EXPECT_TRUE(accepted(gate(token("https://a.example"))));
  EXPECT_TRUE(accepted(gate(token("https://b.example/1/2/"))));
  EXPECT_TRUE(wrong_issuer(gate(token("https://b.example/2/1/"))));
  EXPECT_TRUE(wrong_issuer(gate(token("https://b.example/1/2"))));
}

/// The verdict on a token of that issuer under one key whose JWK names an issuer.
Result<VerifiedToken> under_key_of(std::string_view key_issuer, std::string_view iss) {
  const std::string more = R"("kid":"first","issuer":)" + in_quotes(key_issuer);
  return Gate(policy_of(iss), set_of({first_key().jwk(more)}))(token_of(iss, R"("a")"));
}

TEST(KeyIssuer, BindsTheKey) {
  EXPECT_TRUE(
      accepted(under_key_of("https://login.example/a/v2.0", "https://login.example/a/v2.0")));
  EXPECT_TRUE(accepted(
      under_key_of("https://login.example/{tenantid}/v2.0", "https://login.example/a/v2.0")));
  for (const std::string_view other :
       {"https://login.example/b/v2.0", "https://login.example/a/v1.0",
        "https://login.example/a/v2.0/", "https://login.example/A/v2.0",
        "https://login.example/{tenantid}", "", "https://login.example/{tenantid}/{x}/v2.0",
        "https://other.example", "login.example"}) {
    EXPECT_TRUE(
        invalid(under_key_of(other, "https://login.example/a/v2.0"), Reason::key_issuer_mismatch))
        << other;
  }
}

TEST(KeyIssuer, OfTheSameTenantAtAnotherHostIsTheSame) {
  // Entra ID: a v1.0 token comes from sts.windows.net, and its key names login.microsoftonline.com.
  constexpr std::string_view kV1 = "https://sts.windows.net/a/";
  EXPECT_TRUE(accepted(under_key_of("https://login.microsoftonline.com/{tenantid}/v2.0", kV1)));
  EXPECT_TRUE(accepted(under_key_of("https://login.microsoftonline.com/a/v2.0", kV1)));
  EXPECT_TRUE(invalid(under_key_of("https://login.microsoftonline.com/b/v2.0", kV1),
                      Reason::key_issuer_mismatch));
  EXPECT_TRUE(accepted(under_key_of("https://login.microsoftonline.us/{tenantid}/v2.0", kV1)));
  EXPECT_TRUE(accepted(under_key_of("https://login.partner.microsoftonline.cn/a/v2.0",
                                    "https://sts.chinacloudapi.cn/a/")));
  for (const auto& [key_issuer, iss] : std::vector<std::pair<std::string_view, std::string_view>>{
           {"https://login.microsoftonline.com", "https://sts.windows.net/"},
           {"https://login.example/a/v2.0", kV1},
           {"https://login.microsoftonline.com/a/v2.0", "https://sts.example/a/"},
           {"https://sso.evil.example/realms/two", "https://sso.example/realms/one"},
           {"http://login.example/a/v2.0", "https://login.example/a/v2.0"},
           {"https://LOGIN.example/a/v2.0", "https://login.example/a/v2.0"}}) {
    EXPECT_TRUE(invalid(under_key_of(key_issuer, iss), Reason::key_issuer_mismatch)) << key_issuer;
  }
}

TEST(KeyIssuer, IsThatOfOneOfTheSameKeys) {
  const auto jwk = [](std::string_view issuer) {
    return first_key().jwk(R"("kid":"first","issuer":)" + in_quotes(issuer));
  };
  const std::string set = set_of({jwk("https://login.example/b"), jwk("https://login.example/a")});
  EXPECT_TRUE(accepted(
      Gate(policy_of("https://login.example/a"), set)(token_of("https://login.example/a", "1"))));
  EXPECT_TRUE(invalid(
      Gate(policy_of("https://login.example/c"), set)(token_of("https://login.example/c", "1")),
      Reason::key_issuer_mismatch));
}

TEST(KeyIssuer, ThatIsNoStringLeavesTheKeyOut) {
  const auto set = JwkSet::parse(set_of({first_key().jwk(R"("kid":"first","issuer":["a"])")}));
  ASSERT_TRUE(accepted(set));
  EXPECT_EQ(set->report().front().left_out, Reason::key_issuer_mismatch);
  EXPECT_TRUE(accepted(under_key_of("https://login.example/a", "https://login.example/a")));
}

TEST(KeyIssuer, IsCheckedAfterTheIssuer) {
  const std::string set =
      set_of({first_key().jwk(R"("kid":"first","issuer":"https://login.example/a")")});
  const Gate gate(policy_of("https://login.example/a"), set);
  EXPECT_TRUE(wrong_issuer(gate(token_of("https://login.example/a/", "1"))));
  EXPECT_TRUE(wrong_issuer(gate(token_of("https://login.example/b", "1"))));
}

TEST(KeyIssuer, IsExplained) {
  const std::string set =
      set_of({first_key().jwk(R"("kid":"first","issuer":"https://login.example/b")")});
  const Gate gate(policy_of("https://login.example/a"), set);
  const Report report = gate.explain(token_of("https://login.example/a", "1"));
  const CheckResult& check = report.trace.results()[static_cast<std::size_t>(Check::key_issuer)];
  EXPECT_EQ(check.status, Status::fail);
  EXPECT_EQ(check.expected, "https://login.example/b");
  EXPECT_EQ(check.actual, "https://login.example/a");
}

std::string hint_for(std::string_view iss, std::string_view issuer) {
  const auto verdict = Gate(policy_of(issuer))(token_of(iss, R"("a")"));
  return std::string(verdict.error().hint);
}

TEST(IssuerHint, SaysWhatTheDifferenceIs) {
  const auto says = [](const std::string& hint, std::string_view part) {
    return hint.find(part) != std::string::npos;
  };
  EXPECT_TRUE(says(hint_for("https://a.example", "https://a.example/"), "slash"));
  EXPECT_TRUE(says(hint_for("https://a.example/", "https://a.example"), "slash"));
  EXPECT_TRUE(says(hint_for("https://A.example", "https://a.example"), "case"));
  EXPECT_TRUE(says(hint_for("https://a.example/X/", "https://a.example/x"), "case"));
  EXPECT_TRUE(says(hint_for("http://a.example", "https://a.example/"), "scheme"));
  EXPECT_TRUE(says(hint_for("a.example", "https://a.example"), "scheme"));
  EXPECT_TRUE(says(hint_for("https://login.microsoftonline.com/a/v2.0",
                            "https://login.microsoftonline.com/common/v2.0"),
                   "https://login.microsoftonline.com/{tid}/v2.0"));
  EXPECT_TRUE(says(
      hint_for("https://sts.windows.net/a/", "https://login.microsoftonline.com/a/v2.0"), "v1.0"));
  EXPECT_TRUE(says(hint_for("https://a.example/a", "https://a.example/{tenantid}"), "{tid}"));
  EXPECT_EQ(hint_for("https://b.example", "https://a.example"), "");
  const Gate several(policy_of("https://a.example", {"https://b.example", "https://c.example"}));
  EXPECT_TRUE(
      says(std::string(several(token_of("https://b.example/", "1")).error().hint), "slash"));
}

}  // namespace
}  // namespace assay::test
