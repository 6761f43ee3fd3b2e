// DPoP proofs: RFC 9449 §4.3, the checks of form, header and key by their numbers, and the examples
// of the specification.
#include "dpop/proof.hpp"

#include <gtest/gtest.h>

#include "dpop/proof_parts.hpp"
#include "support/curve_case.hpp"
#include "support/proof.hpp"

namespace assay::test {
namespace {

/// The header and key of both examples.
constexpr std::string_view kRfcHeader =
    "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUk"
    "lDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUw"
    "Q2R2R1JEQSIsImNydiI6IlAtMjU2In19.";

TEST(Proof, Rfc9449_4_1_TheExampleAtATokenEndpoint) {
  const std::string proof = std::string(kRfcHeader) +
                            "eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi"
                            "8vc2VydmVyLmV4YW1wbGUuY2"
                            "9tL3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-"
                            "FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOS"
                            "sX0x7NVY-FNyJK70nfbV37xRZT3Lg";
  const ProofRequest request{.method = "POST",
                             .url = "https://server.example.com/token",
                             .access_token = {},
                             .thumbprint = {}};
  ProofHeaders known;
  const auto verified = verify_proof(proof, ProofPolicy(), request, 1562262616, known);
  ASSERT_TRUE(accepted(verified));
  EXPECT_EQ(verified->thumbprint(), "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
}

TEST(Proof, Rfc9449_7_1_TheExampleAtAProtectedResource) {
  const std::string proof = std::string(kRfcHeader) +
                            "eyJqdGkiOiJlMWozVl9iS2ljOC1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly"
                            "9yZXNvdXJjZS5leGFtcGxlLm"
                            "9yZy9wcm90ZWN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8y"
                            "cjJaM0RaNTNFc05yV0JiMHhX"
                            "WG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-"
                            "Ey71EOptxRimPPToA1plemAgR6pxHF8y6-yqyVnmcw6F"
                            "y1dqd-jfxSYoMxhAJpLjA";
  ProofRequest request{.method = "GET",
                       .url = "https://resource.example.org/protectedresource",
                       .access_token = "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU",
                       .thumbprint = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"};
  ProofHeaders known;
  for (int times = 0; times < 4; ++times) {  // the third time the key has a table
    EXPECT_TRUE(accepted(verify_proof(proof, ProofPolicy(), request, 1562262618, known)));
  }
  EXPECT_EQ(known.size(), 1U);
  request.access_token = "another";
  EXPECT_TRUE(invalid_proof(verify_proof(proof, ProofPolicy(), request, 1562262618, known),
                            Reason::proof_token, "ath"));
}

TEST(Proof, AGoodOneIsAccepted) {
  const auto verified = verdict_on_proof_claims(good_proof_claims());
  ASSERT_TRUE(accepted(verified));
  EXPECT_EQ(verified->thumbprint(), good_proof_request().thumbprint);
  EXPECT_EQ(verified->expires_at(), kNow + 60);
}

TEST(Proof, Rfc9449_4_3_2_MustBeOneWellFormedJwt) {
  const std::string good = sign_token(good_proof_header().json(), good_proof_claims().json());
  EXPECT_TRUE(invalid_proof(verdict_on_proof(""), Reason::proof_segments));
  EXPECT_TRUE(invalid_proof(verdict_on_proof(good + ".a"), Reason::proof_segments));
  EXPECT_TRUE(invalid_proof(verdict_on_proof(good + ", " + good), Reason::proof_segments));
  EXPECT_TRUE(invalid_proof(verdict_on_proof(' ' + good), Reason::proof_header_base64));
  EXPECT_TRUE(invalid_proof(verdict_on_proof(good + ' '), Reason::proof_signature_base64));
  EXPECT_TRUE(invalid_proof(verdict_on_proof(good + '='), Reason::proof_signature_base64));
  EXPECT_TRUE(invalid_proof(verdict_on_proof(std::string(kMaxProofBytes + 1, 'a')),
                            Reason::proof_too_large));
  EXPECT_TRUE(invalid_proof(verdict_on_proof_header(good_proof_header().twice("alg", "\"none\"")),
                            Reason::proof_header_duplicate_member));
  EXPECT_TRUE(invalid_proof(verdict_on_proof(sign_token("[]", good_proof_claims().json())),
                            Reason::proof_header_json));
  EXPECT_TRUE(invalid_proof(verdict_on_proof(sign_token(good_proof_header().json(), "[1]")),
                            Reason::proof_claims_json));
  EXPECT_TRUE(invalid_proof(
      verdict_on_proof(sign_token(good_proof_header().json(), good_proof_claims().json() + " ,")),
      Reason::proof_claims_json));
  EXPECT_TRUE(invalid_proof(
      verdict_on_proof_claims(good_proof_claims().twice("htu", in_quotes("https://b.example"))),
      Reason::proof_claims_duplicate_member));
  for (const std::string_view crit : {"[]", R"(["exp"])", "null"}) {
    EXPECT_TRUE(invalid_proof(verdict_on_proof_header(good_proof_header().with("crit", crit)),
                              Reason::proof_crit));
  }
  EXPECT_TRUE(invalid_proof(verdict_on_proof_header(good_proof_header().with("b64", "false")),
                            Reason::proof_b64));
}

TEST(Proof, Rfc9449_4_3_4_MustBeOfTheTypeDpopJwt) {
  for (const std::string_view typ : {"\"DPoP+JWT\"", "\"application/dpop+jwt\""}) {
    EXPECT_TRUE(accepted(verdict_on_proof_header(good_proof_header().with("typ", typ)))) << typ;
  }
  for (const std::string_view typ :
       {"\"JWT\"", "\"at+jwt\"", "\"dpop\"", "\"dpop+jwt \"", "\"x/dpop+jwt\"", "7", "null"}) {
    EXPECT_TRUE(invalid_proof(verdict_on_proof_header(good_proof_header().with("typ", typ)),
                              Reason::proof_typ))
        << typ;
  }
  EXPECT_TRUE(invalid_proof(verdict_on_proof_header(good_proof_header().without("typ")),
                            Reason::proof_typ));
}

TEST(Proof, Rfc9449_4_3_5_MustBeSignedByAnAllowedAlgorithm) {
  for (const std::string_view alg :
       {"\"none\"", "\"HS256\"", "\"ES256\"", "\"rs256\"", "null", "[]"}) {
    EXPECT_TRUE(invalid_proof(verdict_on_proof_header(good_proof_header().with("alg", alg)),
                              Reason::proof_alg))
        << alg;
  }
  EXPECT_TRUE(invalid_proof(verdict_on_proof_header(good_proof_header().without("alg")),
                            Reason::proof_alg));
  ProofPolicy policy = good_proof_policy();
  policy.algorithms = {Algorithm::ps256};
  const std::string good = sign_token(good_proof_header().json(), good_proof_claims().json());
  EXPECT_TRUE(invalid_proof(verdict_on_proof(good, policy), Reason::proof_alg))
      << "also where its header is known";
}

TEST(Proof, Rfc9449_4_3_6_MustBeSignedByTheKeyInIt) {
  const Members other = good_proof_header().with("jwk", second_key().jwk());
  EXPECT_TRUE(invalid_proof(verdict_on_proof_header(other), Reason::proof_signature));
  const std::string good = sign_token(good_proof_header().json(), good_proof_claims().json());
  const std::string changed = good.substr(0, good.rfind('.') + 1) +
                              encode_base64url(first_key().sign(Algorithm::rs256, "another input"));
  EXPECT_TRUE(invalid_proof(verdict_on_proof(changed), Reason::proof_signature));
  EXPECT_TRUE(invalid_proof(verdict_on_proof(good.substr(0, good.rfind('.') + 1)),
                            Reason::proof_signature));
}

TEST(Proof, Rfc9449_4_3_7_MustHaveAPublicKeyAndNoPrivateOne) {
  EXPECT_TRUE(invalid_proof(verdict_on_proof_header(good_proof_header().without("jwk")),
                            Reason::proof_jwk_missing));
  for (const std::string_view name : {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}) {
    const std::string jwk = first_key().jwk(in_quotes(name) + ":\"AQAB\"");
    EXPECT_TRUE(invalid_proof(verdict_on_proof_header(good_proof_header().with("jwk", jwk)),
                              Reason::proof_jwk_private))
        << name;
  }
  const std::string es256 = curve_case(Algorithm::es256).jwk();
  for (const std::string& jwk :
       {std::string("null"), std::string("[]"), std::string("\"key\""), std::string("{}"),
        short_key().jwk(), es256, first_key().jwk(R"("use":"enc")"),
        first_key().jwk(R"("key_ops":["sign"])"), first_key().jwk(R"("alg":"PS256")"),
        std::string(R"({"kty":"oct"})")}) {
    EXPECT_TRUE(invalid_proof(verdict_on_proof_header(good_proof_header().with("jwk", jwk)),
                              Reason::proof_jwk_invalid))
        << jwk;
  }
  for (const std::string_view more : {R"("alg":"RS256")", R"("use":"sig")", R"("kid":"a")",
                                      R"("key_ops":["verify"])", R"("ext":true)"}) {
    const Members header = good_proof_header().with("jwk", first_key().jwk(more));
    EXPECT_TRUE(accepted(verdict_on_proof_header(header))) << more;
  }
}

TEST(Proof, OfEachAlgorithmIsVerifiedByItsKey) {
  for (const Algorithm algorithm :
       {Algorithm::rs256, Algorithm::rs384, Algorithm::rs512, Algorithm::ps256, Algorithm::ps512}) {
    ProofPolicy policy = good_proof_policy();
    policy.algorithms = {algorithm};
    const Members header = good_proof_header().with("alg", in_quotes(info(algorithm).name));
    const std::string proof =
        sign_token(header.json(), good_proof_claims().json(), first_key(), algorithm);
    EXPECT_TRUE(accepted(verdict_on_proof(proof, policy))) << info(algorithm).name;
  }
}

}  // namespace
}  // namespace assay::test
