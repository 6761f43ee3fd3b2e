// Whole tokens: the seed's own test cases, and what a VerifiedToken holds.
#include "verify/verifier.hpp"

#include <gtest/gtest.h>

#include "support/verdict.hpp"

namespace assay::test {
namespace {

using Strings = std::vector<std::string>;

Policy policy_with_secret(std::string_view secret) {
  Policy policy = good_policy();
  policy.token_id_secret.assign(secret.begin(), secret.end());
  return policy;
}

TEST(Seed, AcceptsAValidRs256Token) {
  Policy policy = policy_with_secret("token-id-test-secret");
  policy.allowed_scopes = Strings{"tools:call", "tools:read"};
  const auto token = Gate(policy)(good_token(), {"tools:call"});
  ASSERT_TRUE(accepted(token));
  EXPECT_EQ(token->issuer(), kIssuer);
  EXPECT_EQ(token->audience(), kAudience);
  EXPECT_EQ(token->subject(), "user-1");
  EXPECT_EQ(token->scopes(), (Strings{"tools:call", "tools:read"}));
  EXPECT_EQ(token->expires_at(), 1800000600);
  EXPECT_EQ(token->header_json(), good_header().json());
  EXPECT_EQ(token->claims_json(), good_claims().json());
  EXPECT_EQ(token->tenant_id(), std::nullopt);
  EXPECT_EQ(token->client_id(), std::nullopt);
}

TEST(Seed, RefusesATokenOfAnotherKey) {
  const auto token = sign_token(good_header().json(), good_claims().json(), second_key());
  const auto verdict = Gate()(token);
  ASSERT_TRUE(invalid(verdict, Reason::signature_mismatch));
  EXPECT_EQ(verdict.error().message(), "JWT signature is invalid");
}

TEST(Seed, RefusesAnotherIssuer) {
  const auto verdict =
      verdict_on_claims(good_claims().with("iss", in_quotes("https://evil.example.com/")));
  ASSERT_TRUE(refused(verdict, Code::auth_invalid_issuer, Reason::issuer_mismatch, "iss"));
  EXPECT_EQ(info(verdict.error().reason).message, "JWT issuer is not allowed");
}

TEST(Seed, RefusesAnotherAudience) {
  const auto verdict =
      verdict_on_claims(good_claims().with("aud", in_quotes("https://other.example.com")));
  ASSERT_TRUE(refused(verdict, Code::auth_invalid_audience, Reason::audience_mismatch, "aud"));
  EXPECT_EQ(info(verdict.error().reason).message, "JWT audience/resource is not allowed");
}

TEST(Seed, RefusesAnExpiredToken) {
  const auto verdict = verdict_on_claims(good_claims().with("exp", "1799999000"));
  ASSERT_TRUE(refused(verdict, Code::auth_token_expired, Reason::expired, "exp"));
  EXPECT_EQ(info(verdict.error().reason).message, "JWT is expired");
}

TEST(Seed, RefusesAMissingScope) {
  const auto verdict = Gate()(good_token(), {"tools:write"});
  ASSERT_TRUE(refused(verdict, Code::auth_missing_scope, Reason::scope_missing, "scope"));
  EXPECT_EQ(verdict.error().message(), "Missing required scope: tools:write");
}

TEST(Seed, HashesTheTokenIdUnderTheConfiguredSecret) {
  const auto one = Gate(policy_with_secret("token-id-test-secret"))(good_token());
  const auto other = Gate(policy_with_secret("another-token-id-secret"))(good_token());
  ASSERT_TRUE(accepted(one));
  ASSERT_TRUE(accepted(other));
  EXPECT_EQ(one->token_id_hash(),
            "1e7aad10a8c63059ce4fabce2f24793bf4703ae76ac4fb1dc7fc04ac53e4562c");
  ASSERT_TRUE(other->token_id_hash());
  EXPECT_NE(other->token_id_hash(), one->token_id_hash());
}

TEST(Verifier, GivesNoTokenIdHashWithoutASecretOrWithoutAnId) {
  const auto no_secret = Gate()(good_token());
  ASSERT_TRUE(accepted(no_secret));
  EXPECT_EQ(no_secret->token_id_hash(), std::nullopt);
  const auto no_id = Gate(policy_with_secret("token-id-test-secret"))(
      token_of_claims(good_claims().without("jti")));
  ASSERT_TRUE(accepted(no_id));
  EXPECT_EQ(no_id->token_id_hash(), std::nullopt);
}

TEST(Verifier, AcceptsEachRsaAlgorithmThatIsOnTheAllowList) {
  for (const AlgorithmInfo& row : algorithm_table()) {
    if (row.key_type != KeyType::rsa) continue;
    SCOPED_TRACE(row.name);
    Policy policy = good_policy();
    policy.algorithms = {row.algorithm};
    const auto token = sign_token(good_header().with("alg", in_quotes(row.name)).json(),
                                  good_claims().json(), first_key(), row.algorithm);
    EXPECT_TRUE(accepted(Gate(policy)(token)));
    if (row.algorithm != Algorithm::rs256) {
      EXPECT_TRUE(invalid(Gate()(token), Reason::alg_not_allowed));
    }
  }
}

TEST(Verifier, SurfacesTenantAndClientAsTheyAre) {
  const auto both = verdict_on_claims(good_claims()
                                          .with("tenant_id", in_quotes("tenant-9"))
                                          .with("client_id", in_quotes("client-1"))
                                          .with("azp", in_quotes("client-2")));
  ASSERT_TRUE(accepted(both));
  EXPECT_EQ(both->tenant_id(), "tenant-9");
  EXPECT_EQ(both->client_id(), "client-1");
  const auto azp = verdict_on_claims(good_claims().with("azp", in_quotes("client-2")));
  ASSERT_TRUE(accepted(azp));
  EXPECT_EQ(azp->client_id(), "client-2");
}

TEST(Verifier, WithoutAUsableKeyRefusesEachTokenForThat) {
  const auto none = PreparedVerifier::create(good_policy(), must(JwkSet::parse(R"({"keys":[]})")));
  ASSERT_TRUE(accepted(none));
  const auto verdict = none->verify(good_token(), {}, kNow);
  ASSERT_TRUE(refused(verdict, Code::auth_keys_unavailable, Reason::jwks_no_usable_key));
  EXPECT_EQ(verdict.error().message(), "JWKS does not contain supported key material");
  EXPECT_TRUE(verdict.error().look_up);
  EXPECT_TRUE(invalid(none->verify("a.b", {}, kNow), Reason::malformed_segments));
}

TEST(ExplainToken, NotesDatesThatLookLikeMilliseconds) {
  const auto verifier =
      must(PreparedVerifier::create(good_policy(), must(JwkSet::parse(good_set()))));
  const auto notes_of = [&](std::string_view exp) {
    return verifier.explain(token_of_claims(good_claims().with("exp", exp)), {}, kNow).notes;
  };
  ASSERT_EQ(notes_of("1900000000000").size(), 1U);
  EXPECT_NE(notes_of("1900000000000")[0].find("milliseconds"), std::string::npos);
  EXPECT_TRUE(notes_of("1900000000").empty());
}

TEST(Verifier, IsNotCreatedForAPolicyThatRequiresNothing) {
  EXPECT_TRUE(refused(PreparedVerifier::create(Policy{}, must(JwkSet::parse(good_set()))),
                      Code::config_invalid, Reason::option_missing, "issuer"));
}

TEST(VerifyBearerJwt, PreparesAndVerifiesInOneCall) {
  EXPECT_TRUE(accepted(verify_bearer_jwt(good_token(), good_policy(), good_set(), {}, kNow)));
  EXPECT_TRUE(refused(verify_bearer_jwt(good_token(), good_policy(), "[]", {}, kNow),
                      Code::auth_keys_unavailable, Reason::jwks_not_json));
  EXPECT_TRUE(refused(verify_bearer_jwt(good_token(), good_policy(), R"({"keys":[]})", {}, kNow),
                      Code::auth_keys_unavailable, Reason::jwks_no_usable_key));
  EXPECT_TRUE(invalid(verify_bearer_jwt("", good_policy(), good_set(), {}, kNow),
                      Reason::malformed_segments));
}

TEST(ExplainToken, SaysThatKeysAreNotLoadedAndGoesOn) {
  const Report report = explain_token(good_policy(), JwkSet(), good_token(), {}, kNow);
  ASSERT_TRUE(report.error);
  EXPECT_EQ(report.error->code, Code::auth_keys_unavailable);
  EXPECT_EQ(report.error->reason, Reason::keys_not_loaded);
  EXPECT_FALSE(report.signature_verified);
  EXPECT_EQ(report.claims, good_claims().json());
}

}  // namespace
}  // namespace assay::test
