// The token of an Authorization header: as js/http/bearer-token.js reads it.
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

TEST(Credential, Rfc9449_7_1_IsOfEitherScheme) {
  for (const auto* const value : {"DPoP a.b.c", "dpop a.b.c", "DPOP  a.b.c "}) {
    const auto found = credential(value);
    ASSERT_TRUE(found) << value;
    EXPECT_EQ(found->scheme, Scheme::dpop);
    EXPECT_EQ(found->token, "a.b.c");
  }
  const auto found = credential("Bearer a.b.c");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->scheme, Scheme::bearer);
  EXPECT_EQ(found->token, "a.b.c");
  for (const auto* const value : {"", "DPoP", "Bearer", "Basic YTpi", "DPoPs a.b.c"}) {
    EXPECT_TRUE(refused(credential(value), Code::auth_token_missing, Reason::token_missing))
        << value;
  }
}

TEST(Credential, OfTwoIsMalformed) {
  for (const auto* const value :
       {"DPoP a.b.c, DPoP d.e.f", "Bearer a.b.c, DPoP d.e.f", "DPoP a.b.c, Bearer d.e.f",
        "Basic YTpi, dpop a.b.c", "Basic YTpi, bearer", "DPoP a b", "DPoP\ta.b.c", "DPoP,a.b.c"}) {
    EXPECT_TRUE(
        refused(credential(value), Code::auth_token_invalid, Reason::authorization_malformed))
        << value;
  }
}

}  // namespace
}  // namespace assay
