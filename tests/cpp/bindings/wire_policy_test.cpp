// Reading a policy as js/options/options.js writes it: each wrong member names its option.
#include <gtest/gtest.h>

#include <string>

#include "support/verdict.hpp"
#include "wire.hpp"

namespace assay::test {
namespace {

using Strings = std::vector<std::string>;

const Members& good_options() {
  static const Members options{{"issuer", R"("https://auth.example.com/")"},
                               {"audience", R"(["https://mcp.example.com"])"},
                               {"algorithms", R"(["RS256"])"},
                               {"allowedScopes", "null"},
                               {"typ", "null"},
                               {"requiredClaims", "[]"},
                               {"clockTolerance", "60"},
                               {"maxTokenAge", "null"},
                               {"maxTokenBytes", "16384"}};
  return options;
}

Result<Policy> with(std::string_view name, std::string_view json) {
  return wire::read_policy(good_options().with(name, json).json(), {});
}

testing::AssertionResult names(const Result<Policy>& policy, std::string_view option,
                               Reason reason = Reason::option_invalid) {
  return refused(policy, Code::config_invalid, reason, option);
}

TEST(WirePolicy, IsReadMemberByMember) {
  const Bytes secret(16, 's');
  const auto policy = wire::read_policy(good_options()
                                            .with("algorithms", R"(["PS256","RS512"])")
                                            .with("allowedScopes", R"(["a","b"])")
                                            .with("typ", R"(["at+jwt"])")
                                            .with("requiredClaims", R"(["jti"])")
                                            .with("clockTolerance", "1.5")
                                            .with("maxTokenAge", "3600")
                                            .with("maxTokenBytes", "65536")
                                            .json(),
                                        secret);
  ASSERT_TRUE(accepted(policy));
  EXPECT_EQ(policy->issuer, kIssuer);
  EXPECT_EQ(policy->audiences, Strings{std::string(kAudience)});
  EXPECT_EQ(policy->algorithms, (std::vector{Algorithm::ps256, Algorithm::rs512}));
  EXPECT_EQ(policy->allowed_scopes, (Strings{"a", "b"}));
  EXPECT_EQ(policy->types, Strings{"at+jwt"});
  EXPECT_EQ(policy->required_claims, Strings{"jti"});
  EXPECT_EQ(policy->clock_tolerance, 1.5);
  EXPECT_EQ(policy->max_token_age, 3600);
  EXPECT_EQ(policy->max_token_bytes, 65536U);
  EXPECT_EQ(policy->token_id_secret.size(), 16U);
}

TEST(WirePolicy, TakesTheAccessTokenProfileAndTheExclusiveAudience) {
  const auto policy = wire::read_policy(good_options()
                                            .with("requiredClaims", R"(["jti","tenant_id"])")
                                            .with("profile", R"("at+jwt")")
                                            .with("audienceMatch", R"("exclusive")")
                                            .json(),
                                        {});
  ASSERT_TRUE(accepted(policy));
  EXPECT_EQ(policy->types, Strings{"at+jwt"});
  EXPECT_EQ(policy->required_claims, (Strings{"jti", "tenant_id", "client_id", "iat"}));
  EXPECT_TRUE(policy->exclusive_audience);
  const auto without = wire::read_policy(good_options().json(), {});
  ASSERT_TRUE(accepted(without));
  EXPECT_EQ(without->types, std::nullopt);
  EXPECT_TRUE(without->required_claims.empty());
  EXPECT_FALSE(without->exclusive_audience);
  EXPECT_FALSE(with("audienceMatch", R"("exact")")->exclusive_audience);
  for (const std::string_view json : {"1", "true", "null", R"("AT+JWT")", R"("")"}) {
    EXPECT_TRUE(names(with("profile", json), "profile")) << json;
  }
  for (const std::string_view json : {"1", "true", "null", R"(["exclusive"])"}) {
    EXPECT_TRUE(names(with("audienceMatch", json), "audienceMatch")) << json;
  }
}

TEST(WirePolicy, RefusesWhatContradictsTheProfile) {
  const Members profile = good_options().with("profile", R"("at+jwt")");
  EXPECT_TRUE(names(wire::read_policy(profile.with("typ", R"(["jwt"])").json(), {}), "typ"));
  EXPECT_TRUE(names(wire::read_policy(profile.with("audience", "null").json(), {}), "audience"));
  const auto narrowed = wire::read_policy(profile.with("typ", R"(["jwt","at+jwt"])").json(), {});
  ASSERT_TRUE(accepted(narrowed));
  EXPECT_EQ(narrowed->types, Strings{"at+jwt"});
}

TEST(WirePolicy, CountsNullAsNotConfigured) {
  const auto policy = with("audience", "null");
  ASSERT_TRUE(accepted(policy));
  EXPECT_EQ(policy->audiences, std::nullopt);
  EXPECT_EQ(policy->allowed_scopes, std::nullopt);
  EXPECT_EQ(policy->types, std::nullopt);
  EXPECT_EQ(policy->max_token_age, std::nullopt);
  EXPECT_TRUE(policy->token_id_secret.empty());
}

TEST(WirePolicy, HasTheDefaultsOfPolicyWhereAnOptionIsLeftOut) {
  const auto policy = wire::read_policy(R"({"issuer":"a","audience":["b"]})", {});
  ASSERT_TRUE(accepted(policy));
  EXPECT_EQ(policy->clock_tolerance, Policy().clock_tolerance);
  EXPECT_EQ(policy->max_token_bytes, Policy().max_token_bytes);
  EXPECT_EQ(policy->algorithms, Policy().algorithms);
  EXPECT_TRUE(names(wire::read_policy("{}", {}), "issuer", Reason::option_missing));
  EXPECT_TRUE(
      names(wire::read_policy(R"({"issuer":"a"})", {}), "audience", Reason::option_missing));
}

TEST(WirePolicy, RefusesAnOptionThatItDoesNotKnow) {
  EXPECT_TRUE(names(with("requireAnything", "true"), "requireAnything"));
}

TEST(WirePolicy, IsAJsonObject) {
  for (const std::string_view text :
       {"", "null", "[]", "{", "{}x", R"({"issuer":"a","issuer":"b"})"}) {
    EXPECT_TRUE(names(wire::read_policy(text, {}), "options")) << text;
  }
}

TEST(WirePolicy, NamesTheOptionThatIsWrong) {
  EXPECT_TRUE(names(with("issuer", "1"), "issuer"));
  EXPECT_TRUE(names(with("issuer", "null"), "issuer"));
  EXPECT_TRUE(names(with("issuer", R"("")"), "issuer", Reason::option_missing));
  EXPECT_TRUE(names(with("audience", R"("a")"), "audience"));
  EXPECT_TRUE(names(with("audience", R"(["a",1])"), "audience"));
  EXPECT_TRUE(names(with("audience", "[]"), "audience", Reason::option_missing));
  EXPECT_TRUE(names(with("audience", R"([""])"), "audience"));
  EXPECT_TRUE(names(with("allowedScopes", "1"), "allowedScopes"));
  EXPECT_TRUE(names(with("allowedScopes", R"([""])"), "allowedScopes"));
  EXPECT_TRUE(names(with("typ", R"("JWT")"), "typ"));
  EXPECT_TRUE(names(with("typ", R"(["JWT"])"), "typ")) << "not in the form that is compared";
  EXPECT_TRUE(names(with("typ", R"([""])"), "typ"));
  EXPECT_TRUE(names(with("requiredClaims", R"([{}])"), "requiredClaims"));
  EXPECT_TRUE(names(with("clockTolerance", R"("60")"), "clockTolerance"));
  EXPECT_TRUE(names(with("clockTolerance", "null"), "clockTolerance"));
  EXPECT_TRUE(names(with("maxTokenAge", R"("1")"), "maxTokenAge"));
  EXPECT_TRUE(names(with("maxTokenAge", "0"), "maxTokenAge"));
}

TEST(WirePolicy, TakesOneIssuerOrSeveralSpellings) {
  const auto policy = with("issuer", R"(["a","b","c"])");
  ASSERT_TRUE(accepted(policy));
  EXPECT_EQ(policy->issuer, "a");
  EXPECT_EQ(policy->other_issuers, (Strings{"b", "c"}));
  EXPECT_TRUE(with("issuer", R"(["a"])")->other_issuers.empty());
  for (const std::string_view json : {"[]", R"(["a",1])", R"({"a":"b"})", R"([["a"]])"}) {
    EXPECT_TRUE(names(with("issuer", json), "issuer")) << json;
  }
  EXPECT_TRUE(names(with("issuer", R"(["a",""])"), "issuer"));
  EXPECT_TRUE(names(with("issuer", R"("https://a.example/x{b}")"), "issuer"));
}

TEST(WirePolicy, ReadsRulesForClaims) {
  const auto policy =
      with("claims", R"([[["a"],false,["b",1,true],[]],[["c","d"],true,[],["e"]]])");
  ASSERT_TRUE(accepted(policy));
  ASSERT_EQ(policy->claims.size(), 2U);
  EXPECT_EQ(policy->claims[0].path, Strings{"a"});
  EXPECT_EQ(policy->claims[0].values, (std::vector<ClaimValue>{"b", 1.0, true}));
  EXPECT_FALSE(policy->claims[0].negated);
  EXPECT_EQ(policy->claims[1].path, (Strings{"c", "d"}));
  EXPECT_TRUE(policy->claims[1].negated);
  EXPECT_EQ(policy->claims[1].prefixes, Strings{"e"});
  for (const std::string_view json :
       {"{}", R"("a")", "null", "[[]]", R"([[["a"],false,["b"]]])", R"([["a",false,["b"],[]]])",
        R"([[["a"],0,["b"],[]]])", R"([[["a"],false,[null],[]]])", R"([[["a"],false,["b"],[1]]])",
        R"([[["a"],false,["b"],[],1]])", R"([[[],false,["b"],[]]])", R"([[["a"],false,[],[]]])",
        R"([[["a"],false,[],[""]]])", R"([[["a"],false,[9007199254740992],[]]])"}) {
    EXPECT_TRUE(names(with("claims", json), "claims")) << json;
  }
}

TEST(WirePolicy, ReadsPathsOfScopesAndWhetherASubjectIsRequired) {
  EXPECT_EQ(with("scopesClaim", R"([["a"],["b","c"]])")->scopes_claims,
            (std::vector<ClaimPath>{{"a"}, {"b", "c"}}));
  for (const std::string_view json : {"null", R"("a")", R"(["a"])", "[[]]", "[[1]]"}) {
    EXPECT_TRUE(names(with("scopesClaim", json), "scopesClaim")) << json;
  }
  EXPECT_FALSE(with("requireSubject", "false")->require_subject);
  EXPECT_TRUE(with("requireSubject", "true")->require_subject);
  for (const std::string_view json : {"null", R"("false")", "0"}) {
    EXPECT_TRUE(names(with("requireSubject", json), "requireSubject")) << json;
  }
}

TEST(WirePolicy, TakesOnlyAlgorithmsOfThisBuild) {
  for (const std::string_view json :
       {"null", "[]", R"("RS256")", R"(["none"])", R"(["RS256",1])", R"(["RS256","none"])",
        R"(["HS256"])", R"(["rs256"])", R"(["es256"])", R"(["ES256K"])", R"(["Ed448"])"}) {
    EXPECT_TRUE(names(with("algorithms", json), "algorithms")) << json;
  }
}

TEST(WirePolicy, TakesATokenSizeWithinItsBounds) {
  for (const std::string_view json : {"0", "0.5", "-1", "65537", "1e300", "null", R"("1")"}) {
    EXPECT_TRUE(names(with("maxTokenBytes", json), "maxTokenBytes")) << json;
  }
}

TEST(WirePolicy, TakesASecretOf16BytesOrMoreOrNone) {
  const std::string options = good_options().json();
  EXPECT_TRUE(names(wire::read_policy(options, Bytes(15, 's')), "tokenIdSecret"));
  EXPECT_TRUE(accepted(wire::read_policy(options, Bytes(16, 0))));
}

TEST(WireAlgorithms, AreAListThatIsNotEmpty) {
  EXPECT_EQ(*wire::read_algorithms(R"(["RS256","PS512"])"),
            (std::vector{Algorithm::rs256, Algorithm::ps512}));
  for (const std::string_view json : {"", "[]", "null", R"("RS256")", R"(["none"])", R"(["HS256"])",
                                      R"(["RS256"]x)", R"({"0":"RS256"})"}) {
    EXPECT_TRUE(refused(wire::read_algorithms(json), Code::config_invalid, Reason::option_invalid,
                        "algorithms"))
        << json;
  }
}

TEST(WireScopes, AreSplitAtSingleSpaces) {
  using Views = std::vector<std::string_view>;
  EXPECT_EQ(wire::read_scopes(""), Views{});
  EXPECT_EQ(wire::read_scopes("a"), Views{"a"});
  EXPECT_EQ(wire::read_scopes("a b c"), (Views{"a", "b", "c"}));
  EXPECT_EQ(wire::read_scopes("a  b"), (Views{"a", "", "b"})) << "an empty one is never granted";
}

}  // namespace
}  // namespace assay::test
