// ATTACKS 19: what is checked again of a repeated token, and what is never taken from the cache.
#include "verify/cached_verifier.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <initializer_list>
#include <string>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

using Accepted = CachedVerifier::Accepted;

/// A CachedVerifier with short calls for tests.
class Door {
 public:
  explicit Door(const Policy& policy = good_policy(), std::string_view jwk_set = good_set(),
                const TokenCacheLimits& limits = {})
      : verifier_(must(PreparedVerifier::create(policy, must(JwkSet::parse(jwk_set)))), limits) {}

  Result<Accepted> operator()(std::string_view token,
                              std::initializer_list<std::string_view> required_scopes = {},
                              double now = kNow) {
    return verifier_.verify(token, {required_scopes.begin(), required_scopes.size()}, now);
  }
  /// Whether the token is accepted now and was before.
  bool knows(std::string_view token, double now = kNow) {
    const auto result = (*this)(token, {}, now);
    return result && result->id && result->repeated;
  }
  [[nodiscard]] std::size_t kept() { return verifier_.cache().size(); }

 private:
  CachedVerifier verifier_;
};

TEST(CachedVerifier, SaysWhoItIsTwiceAndFromThenOnThatItIsTheSame) {
  Door door;
  const auto first = must(door(good_token()));
  ASSERT_TRUE(first.token && first.id);
  EXPECT_FALSE(first.repeated);
  EXPECT_EQ(first.token->claims_json(), good_claims().json());
  const auto second = must(door(good_token()));
  EXPECT_TRUE(second.token && second.repeated);
  EXPECT_EQ(second.id, first.id);
  for (int call = 0; call < 2; ++call) {
    const auto later = must(door(good_token()));
    EXPECT_FALSE(later.token);
    EXPECT_TRUE(later.repeated);
    EXPECT_EQ(later.id, first.id);
  }
  EXPECT_EQ(door.kept(), 1U);
}

TEST(CachedVerifier, AcceptsWhatPreparedVerifierAccepts) {
  Policy policy = good_policy();
  policy.token_id_secret.assign(16, 's');
  Door door(policy);
  const auto cached = must(door(good_token()));
  const auto plain = must(Gate(policy)(good_token()));
  EXPECT_EQ(cached.token->header_json(), plain.header_json());
  EXPECT_EQ(cached.token->issuer(), plain.issuer());
  EXPECT_EQ(cached.token->subject(), plain.subject());
  EXPECT_EQ(cached.token->audience(), plain.audience());
  EXPECT_EQ(cached.token->scopes(), plain.scopes());
  EXPECT_EQ(cached.token->expires_at(), plain.expires_at());
  EXPECT_EQ(cached.token->token_id_hash(), plain.token_id_hash());
  EXPECT_TRUE(plain.token_id_hash());
}

TEST(CachedVerifier, SaysOnceMoreAllThatARepeatedTokenSaid) {
  Policy policy = good_policy();
  policy.token_id_secret.assign(16, 's');
  Door door(policy);
  const std::string token = token_of_claims(good_claims().with("scope", R"("b a")"));
  const auto first = must(door(token));
  const auto again = must(door(token));
  ASSERT_TRUE(first.token && again.token);
  EXPECT_EQ(again.id, first.id);
  EXPECT_EQ(door.kept(), 1U);
  EXPECT_TRUE(again.same_header);
  EXPECT_EQ(again.token->header_json(), first.token->header_json());
  EXPECT_EQ(again.token->claims_json(), first.token->claims_json());
  EXPECT_EQ(again.token->issuer(), first.token->issuer());
  EXPECT_EQ(again.token->subject(), first.token->subject());
  EXPECT_EQ(again.token->audience(), first.token->audience());
  EXPECT_EQ(again.token->scopes(), first.token->scopes());
  EXPECT_EQ(again.token->expires_at(), first.token->expires_at());
  EXPECT_EQ(again.token->token_id_hash(), first.token->token_id_hash());
  EXPECT_TRUE(door.knows(token));
}

TEST(CachedVerifier, SaysOnceMoreTheHeaderOfTheRepeatedToken) {
  Door door;
  const std::string token = good_token();
  const std::string other = sign_token(good_header().with("x", "1").json(), good_claims().json());
  ASSERT_TRUE(accepted(door(token)));
  ASSERT_TRUE(accepted(door(other)));
  const auto again = must(door(token));
  EXPECT_FALSE(again.same_header) << "the last one is the other's";
  EXPECT_EQ(again.token->header_json(), good_header().json());
  EXPECT_EQ(must(door(other)).token->header_json(), good_header().with("x", "1").json());
}

TEST(CachedVerifier, Attacks19_ATokenIsCheckedAgainBeforeItIsSaidOnceMoreAndAfter) {
  Door door;
  const std::string token = token_of_claims(good_claims().with("exp", "1800000010"));
  ASSERT_TRUE(accepted(door(token)));
  for (int call = 0; call < 3; ++call) {
    EXPECT_TRUE(refused(door(token, {}, kNow + 10), Code::auth_token_expired, Reason::expired));
    EXPECT_TRUE(refused(door(token, {"q"}), Code::auth_missing_scope, Reason::scope_missing));
    EXPECT_EQ(must(door(token)).token.has_value(), call == 0);
  }
}

TEST(CachedVerifier, Attacks19_ATokenThatDiffersIsNoRepeatedOne) {
  Door door;
  const std::string token = good_token();
  const std::string changed = token.substr(0, token.size() - 4) + "AAAA";
  for (int call = 0; call < 3; ++call) {
    EXPECT_TRUE(invalid(door(changed), Reason::signature_mismatch));
    EXPECT_EQ(door.kept(), call == 0 ? 0U : 1U);
    EXPECT_TRUE(accepted(door(token)));
  }
}

TEST(CachedVerifier, ReadsAHeaderThatIsTheSameAsTheLastOneOnlyOnce) {
  Door door;
  const auto with_subject = [](std::string_view subject, const Members& header = good_header()) {
    return sign_token(header.json(), good_claims().with("sub", in_quotes(subject)).json());
  };
  EXPECT_FALSE(must(door(with_subject("1"))).same_header);
  EXPECT_TRUE(must(door(with_subject("2"))).same_header);
  const auto third = must(door(with_subject("3", good_header().with("x", "1"))));
  EXPECT_FALSE(third.same_header);
  EXPECT_EQ(third.token->header_json(), good_header().with("x", "1").json());
  EXPECT_FALSE(must(door(with_subject("4"))).same_header) << "the last one only";
  EXPECT_EQ(must(door(with_subject("5"))).token->header_json(), good_header().json());
}

TEST(CachedVerifier, AHeaderThatIsKnownProvesNothing) {
  Door door;
  const std::string token = good_token();
  ASSERT_TRUE(accepted(door(token)));
  const std::size_t second_dot = token.rfind('.');
  const std::string forged = token.substr(0, second_dot - 4) + "AAAA" + token.substr(second_dot);
  EXPECT_TRUE(invalid(door(forged), Reason::signature_mismatch));
  EXPECT_TRUE(
      invalid(door(token.substr(0, token.find('.')) + ".e30."), Reason::signature_mismatch));
  EXPECT_TRUE(invalid(door(token.substr(0, token.find('.'))), Reason::malformed_segments));
  // Refused tokens leave no header behind.
  EXPECT_TRUE(invalid(door(sign_token(good_header().with("alg", R"("none")").json(), "{}")),
                      Reason::alg_not_allowed));
  EXPECT_TRUE(invalid(door(sign_token(good_header().with("crit", R"(["x"])").json(), "{}")),
                      Reason::crit_unsupported));
  EXPECT_TRUE(must(door(token_of_claims(good_claims().with("sub", R"("2")")))).same_header);
}

TEST(CachedVerifier, Attacks19_ARepeatedTokenExpires) {
  Door door;
  const std::string token = token_of_claims(good_claims().with("exp", "1800000010"));
  ASSERT_TRUE(accepted(door(token)));
  EXPECT_TRUE(door.knows(token, kNow + 9.999));
  EXPECT_TRUE(refused(door(token, {}, kNow + 10), Code::auth_token_expired, Reason::expired));
  EXPECT_TRUE(refused(door(token, {}, NAN), Code::auth_token_expired, Reason::expired));
  EXPECT_TRUE(door.knows(token)) << "a refusal changes nothing";
}

TEST(CachedVerifier, Attacks19_EveryDateIsCheckedAgain) {
  Policy policy = good_policy();
  policy.max_token_age = 100;
  Door door(policy);
  const std::string token = token_of_claims(
      good_claims().with("iat", "1800000000").with("nbf", "1799999990").with("exp", "1800001000"));
  ASSERT_TRUE(accepted(door(token)));
  EXPECT_TRUE(door.knows(token, kNow + 100));
  EXPECT_TRUE(
      refused(door(token, {}, kNow + 100.5), Code::auth_token_expired, Reason::too_old, "iat"));
  EXPECT_TRUE(invalid(door(token, {}, kNow - 1), Reason::issued_in_future, "iat"));
  EXPECT_TRUE(invalid(door(token, {}, kNow - 11), Reason::not_yet_valid, "nbf"));
}

TEST(CachedVerifier, Attacks19_RequiredScopesAreCheckedAgain) {
  Policy policy = good_policy();
  policy.allowed_scopes = {"a", "b"};
  Door door(policy);
  const std::string token = token_of_claims(good_claims().with("scope", R"("a b c")"));
  ASSERT_TRUE(accepted(door(token)));
  EXPECT_TRUE(accepted(door(token, {"b", "a"})));
  const auto missing = door(token, {"a", "c", "d"});
  EXPECT_TRUE(refused(missing, Code::auth_missing_scope, Reason::scope_missing));
  EXPECT_EQ(missing.error().scopes, "c d") << "c is the token's, and not allowed";
  EXPECT_TRUE(door.knows(token));
}

TEST(CachedVerifier, Attacks19_TheSameSignatureUnderAnotherPayloadIsRefused) {
  Door door;
  const std::string token = good_token();
  ASSERT_TRUE(accepted(door(token)));
  const std::string header = token.substr(0, token.find('.') + 1);
  const std::string signature = token.substr(token.rfind('.'));
  const std::string payload = encode_base64url(good_claims().with("sub", R"("admin")").json());
  EXPECT_TRUE(invalid(door(header + payload + signature), Reason::signature_mismatch));
  EXPECT_TRUE(invalid(door(token + "="), Reason::signature_base64));
  EXPECT_TRUE(invalid(door(token + "."), Reason::malformed_segments));
  EXPECT_EQ(door.kept(), 1U);
}

TEST(CachedVerifier, KeepsNothingThatWasRefused) {
  Door door;
  const std::string token = good_token();
  EXPECT_FALSE(door(token.substr(0, token.size() - 4) + "AAAA"));
  EXPECT_FALSE(door(token_of_claims(good_claims().with("exp", "1"))));
  EXPECT_FALSE(door(token_of_claims(good_claims().with("iss", R"("x")"))));
  EXPECT_FALSE(door(token, {"no such scope"}));
  EXPECT_EQ(door.kept(), 0U);
}

TEST(CachedVerifier, WithoutACacheSaysWhoItIsEachTime) {
  Door door(good_policy(), good_set(), {.entries = 0});
  for (int call = 0; call < 2; ++call) {
    const auto result = must(door(good_token()));
    EXPECT_TRUE(result.token);
    EXPECT_FALSE(result.id);
  }
}

TEST(CachedVerifier, ATokenThatWasDroppedIsVerifiedAnew) {
  Door door(good_policy(), good_set(), {.entries = 1});
  const std::string other = token_of_claims(good_claims().with("sub", R"("other")"));
  const auto first = must(door(good_token()));
  EXPECT_EQ(must(door(other)).token->subject(), "other");
  const auto again = must(door(good_token()));
  ASSERT_TRUE(again.token);
  EXPECT_EQ(again.token->subject(), first.token->subject());
  EXPECT_NE(again.id, first.id);
}

}  // namespace
}  // namespace assay::test
