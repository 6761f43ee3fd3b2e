// The token of an Authorization header, and what a refusal answers: as js/http does.
#include "http/bearer.hpp"

#include <gtest/gtest.h>

#include "support/verdict.hpp"

namespace assay {
namespace {

using test::refused;

TEST(BearerToken, Rfc6750IsTheCredentialOfTheSchemeInAnyCase) {
  for (const auto* const value : {"Bearer a.b-c_d~e+f/g==", "bearer a.b-c_d~e+f/g==",
                                  "BEARER   a.b-c_d~e+f/g==", " \tBearer a.b-c_d~e+f/g== \t"}) {
    const auto token = bearer_token(value);
    ASSERT_TRUE(token) << value;
    EXPECT_EQ(*token, "a.b-c_d~e+f/g==") << value;
  }
}

TEST(BearerToken, IsMissingWithoutTheSchemeOrWithTheSchemeAlone) {
  for (const auto* const value : {"", " ", "Bearer", "Bearer ", "Basic YTpi", "DPoP a.b.c",
                                  "Bearertoken", "Digest username=\"bearer\", nc=1"}) {
    EXPECT_TRUE(refused(bearer_token(value), Code::auth_token_missing, Reason::token_missing))
        << value;
  }
}

TEST(BearerToken, OfTwoCredentialsOrOfNoTokenIsMalformed) {
  for (const auto* const value :
       {"Bearer a.b.c, Bearer d.e.f", "Bearer a.b.c,Bearer d.e.f", "Basic YTpi, Bearer a.b.c",
        "Basic YTpi,bearer", "Bearer a b", "Bearer a=b", "Bearer =", "Bearer a\tb", "Bearer\ta.b.c",
        "Bearer \"a.b.c\"", "Bearer a.b.c;", "Bearer,a.b.c", "Bearer=a", "Bearer \xC3\xA9"}) {
    EXPECT_TRUE(
        refused(bearer_token(value), Code::auth_token_invalid, Reason::authorization_malformed))
        << value;
  }
}

TEST(HttpStatus, IsTheReasonsOrTheCodes) {
  EXPECT_EQ(http_status(Reason::authorization_malformed), 400);
  EXPECT_EQ(http_status(Reason::token_missing), 401);
  EXPECT_EQ(http_status(Reason::expired), 401);
  EXPECT_EQ(http_status(Reason::scope_missing), 403);
  EXPECT_EQ(http_status(Reason::jwks_timeout), 503);
  EXPECT_EQ(http_status(Reason::option_invalid), 500);
  EXPECT_EQ(http_status(Reason::internal), 500);
}

TEST(Challenge, Rfc6750HasNoErrorWhereNoTokenWasSent) {
  EXPECT_EQ(challenge(Reason::token_missing), "Bearer realm=\"api\"");
  EXPECT_EQ(challenge(Reason::token_missing, "https://api.example.com/.well-known/x"),
            "Bearer resource_metadata=\"https://api.example.com/.well-known/x\"");
}

TEST(Challenge, Rfc6750NamesErrorAndScope) {
  EXPECT_EQ(challenge(Reason::expired),
            "Bearer error=\"invalid_token\", error_description=\"The access token has expired\"");
  EXPECT_EQ(challenge(Reason::authorization_malformed),
            "Bearer error=\"invalid_request\", error_description=\"The Authorization header must "
            "hold exactly one bearer token\"");
  EXPECT_EQ(challenge(Error(Reason::scope_missing, "", "tools:call tools:read")),
            "Bearer error=\"insufficient_scope\", error_description=\"The access token lacks a "
            "required scope\", scope=\"tools:call tools:read\"");
}

TEST(Challenge, IsNotSentWhereAnotherTokenWouldNotHelp) {
  for (const Reason reason :
       {Reason::jwks_timeout, Reason::keys_not_loaded, Reason::option_invalid, Reason::internal}) {
    EXPECT_EQ(challenge(reason), "");
  }
}

TEST(Challenge, Rfc9110EscapesAQuotedString) {
  EXPECT_EQ(challenge(Reason::token_missing, "a\"b\\c\r\nd\xC3\xA9"),
            "Bearer resource_metadata=\"a\\\"b\\\\c??d??\"");
}

}  // namespace
}  // namespace assay
