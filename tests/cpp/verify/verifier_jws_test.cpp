// A JWS whose payload may be anything: RFC 7515 §5.2.
#include <gtest/gtest.h>

#include <string>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

constexpr Algorithm kAllowed[] = {Algorithm::rs256};

Result<VerifiedJws> verdict(std::string_view jws, std::size_t limit = kDefaultMaxTokenBytes) {
  return verify_jws(jws, must(JwkSet::parse(good_set())), kAllowed, limit);
}

TEST(VerifyJws, Rfc7515_5_2_GivesAnyPayload) {
  for (const std::string& payload :
       {std::string(), std::string("no JSON"), std::string("\0\xFF", 2),
        std::string(R"({"a":1,"a":2})"), good_claims().json()}) {
    const auto jws = verdict(sign_token(good_header().json(), payload));
    ASSERT_TRUE(accepted(jws)) << payload;
    EXPECT_EQ(as_text(jws->payload()), payload);
    EXPECT_EQ(jws->header_json(), good_header().json());
  }
}

TEST(VerifyJws, AsksForNoTypeAndNoClaims) {
  EXPECT_TRUE(
      accepted(verdict(sign_token(good_header().with("typ", R"("logout+jwt")").json(), ""))));
}

TEST(VerifyJws, RefusesAsATokenIsRefused) {
  const std::string payload = "payload";
  const auto with = [&](std::string_view name, std::string_view json) {
    return verdict(sign_token(good_header().with(name, json).json(), payload));
  };
  EXPECT_TRUE(invalid(verdict("a.b"), Reason::malformed_segments));
  EXPECT_TRUE(invalid(verdict("e31.b.c"), Reason::header_base64));
  EXPECT_TRUE(invalid(verdict("W10.b.c"), Reason::header_json));
  EXPECT_TRUE(invalid(with("x", R"({"a":1,"a":1})"), Reason::header_duplicate_member));
  EXPECT_TRUE(invalid(with("crit", R"(["b64"])"), Reason::crit_unsupported));
  EXPECT_TRUE(invalid(with("b64", "false"), Reason::b64_unsupported));
  EXPECT_TRUE(invalid(with("alg", R"("none")"), Reason::alg_not_allowed));
  EXPECT_TRUE(invalid(with("alg", R"("RS384")"), Reason::alg_not_allowed));
  EXPECT_TRUE(invalid(with("kid", "1"), Reason::kid_invalid));
  EXPECT_TRUE(invalid(with("kid", R"("x")"), Reason::key_not_found));
  const std::string good = sign_token(good_header().json(), payload);
  EXPECT_TRUE(invalid(verdict(good + "="), Reason::signature_base64));
  EXPECT_TRUE(invalid(verdict(sign_token(good_header().json(), payload, second_key())),
                      Reason::signature_mismatch));
}

TEST(VerifyJws, RefusesAPayloadThatIsSignedButNotCanonicalBase64url) {
  const std::string input = encode_base64url(good_header().json()) + ".e31";
  const std::string jws = input + '.' + encode_base64url(first_key().sign(Algorithm::rs256, input));
  EXPECT_TRUE(invalid(verdict(jws), Reason::payload_base64));
}

TEST(VerifyJws, HasALimitOfItsOwn) {
  const std::string jws = sign_token(good_header().json(), "payload");
  EXPECT_TRUE(accepted(verdict(jws, jws.size())));
  EXPECT_TRUE(invalid(verdict(jws, jws.size() - 1), Reason::token_too_large));
}

TEST(VerifyJws, WithoutKeysSaysThatTheyAreNotLoaded) {
  EXPECT_TRUE(refused(verify_jws(good_token(), JwkSet(), kAllowed), Code::auth_keys_unavailable,
                      Reason::keys_not_loaded));
}

}  // namespace
}  // namespace assay::test
