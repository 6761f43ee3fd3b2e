// Which keys a token may have been signed with: RFC 7515 §4.1.4, BEHAVIOUR's Keys.
#include <gtest/gtest.h>

#include <array>
#include <string>

#include "base/base64url.hpp"
#include "jose/jwk_set.hpp"
#include "support/verdict.hpp"

namespace assay::test {
namespace {

JwkSet set(std::initializer_list<std::string> jwks) { return must(JwkSet::parse(set_of(jwks))); }

std::string first(std::string_view more = {}) { return first_key().jwk(more); }
std::string second(std::string_view more = {}) { return second_key().jwk(more); }

/// Keys other than the good token's: the second key's modulus, each with an exponent of its own.
std::string wrong(int number, std::string_view more = R"("use":"sig")") {
  constexpr std::array<std::string_view, 5> kExponents{"Aw", "BQ", "Bw", "CQ", "Cw"};
  return R"({"kty":"RSA","n":")" + encode_base64url(second_key().modulus()) + R"(","e":")" +
         std::string(kExponents.at(static_cast<std::size_t>(number))) + R"(",)" +
         std::string(more) + "}";
}

/// Refused for this reason, with look_up, in these words.
testing::AssertionResult worth_a_look_up(const Result<VerifiedToken>& verdict, Reason reason,
                                         std::string_view words) {
  if (auto refusal = invalid(verdict, reason); !refusal) return refusal;
  if (!verdict.error().look_up) return testing::AssertionFailure() << "no look-up is asked for";
  if (verdict.error().message().find(words) == std::string::npos) {
    return testing::AssertionFailure() << verdict.error().message();
  }
  return testing::AssertionSuccess();
}

/// The verdict of a set on the good token, which has the key id "first" and is signed by
/// first_key().
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
    ASSERT_EQ(selected->keys.size(), 1U);
    EXPECT_EQ(selected->keys.front()->key_id, id);
    EXPECT_EQ(selected->choice, KeyChoice::by_id);
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

TEST(KeySelection, Rfc7515_4_1_4_TriesKeysWithoutAnIdWhereNoKeyHasTheTokens) {
  EXPECT_TRUE(accepted(verdict_of({first()})));
  EXPECT_TRUE(accepted(verdict_of({first(R"("kid":null)")})));
  EXPECT_TRUE(accepted(verdict_of({second(R"("kid":"other")"), wrong(0), wrong(1), first()})));
  EXPECT_TRUE(worth_a_look_up(verdict_of({second()}), Reason::signature_mismatch,
                              "none of its keys without an id"));
  EXPECT_TRUE(worth_a_look_up(verdict_of({second(R"("kid":"other")")}), Reason::key_not_found,
                              "JWT key id is not present in JWKS"));
}

TEST(KeySelection, TriesNoKeyWithoutAnIdWhereAKeyHasTheTokens) {
  const auto verdict = verdict_of({second(R"("kid":"first")"), first()});
  ASSERT_TRUE(invalid(verdict, Reason::signature_mismatch));
  EXPECT_FALSE(verdict.error().look_up) << "the kid chose the key";
  EXPECT_EQ(verdict.error().message(), "JWT signature is invalid");
  EXPECT_TRUE(
      invalid(verdict_of({first(R"("kid":"first","use":"enc")"), first()}), Reason::key_use));
}

TEST(KeySelection, TriesFourKeysWithoutAnIdAtMost) {
  EXPECT_TRUE(accepted(verdict_of({wrong(0), wrong(1), wrong(2), first()})));
  EXPECT_FALSE(verdict_of({wrong(0), wrong(1), wrong(2), wrong(3), first()}).has_value());
  EXPECT_TRUE(worth_a_look_up(verdict_of({wrong(0), wrong(1), wrong(2), wrong(3), first()}),
                              Reason::key_ambiguous, "four"));
}

TEST(KeySelection, WithoutAKeyIdTakesTheOnlyKeyThatFits) {
  EXPECT_TRUE(accepted(verdict_of({first()}, without_key_id())));
  EXPECT_TRUE(accepted(verdict_of({first(R"("kid":"any")")}, without_key_id())));
  EXPECT_TRUE(accepted(
      verdict_of({second(R"("alg":"RS512")"), first(), R"({"kty":"EC"})"}, without_key_id())));
  EXPECT_TRUE(accepted(verdict_of({second(R"("use":"enc")"), first()}, without_key_id())));
}

TEST(KeySelection, WithoutAKeyIdTriesEachKeyThatFitsAndFourAtMost) {
  const std::string token = without_key_id();
  EXPECT_TRUE(accepted(verdict_of({first(), second()}, token)));
  EXPECT_TRUE(accepted(verdict_of({wrong(0), wrong(1), wrong(2), first(R"("kid":"x")")}, token)));
  EXPECT_TRUE(worth_a_look_up(verdict_of({wrong(0), wrong(1)}, token), Reason::signature_mismatch,
                              "no key id"));
  EXPECT_TRUE(worth_a_look_up(verdict_of({wrong(0), wrong(1), wrong(2), wrong(3), first()}, token),
                              Reason::key_ambiguous, "no key id"));
}

TEST(KeySelection, CountsAKeyThatIsListedTwiceOnce) {
  const std::string token = without_key_id();
  EXPECT_TRUE(accepted(verdict_of({second(), second(R"("kid":"a")"), second(R"("kid":"b")"),
                                   second(R"("kid":"c")"), second(R"("kid":"d")"), first()},
                                  token)));
  EXPECT_EQ(must(set({first(), first(R"("kid":"a")")}).select(std::nullopt, Algorithm::rs256))
                .keys.size(),
            1U);
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
  const std::string other = second(R"("kid":"first")");
  const std::string right = first(R"("kid":"first")");
  EXPECT_TRUE(accepted(verdict_of({other, right})));
  EXPECT_TRUE(accepted(verdict_of({right, other})));
  EXPECT_TRUE(accepted(verdict_of({other, other, other, other, right})));
  EXPECT_TRUE(invalid(verdict_of({other, other}), Reason::signature_mismatch));
}

TEST(KeySelection, TriesFourKeysOfOneIdAtMost) {
  const std::string_view kid = R"("kid":"first")";
  const auto keys = {wrong(0, kid), wrong(1, kid), wrong(2, kid), wrong(3, kid), first(kid)};
  EXPECT_TRUE(worth_a_look_up(verdict_of(keys), Reason::key_ambiguous, "four"));
  const auto selected = must(set(keys).select("first", Algorithm::rs256));
  EXPECT_EQ(selected.keys.size(), 4U);
  EXPECT_TRUE(selected.more_fit);
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
