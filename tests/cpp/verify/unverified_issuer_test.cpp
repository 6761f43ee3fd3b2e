// The issuer of an unverified token: it chooses a policy, so it is read as strictly as any claim.
#include "verify/unverified_issuer.hpp"

#include <gtest/gtest.h>

#include <string>

#include "support/verdict.hpp"
#include "verify/policy.hpp"

namespace assay::test {
namespace {

Result<std::string> read(std::string_view token) {
  return unverified_issuer(token, kDefaultMaxTokenBytes);
}

/// The issuer of claims between two segments that are never read.
Result<std::string> issuer_of(std::string_view claims) {
  return read("x." + encode_base64url(claims) + ".y");
}

TEST(UnverifiedIssuer, Rfc7519_4_1_1_IsReadFromASignedToken) {
  EXPECT_EQ(must(read(good_token())), kIssuer);
}

TEST(UnverifiedIssuer, HeaderAndSignatureAreNotLookedAt) {
  EXPECT_EQ(must(issuer_of(R"({"iss":"a"})")), "a");
  EXPECT_EQ(must(read("." + encode_base64url(R"({"iss":"a"})") + ".")), "a");
}

TEST(UnverifiedIssuer, IsGivenAsItStandsThere) {
  EXPECT_EQ(must(issuer_of(R"({"iss":""})")), "");
  EXPECT_EQ(must(issuer_of("{\"iss\":\"\\u0061\\u0000\\u00e9\"}")), std::string("a\0\xC3\xA9", 4));
  EXPECT_EQ(must(issuer_of(R"({"x":{"iss":"inner"},"iss":"outer"})")), "outer");
  EXPECT_EQ(must(issuer_of(R"({"iss":"https://A.example/"})")), "https://A.example/");
}

TEST(UnverifiedIssuer, ATokenThatHasNoneIsRefused) {
  EXPECT_TRUE(invalid(issuer_of("{}"), Reason::claim_missing, "iss"));
  EXPECT_TRUE(invalid(issuer_of(R"({"iss":null})"), Reason::claim_missing, "iss"));
  EXPECT_TRUE(invalid(issuer_of(R"({"ISS":"a"})"), Reason::claim_missing, "iss"));
  for (const std::string_view value : {"1", "true", "[]", R"(["a"])", R"({"iss":"a"})"}) {
    EXPECT_TRUE(
        invalid(issuer_of("{\"iss\":" + std::string(value) + "}"), Reason::claim_type, "iss"))
        << value;
  }
}

TEST(UnverifiedIssuer, Rfc7519_4_TwoIssuersAreNone) {
  EXPECT_TRUE(invalid(issuer_of(R"({"iss":"a","iss":"b"})"), Reason::claims_duplicate_member));
  EXPECT_TRUE(invalid(issuer_of(R"({"iss":"a","\u0069ss":"b"})"), Reason::claims_duplicate_member));
  EXPECT_TRUE(
      invalid(issuer_of(R"({"iss":"a","x":{"y":1,"y":2}})"), Reason::claims_duplicate_member));
}

TEST(UnverifiedIssuer, ClaimsThatArentJsonAreRefused) {
  for (const std::string_view claims :
       {"", "x", "[]", R"("iss")", R"({"iss":"a"}x)", "{\"iss\":\"\xFF\"}", R"({"iss":"\ud800"})",
        "\xEF\xBB\xBF{\"iss\":\"a\"}", R"({"iss":"a",})", R"({"iss":"a","n":1e400})"}) {
    EXPECT_TRUE(invalid(issuer_of(claims), Reason::claims_json)) << claims;
  }
  const std::string deep = std::string(64, '[') + std::string(64, ']');
  EXPECT_TRUE(invalid(issuer_of(R"({"iss":"a","deep":)" + deep + "}"), Reason::claims_json));
}

TEST(UnverifiedIssuer, Rfc7515_7_1_OnlyACompactSerializationIsRead) {
  for (const std::string_view token : {"", "a", "a.b", "a.b.c.d", "...", "{}"}) {
    EXPECT_TRUE(invalid(read(token), Reason::malformed_segments)) << token;
  }
  for (const std::string_view payload : {"e30=", "e30 ", "e3\n0", "e+/0", "e31", "e"}) {
    EXPECT_TRUE(invalid(read("x." + std::string(payload) + ".y"), Reason::claims_base64))
        << payload;
  }
}

TEST(UnverifiedIssuer, TheSizeLimitComesFirst) {
  const std::string token = good_token();
  EXPECT_EQ(must(unverified_issuer(token, token.size())), kIssuer);
  EXPECT_TRUE(invalid(unverified_issuer(token, token.size() - 1), Reason::token_too_large));
  EXPECT_TRUE(invalid(read(std::string(kDefaultMaxTokenBytes + 1, '.')), Reason::token_too_large));
}

}  // namespace
}  // namespace assay::test
