// Which keys a token may have been signed with: RFC 7515 §4.1.4, BEHAVIOUR's Keys.
#include <gtest/gtest.h>

#include <string>

#include "jwk_set.hpp"
#include "support/verdict.hpp"

namespace assay::test {
namespace {

JwkSet set(std::initializer_list<std::string> jwks) { return must(JwkSet::parse(set_of(jwks))); }

std::string first(std::string_view more = {}) { return first_key().jwk(more); }
std::string second(std::string_view more = {}) { return second_key().jwk(more); }

/// The verdict of a set on the good token, whose key id is "first" and whose key is the first.
Result<VerifiedToken> verdict_of(std::initializer_list<std::string> jwks,
                                 const std::string& token = good_token()) {
  return Gate(good_policy(), set_of(jwks))(token);
}

std::string without_key_id() { return token_of_header(good_header().without("kid")); }

TEST(KeySelection, Rfc7515_4_1_4_TakesTheKeyOfExactlyThatId) {
  const JwkSet keys = set({first(R"("kid":"a")"), second(R"("kid":"ab")"), first(R"("kid":"")")});
  for (const std::string_view id : {"a", "ab", ""}) {
    const auto selected = keys.select(id, Algorithm::rs256);
    ASSERT_TRUE(accepted(selected)) << id;
    ASSERT_EQ(selected->size(), 1U);
    EXPECT_EQ(selected->front()->key_id, id);
  }
  for (const std::string_view id :
       {std::string_view("A"), std::string_view("abc"), std::string_view("a "),
        std::string_view("a\0", 2), std::string_view("\0", 1), std::string_view("__proto__")}) {
    EXPECT_TRUE(invalid(keys.select(id, Algorithm::rs256), Reason::key_not_found)) << id;
  }
}

TEST(KeySelection, TakesAnEscapedKeyIdForWhatItSays) {
  EXPECT_TRUE(accepted(verdict_of({first(R"("kid":"\u0066irst")")})));
  EXPECT_TRUE(invalid(verdict_of({first(R"("kid":"first\u0000")")}), Reason::key_not_found));
}

TEST(KeySelection, TakesNoKeyWithoutAnIdForATokenWithOne) {
  EXPECT_TRUE(invalid(verdict_of({first()}), Reason::key_not_found));
  EXPECT_TRUE(invalid(verdict_of({first(R"("kid":null)")}), Reason::key_not_found));
}

TEST(KeySelection, WithoutAKeyIdTakesTheOnlyKeyThatFits) {
  EXPECT_TRUE(accepted(verdict_of({first()}, without_key_id())));
  EXPECT_TRUE(accepted(verdict_of({first(R"("kid":"any")")}, without_key_id())));
  EXPECT_TRUE(accepted(
      verdict_of({second(R"("alg":"RS512")"), first(), R"({"kty":"EC"})"}, without_key_id())));
  EXPECT_TRUE(accepted(verdict_of({second(R"("use":"enc")"), first()}, without_key_id())));
}

TEST(KeySelection, WithoutAKeyIdAndWithTwoFittingKeysRefuses) {
  const auto verdict = verdict_of({first(), second()}, without_key_id());
  ASSERT_TRUE(invalid(verdict, Reason::key_ambiguous));
  EXPECT_EQ(verdict.error().message(), "JWT key id is not present in JWKS");
  EXPECT_TRUE(invalid(verdict_of({first(), first()}, without_key_id()), Reason::key_ambiguous));
}

TEST(KeySelection, WithoutAKeyIdAndWithNoFittingKeyRefuses) {
  EXPECT_TRUE(
      invalid(verdict_of({first(R"("alg":"RS384")"), second(R"("alg":"RS512")")}, without_key_id()),
              Reason::key_not_found));
  const auto only = verdict_of({first(R"("alg":"RS384")")}, without_key_id());
  ASSERT_TRUE(invalid(only, Reason::key_alg_mismatch));
  EXPECT_EQ(only.error().message(), "JWKS key algorithm does not match JWT");
}

TEST(KeySelection, Rfc7517_4_4_RefusesAKeyOfAnotherAlgorithm) {
  for (const std::string_view alg : {"RS384", "PS256", "ES256", "HS256", "rs256", "", "RSA-OAEP"}) {
    const auto verdict = verdict_of({first(R"("kid":"first","alg":)" + in_quotes(alg))});
    ASSERT_TRUE(invalid(verdict, Reason::key_alg_mismatch)) << alg;
    EXPECT_EQ(verdict.error().message(), "JWKS key algorithm does not match JWT");
  }
  EXPECT_TRUE(accepted(verdict_of({first(R"("kid":"first","alg":"RS256")")})));
}

TEST(KeySelection, TriesEachKeyOfADuplicateId) {
  const std::string wrong = second(R"("kid":"first")");
  const std::string right = first(R"("kid":"first")");
  EXPECT_TRUE(accepted(verdict_of({wrong, right})));
  EXPECT_TRUE(accepted(verdict_of({right, wrong})));
  EXPECT_TRUE(accepted(verdict_of({wrong, wrong, wrong, right})));
  EXPECT_TRUE(invalid(verdict_of({wrong, wrong}), Reason::signature_mismatch));
}

TEST(KeySelection, TriesFourKeysOfOneIdAtMost) {
  const std::string wrong = second(R"("kid":"first")");
  const std::string right = first(R"("kid":"first")");
  EXPECT_TRUE(invalid(verdict_of({wrong, wrong, wrong, wrong, right}), Reason::signature_mismatch));
  EXPECT_EQ(set({wrong, wrong, wrong, wrong, right}).select("first", Algorithm::rs256)->size(), 4U);
}

TEST(KeySelection, DoesNotCountKeysThatDoNotFitAmongTheFour) {
  const std::string other_use = second(R"("kid":"first","use":"enc")");
  const std::string other_algorithm = second(R"("kid":"first","alg":"RS512")");
  const std::string other_type = R"({"kty":"EC","kid":"first"})";
  EXPECT_TRUE(accepted(verdict_of({other_use, other_algorithm, other_type, other_use,
                                   other_algorithm, first(R"("kid":"first")")})));
}

TEST(KeySelection, SaysWhyTheKeyOfThatIdWasLeftOut) {
  const std::string good = second(R"("kid":"other")");
  EXPECT_TRUE(invalid(verdict_of({first(R"("kid":"first","use":"enc")"), good}), Reason::key_use));
  EXPECT_TRUE(invalid(verdict_of({first(R"("kid":"first","key_ops":[])"), good}), Reason::key_ops));
  EXPECT_TRUE(
      invalid(verdict_of({short_key().jwk(R"("kid":"first")"), good}), Reason::key_too_small));
  EXPECT_TRUE(
      invalid(verdict_of({R"({"kty":"EC","kid":"first"})", good}), Reason::key_type_unsupported));
  EXPECT_TRUE(invalid(verdict_of({good}), Reason::key_not_found));
}

TEST(KeySelection, Cve2025_59936_OneIssuersKeysNeverServeAnother) {
  Policy other = good_policy();
  other.issuer = "https://other.example.com/";
  const Gate ours(good_policy(), set_of({first(R"("kid":"first")")}));
  const Gate theirs(other, set_of({second(R"("kid":"first")")}));
  const std::string their_token =
      sign_token(good_header().json(), good_claims().with("iss", in_quotes(other.issuer)).json(),
                 second_key());
  EXPECT_TRUE(accepted(theirs(their_token)));
  EXPECT_TRUE(invalid(ours(their_token), Reason::signature_mismatch));
  EXPECT_TRUE(invalid(theirs(good_token()), Reason::signature_mismatch));
}

}  // namespace
}  // namespace assay::test
