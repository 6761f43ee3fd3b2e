// iss, aud, sub and the claims a policy requires: RFC 7519 §4.1.1 to §4.1.3, ATTACKS 14.
#include <gtest/gtest.h>

#include <string>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

Result<VerifiedToken> with(std::string_view name, std::string_view json) {
  return verdict_on_claims(good_claims().with(name, json));
}

testing::AssertionResult wrong_issuer(const Result<VerifiedToken>& verdict) {
  return refused(verdict, Code::auth_invalid_issuer, Reason::issuer_mismatch, "iss");
}
testing::AssertionResult wrong_audience(const Result<VerifiedToken>& verdict) {
  return refused(verdict, Code::auth_invalid_audience, Reason::audience_mismatch, "aud");
}

const CheckResult& result_of(const Report& report, Check check) {
  return report.trace.results()[static_cast<std::size_t>(check)];
}

TEST(Issuer, Rfc7519_4_1_1_IsComparedByteForByte) {
  for (const std::string_view issuer :
       {"", "https://auth.example.com", "https://auth.example.com//", "https://AUTH.example.com/",
        "HTTPS://auth.example.com/", "http://auth.example.com/", " https://auth.example.com/",
        "https://auth.example.com/ ", "https://auth.example.com/#", "https://auth.example.com:443/",
        "https://auth.example.com.evil.example/", "https://\\u0430uth.example.com/",
        "https://auth.example.com/\\u0000", "https://auth.example.com%2F"}) {
    EXPECT_TRUE(wrong_issuer(with("iss", in_quotes(issuer)))) << issuer;
  }
  EXPECT_TRUE(accepted(with("iss", R"("https:\/\/auth.example.com\u002f")")));
}

TEST(Issuer, IsAStringAndRequired) {
  EXPECT_TRUE(
      invalid(verdict_on_claims(good_claims().without("iss")), Reason::claim_missing, "iss"));
  EXPECT_TRUE(invalid(with("iss", "null"), Reason::claim_missing, "iss"));
  for (const std::string_view json : {R"(["https://auth.example.com/"])", "1", "true",
                                      R"({"iss":"https://auth.example.com/"})"}) {
    EXPECT_TRUE(invalid(with("iss", json), Reason::claim_type, "iss")) << json;
  }
}

TEST(AudienceCheck, Rfc7519_4_1_3_NeedsOneEntryThatIsAllowed) {
  for (const std::string_view audience :
       {"", "https://mcp.example.com/", "https://mcp.example.co", "https://mcp.example.comm",
        "https://MCP.example.com", "mcp.example.com", " https://mcp.example.com",
        "https://mcp.example.com https://other.example.com", "https://mcp.example.com\\u0000",
        "*"}) {
    EXPECT_TRUE(wrong_audience(with("aud", in_quotes(audience)))) << audience;
  }
  EXPECT_NE(with("aud", R"(["x","https://MCP.example.com/"])").error().hint.find("slash"),
            std::string_view::npos);
  EXPECT_EQ(with("aud", R"("https://other.example.com")").error().hint, "");
  EXPECT_TRUE(wrong_audience(with("aud", "[]")));
  EXPECT_TRUE(wrong_audience(with("aud", R"(["",""])")));
  EXPECT_TRUE(wrong_audience(with("aud", R"(["https://other.example.com","https://mcp"])")));
  EXPECT_TRUE(accepted(with("aud", R"(["https://other.example.com","https://mcp.example.com"])")));
  EXPECT_TRUE(accepted(with("aud", R"(["https://mcp.example.com"])")));
}

TEST(AudienceCheck, OfAnotherTypeOrAbsentIsRefused) {
  EXPECT_TRUE(
      invalid(verdict_on_claims(good_claims().without("aud")), Reason::claim_missing, "aud"));
  EXPECT_TRUE(invalid(with("aud", "null"), Reason::claim_missing, "aud"));
  for (const std::string_view json :
       {"1", "true", "{}", R"(["https://mcp.example.com",1])",
        R"(["https://mcp.example.com",null])", R"([["https://mcp.example.com"]])",
        R"({"0":"https://mcp.example.com"})"}) {
    EXPECT_TRUE(invalid(with("aud", json), Reason::claim_type, "aud")) << json;
  }
}

TEST(AudienceCheck, ResultIsTheFirstEntryOfTheTokenThatIsAllowed) {
  Policy policy = good_policy();
  policy.audiences = {"https://a.example", "https://b.example"};
  const auto token = Gate(policy)(token_of_claims(good_claims().with(
      "aud", R"(["https://x.example","https://b.example","https://a.example"])")));
  ASSERT_TRUE(accepted(token));
  EXPECT_EQ(token->audience(), "https://b.example");
}

TEST(AudienceCheck, IsLeftOutWhereThePolicyTakesAny) {
  Policy policy = good_policy();
  policy.audiences = std::nullopt;
  const Gate gate(policy);
  const auto any = gate(token_of_claims(good_claims().with("aud", R"("https://x.example")")));
  ASSERT_TRUE(accepted(any));
  EXPECT_EQ(any->audience(), std::nullopt);
  EXPECT_TRUE(accepted(gate(token_of_claims(good_claims().without("aud")))));
  EXPECT_TRUE(
      invalid(gate(token_of_claims(good_claims().with("aud", "1"))), Reason::claim_type, "aud"))
      << "a broken one is refused all the same";
}

TEST(AudienceCheck, Rfc8707_2_ExclusiveTakesNoTokenThatNamesAnyoneElse) {
  Policy policy = good_policy();
  policy.exclusive_audience = true;
  const Gate gate(policy);
  const auto verdict = [&](std::string_view aud) {
    return gate(token_of_claims(good_claims().with("aud", aud)));
  };
  EXPECT_TRUE(accepted(verdict(R"("https://mcp.example.com")")));
  EXPECT_TRUE(accepted(verdict(R"(["https://mcp.example.com"])")));
  EXPECT_TRUE(accepted(verdict(R"(["https://mcp.example.com","https://mcp.example.com"])")));
  for (const std::string_view aud :
       {R"(["https://mcp.example.com","https://other.example.com"])",
        R"(["https://other.example.com","https://mcp.example.com"])",
        R"(["https://mcp.example.com","https://mcp.example.com/"])",
        R"(["https://mcp.example.com",""])", R"("https://mcp.example.com/")", "[]"}) {
    EXPECT_TRUE(wrong_audience(verdict(aud))) << aud;
  }
  EXPECT_TRUE(invalid(verdict(R"(["https://mcp.example.com",1])"), Reason::claim_type, "aud"));
  const Report report = gate.explain(good_token());
  EXPECT_EQ(result_of(report, Check::audience).expected, "https://mcp.example.com and no other");
}

TEST(AudienceCheck, ExclusiveMeansTheConfiguredOnesTogether) {
  Policy policy = good_policy();
  policy.audiences = {"https://old.example", "https://new.example"};
  policy.exclusive_audience = true;
  const Gate gate(policy);
  EXPECT_TRUE(accepted(gate(token_of_claims(
      good_claims().with("aud", R"(["https://new.example","https://old.example"])")))));
  EXPECT_TRUE(wrong_audience(gate(token_of_claims(
      good_claims().with("aud", R"(["https://new.example","https://x.example"])")))));
}

TEST(Subject, IsAStringThatIsNotEmpty) {
  EXPECT_TRUE(
      invalid(verdict_on_claims(good_claims().without("sub")), Reason::claim_missing, "sub"));
  EXPECT_TRUE(invalid(with("sub", "null"), Reason::claim_missing, "sub"));
  EXPECT_TRUE(invalid(with("sub", R"("")"), Reason::claim_missing, "sub"));
  for (const std::string_view json : {"1", "true", "[]", "{}"}) {
    EXPECT_TRUE(invalid(with("sub", json), Reason::claim_type, "sub")) << json;
  }
}

TEST(RequiredClaims, ArePresentAndNotNull) {
  Policy policy = good_policy();
  policy.required_claims = {"jti", "tenant_id"};
  const Gate gate(policy);
  EXPECT_TRUE(invalid(gate(good_token()), Reason::claim_missing, "tenant_id"));
  EXPECT_TRUE(
      invalid(gate(token_of_claims(good_claims().without("jti"))), Reason::claim_missing, "jti"));
  EXPECT_TRUE(invalid(gate(token_of_claims(good_claims().with("tenant_id", "null"))),
                      Reason::claim_missing, "tenant_id"));
  for (const std::string_view json : {"0", "false", R"("")", "[]", R"("t")"}) {
    EXPECT_TRUE(accepted(gate(token_of_claims(good_claims().with("tenant_id", json))))) << json;
  }
}

TEST(RequiredClaims, ThatAreStringsByTheirSpecificationAreStringsThatSaySomething) {
  Policy policy = good_policy();
  policy.required_claims = {"jti", "client_id"};
  const Gate gate(policy);
  const Members claims = good_claims().with("client_id", R"("app")");
  EXPECT_TRUE(accepted(gate(token_of_claims(claims))));
  for (const std::string_view name : {"jti", "client_id"}) {
    EXPECT_TRUE(
        invalid(gate(token_of_claims(claims.with(name, R"("")"))), Reason::claim_missing, name));
    for (const std::string_view json : {"0", "true", "[]", R"(["app"])", "{}"}) {
      EXPECT_TRUE(invalid(gate(token_of_claims(claims.with(name, json))), Reason::claim_type, name))
          << name << " " << json;
    }
  }
}

TEST(AccessTokenProfile, Rfc9068_4_TakesTheWholeSetOfClaimsAndNoLess) {
  Policy policy = good_policy();
  ASSERT_TRUE(accepted(policy.require_access_token_profile()));
  const Gate gate(policy);
  const Members claims = good_claims().with("client_id", R"("app")");
  EXPECT_TRUE(accepted(gate(token_of_claims(claims))));
  for (const std::string_view name : {"iss", "exp", "aud", "sub", "client_id", "iat", "jti"}) {
    EXPECT_TRUE(invalid(gate(token_of_claims(claims.without(name))), Reason::claim_missing, name))
        << name;
    EXPECT_TRUE(
        invalid(gate(token_of_claims(claims.with(name, "null"))), Reason::claim_missing, name))
        << name;
    EXPECT_TRUE(invalid(gate(token_of_claims(claims.with(name, "true"))), Reason::claim_type, name))
        << name;
  }
  const Report report = gate.explain(good_token());
  EXPECT_EQ(result_of(report, Check::required_claims).expected, "sub client_id iat jti");
  EXPECT_EQ(result_of(report, Check::required_claims).status, Status::fail)
      << "good_token() has no client_id";
}

TEST(AccessTokenProfile, Rfc9068_4_TakesTheTypeAtJwtAlone) {
  Policy policy = good_policy();
  ASSERT_TRUE(accepted(policy.require_access_token_profile()));
  const Gate gate(policy);
  const std::string claims = good_claims().with("client_id", R"("app")").json();
  const auto verdict = [&](const Members& header) {
    return gate(sign_token(header.json(), claims));
  };
  for (const std::string_view typ :
       {"at+jwt", "AT+JWT", "application/at+jwt", "Application/at+JWT"}) {
    EXPECT_TRUE(accepted(verdict(good_header().with("typ", in_quotes(typ))))) << typ;
  }
  EXPECT_TRUE(invalid(verdict(good_header().without("typ")), Reason::typ_not_allowed));
  for (const std::string_view typ : {R"("JWT")", R"("")", R"("at+jwt ")", R"("application/jwt")",
                                     "null", "1", R"(["at+jwt"])"}) {
    EXPECT_TRUE(invalid(verdict(good_header().with("typ", typ)), Reason::typ_not_allowed)) << typ;
  }
}

TEST(TokenIdClaim, IsAStringWhereItIsPresent) {
  for (const std::string_view json : {"1", "true", "[]", "{}"}) {
    EXPECT_TRUE(invalid(with("jti", json), Reason::claim_type, "jti")) << json;
  }
  EXPECT_TRUE(accepted(with("jti", "null")));
}

TEST(TenantAndClient, ThatAreNoStringsAreNotSurfaced) {
  const auto token = verdict_on_claims(good_claims().with("tenant_id", "7").with("azp", "[]"));
  ASSERT_TRUE(accepted(token));
  EXPECT_EQ(token->tenant_id(), std::nullopt);
  EXPECT_EQ(token->client_id(), std::nullopt);
}

TEST(Claims, ThatNobodyKnowsAreCarriedAlong) {
  EXPECT_TRUE(accepted(verdict_on_claims(
      good_claims().with("cnf", R"({"jkt":"x"})").with("__proto__", "{}").with("", "[[]]"))));
}

TEST(Subject, MayBeAbsentOrEmptyWhereThePolicySaysSo) {
  Policy policy = good_policy();
  policy.require_subject = false;
  for (const std::string_view json : {"null", R"("")"}) {
    const auto token = Gate(policy)(token_of_claims(good_claims().with("sub", json)));
    ASSERT_TRUE(accepted(token)) << json;
    EXPECT_EQ(token->subject(), "");
  }
  EXPECT_TRUE(invalid(Gate(policy)(token_of_claims(good_claims().with("sub", "1"))),
                      Reason::claim_type, "sub"));
  policy.required_claims = {"sub"};
  EXPECT_TRUE(invalid(Gate(policy)(token_of_claims(good_claims().with("sub", R"("")"))),
                      Reason::claim_missing, "sub"))
      << "required by name";
}

}  // namespace
}  // namespace assay::test
