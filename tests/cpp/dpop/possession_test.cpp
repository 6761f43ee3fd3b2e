// Who may use a bound token: RFC 9449 §7.1, RFC 8705 §3, RFC 7800 §3. As js/dpop/possession.js.
#include "dpop/possession.hpp"

#include <gtest/gtest.h>

#include "dpop/digest.hpp"
#include "support/proof.hpp"

namespace assay::test {
namespace {

const std::string& thumbprint() {
  static const std::string text(*good_proof_request().thumbprint);
  return text;
}

std::string bound_token(std::string_view cnf) {
  return token_of_claims(good_claims().with("cnf", cnf));
}
std::string token_of_first_key() {
  return bound_token("{\"jkt\":" + in_quotes(thumbprint()) + "}");
}

std::string proof_for(std::string_view jwt) {
  return sign_token(good_proof_header().json(),
                    good_proof_claims().with("ath", in_quotes(sha256_base64url(jwt))).json());
}

/// What came with a token, POST to kUrl.
Possession sent(Scheme scheme, std::string_view proof = {}) {
  return {.scheme = scheme, .proof = proof, .method = "POST", .url = kUrl, .certificate = {}};
}

Result<std::optional<VerifiedProof>> verdict_on(const std::string& jwt,
                                                const Possession& possession,
                                                const ProofPolicy& policy = good_proof_policy()) {
  ProofHeaders known;
  return check_possession(must(Gate()(jwt)), jwt, possession, policy, kNow, known);
}

TEST(Possession, Rfc9449_7_1_ABoundTokenComesWithAProofOfItsKey) {
  const std::string jwt = token_of_first_key();
  const std::string proof = proof_for(jwt);
  const auto verdict = verdict_on(jwt, sent(Scheme::dpop, proof));
  ASSERT_TRUE(accepted(verdict));
  ASSERT_TRUE(verdict->has_value());
  EXPECT_EQ((*verdict)->thumbprint(), thumbprint());
}

TEST(Possession, Rfc9449_7_1_ABoundTokenIsNoBearerToken) {
  const std::string jwt = token_of_first_key();
  const std::string proof = proof_for(jwt);
  EXPECT_TRUE(invalid(verdict_on(jwt, sent(Scheme::bearer)), Reason::token_bound));
  EXPECT_TRUE(invalid(verdict_on(jwt, sent(Scheme::bearer, proof)), Reason::token_bound));
}

TEST(Possession, Rfc9449_7_1_ABearerTokenNeedsNoProofUnlessThePolicyRequiresIt) {
  const std::string proof = proof_for(good_token());
  for (const std::string& jwt : {good_token(), bound_token("null"), bound_token("{}")}) {
    const auto verdict = verdict_on(jwt, sent(Scheme::bearer));
    ASSERT_TRUE(accepted(verdict));
    EXPECT_FALSE(verdict->has_value());
    EXPECT_TRUE(invalid(verdict_on(jwt, sent(Scheme::dpop, proof)), Reason::token_not_bound));
    ProofPolicy policy = good_proof_policy();
    policy.required = true;
    const auto required = verdict_on(jwt, sent(Scheme::bearer), policy);
    EXPECT_TRUE(invalid(required, Reason::token_not_bound));
    EXPECT_TRUE(required.error().what_to_do().starts_with("Request a token that is bound"));
  }
}

TEST(Possession, Rfc9449_4_3_1_ThereIsOneProof) {
  const std::string jwt = token_of_first_key();
  const std::string proof = proof_for(jwt);
  EXPECT_TRUE(invalid_proof(verdict_on(jwt, sent(Scheme::dpop)), Reason::proof_missing));
  for (const std::string& two : {proof + ", " + proof, proof + ",", "," + proof}) {
    EXPECT_TRUE(invalid_proof(verdict_on(jwt, sent(Scheme::dpop, two)), Reason::proof_ambiguous));
  }
}

TEST(Possession, TheProofIsForThisTokenKeyMethodAndUrl) {
  const std::string jwt = token_of_first_key();
  const std::string other = bound_token(R"({"jkt":"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"})");
  const std::string proof = proof_for(jwt);
  const std::string for_other = proof_for(other);
  EXPECT_TRUE(invalid_proof(verdict_on(other, sent(Scheme::dpop, proof)), Reason::proof_token));
  EXPECT_TRUE(invalid_proof(verdict_on(other, sent(Scheme::dpop, for_other)), Reason::proof_key));
  Possession possession = sent(Scheme::dpop, proof);
  possession.method = "GET";
  EXPECT_TRUE(invalid_proof(verdict_on(jwt, possession), Reason::proof_method));
  possession = sent(Scheme::dpop, proof);
  possession.url = "https://evil.example/tools";
  EXPECT_TRUE(invalid_proof(verdict_on(jwt, possession), Reason::proof_url));
}

TEST(Possession, Rfc7800_3_1_ABindingThatNothingHereKnowsIsRefused) {
  const std::string proof = proof_for(good_token());
  for (const std::string_view cnf :
       {"[]", "\"a\"", "7", "true", R"({"jkt":null})", R"({"jkt":""})", R"({"jkt":["a"]})",
        R"({"x5t#S256":7})", R"({"jwk":{}})", R"({"kid":"a"})", R"({"x5t#s256":"a"})"}) {
    for (const Scheme scheme : {Scheme::bearer, Scheme::dpop}) {
      EXPECT_TRUE(
          invalid(verdict_on(bound_token(cnf), sent(scheme, proof)), Reason::claim_type, "cnf"))
          << cnf;
    }
  }
}

TEST(Possession, Rfc8705_3_ATokenOfACertificateComesWithIt) {
  const std::string jwt =
      bound_token(R"({"x5t#S256":"A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0"})");
  Possession possession = sent(Scheme::bearer);
  EXPECT_TRUE(invalid(verdict_on(jwt, possession), Reason::certificate_missing));
  for (const std::string_view other : {"", "a", "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v"}) {
    possession.certificate = other;
    EXPECT_TRUE(invalid(verdict_on(jwt, possession), Reason::certificate_mismatch));
  }
  possession.certificate = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0";
  EXPECT_TRUE(accepted(verdict_on(jwt, possession)));
}

TEST(Possession, APolicyThatCannotBeIsRefused) {
  const std::string jwt = token_of_first_key();
  const std::string proof = proof_for(jwt);
  ProofPolicy policy = good_proof_policy();
  policy.max_age = 0;
  EXPECT_TRUE(refused(verdict_on(jwt, sent(Scheme::dpop, proof), policy), Code::config_invalid,
                      Reason::option_invalid, "dpop.maxAge"));
}

}  // namespace
}  // namespace assay::test
