// DPoP proofs: RFC 9449 §4.3, each check by its number, and the examples of the specification.
#include "dpop/proof.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "dpop/nonce.hpp"
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

TEST(Proof, Rfc9449_4_3_3_MustHaveTheRequiredClaims) {
  for (const std::string_view name : {"jti", "htm", "htu", "iat", "ath"}) {
    EXPECT_TRUE(invalid_proof(verdict_on_proof_claims(good_proof_claims().without(name)),
                              Reason::proof_claim_missing, name));
    EXPECT_TRUE(invalid_proof(verdict_on_proof_claims(good_proof_claims().with(name, "null")),
                              Reason::proof_claim_missing, name));
    for (const std::string_view wrong : {"[]", "{}", "true"}) {
      EXPECT_TRUE(invalid_proof(verdict_on_proof_claims(good_proof_claims().with(name, wrong)),
                                Reason::proof_claim_type, name));
    }
    if (name == "iat") continue;
    EXPECT_TRUE(invalid_proof(verdict_on_proof_claims(good_proof_claims().with(name, "\"\"")),
                              Reason::proof_claim_missing, name));
    EXPECT_TRUE(invalid_proof(verdict_on_proof_claims(good_proof_claims().with(name, "7")),
                              Reason::proof_claim_type, name));
  }
  for (const std::string_view wrong : {"\"1800000000\"", "1e17", "-1e17"}) {
    EXPECT_TRUE(invalid_proof(verdict_on_proof_claims(good_proof_claims().with("iat", wrong)),
                              Reason::proof_claim_type, "iat"));
  }
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

TEST(Proof, Rfc9449_4_3_8_MustBeForTheMethod) {
  for (const std::string_view htm : {"\"GET\"", "\"post\"", "\"POST \"", "\"*\""}) {
    EXPECT_TRUE(invalid_proof(verdict_on_proof_claims(good_proof_claims().with("htm", htm)),
                              Reason::proof_method, "htm"))
        << htm;
  }
}

TEST(Proof, Rfc9449_4_3_9_MustBeForTheUrl) {
  for (const std::string_view htu :
       {"https://MCP.example.com:443/tools", "https://mcp.example.com/%74ools?a=b#c",
        "https://mcp.example.com/x/../tools"}) {
    EXPECT_TRUE(accepted(verdict_on_proof_claims(good_proof_claims().with("htu", in_quotes(htu)))))
        << htu;
  }
  for (const std::string_view htu :
       {"https://mcp.example.com/tools/", "https://mcp.example.com/Tools",
        "http://mcp.example.com/tools", "https://mcp.example.com:8443/tools",
        "https://mcp.example.com.evil.example/tools", "https://user@mcp.example.com/tools",
        "//mcp.example.com/tools", "/tools", "https://mcp.example.com/tools%2F", "tools"}) {
    EXPECT_TRUE(
        invalid_proof(verdict_on_proof_claims(good_proof_claims().with("htu", in_quotes(htu))),
                      Reason::proof_url, "htu"))
        << htu;
  }
  ProofRequest request = good_proof_request();
  request.url = "https://mcp.example.com/admin/../tools";  // some routers run what serves /admin
  EXPECT_TRUE(invalid_proof(
      verdict_on_proof(sign_token(good_proof_header().json(), good_proof_claims().json()),
                       good_proof_policy(), request),
      Reason::proof_url, "htu"));
  request.url = "not a URL";
  EXPECT_TRUE(invalid_proof(
      verdict_on_proof(sign_token(good_proof_header().json(),
                                  good_proof_claims().with("htu", in_quotes("not a URL")).json()),
                       good_proof_policy(), request),
      Reason::proof_url));
}

TEST(Proof, Rfc9449_4_3_11_MustBeNew) {
  ProofPolicy policy = good_proof_policy();
  policy.clock_tolerance = 10;
  const std::string good = sign_token(good_proof_header().json(), good_proof_claims().json());
  const auto at = [&](double now) {
    return verdict_on_proof(good, policy, good_proof_request(), now);
  };
  EXPECT_TRUE(accepted(at(kNow - 10)));
  EXPECT_TRUE(accepted(at(kNow + 69.5)));
  EXPECT_TRUE(invalid_proof(at(kNow - 10.5), Reason::proof_issued_in_future, "iat"));
  EXPECT_TRUE(invalid_proof(at(kNow + 70), Reason::proof_too_old, "iat"));
  for (const double now : {std::nan(""), std::numeric_limits<double>::infinity(),
                           -std::numeric_limits<double>::infinity()}) {
    EXPECT_FALSE(at(now).has_value()) << now;
  }
}

TEST(Proof, Rfc7519_4_1_4_ItsOwnTimesCount) {
  EXPECT_TRUE(accepted(verdict_on_proof_claims(good_proof_claims().with("exp", "1800000001"))));
  EXPECT_TRUE(invalid_proof(verdict_on_proof_claims(good_proof_claims().with("exp", "1800000000")),
                            Reason::proof_expired, "exp"));
  EXPECT_TRUE(accepted(verdict_on_proof_claims(good_proof_claims().with("nbf", "1800000000"))));
  EXPECT_TRUE(invalid_proof(verdict_on_proof_claims(good_proof_claims().with("nbf", "1800000001")),
                            Reason::proof_not_yet_valid, "nbf"));
  EXPECT_TRUE(invalid_proof(verdict_on_proof_claims(good_proof_claims().with("exp", "\"1\"")),
                            Reason::proof_claim_type, "exp"));
}

TEST(Proof, Rfc9449_4_3_10_MustHaveANonceOfTheServer) {
  ProofPolicy policy = good_proof_policy();
  policy.nonce_secrets = {SecretBytes(32, 1), SecretBytes(32, 2)};
  const auto with_nonce = [&](const Members& claims) {
    return verdict_on_proof(sign_token(good_proof_header().json(), claims.json()), policy);
  };
  for (const SecretBytes& secret : policy.nonce_secrets) {
    const std::string nonce = in_quotes(make_nonce(secret, policy.nonce_period, kNow));
    EXPECT_TRUE(accepted(with_nonce(good_proof_claims().with("nonce", nonce))));
  }
  EXPECT_TRUE(invalid_proof(with_nonce(good_proof_claims()), Reason::proof_nonce_missing, "nonce"));
  for (const std::string& nonce :
       {std::string(), std::string("nonce"),
        make_nonce(SecretBytes(32, 3), policy.nonce_period, kNow),
        make_nonce(SecretBytes(32, 1), policy.nonce_period, kNow - 200)}) {
    EXPECT_TRUE(invalid_proof(with_nonce(good_proof_claims().with("nonce", in_quotes(nonce))),
                              Reason::proof_nonce, "nonce"));
  }
  EXPECT_TRUE(invalid_proof(with_nonce(good_proof_claims().with("nonce", "7")),
                            Reason::proof_claim_type, "nonce"));
  EXPECT_TRUE(accepted(verdict_on_proof_claims(good_proof_claims().with("nonce", "\"any\""))))
      << "where the server gives none";
}

TEST(Proof, Rfc9449_4_3_12_MustBeForTheTokenAndByItsKey) {
  for (const std::string_view ath : {"\"fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo\"", "\"a\""}) {
    EXPECT_TRUE(invalid_proof(verdict_on_proof_claims(good_proof_claims().with("ath", ath)),
                              Reason::proof_token, "ath"));
  }
  ProofRequest request = good_proof_request();
  const std::string good = sign_token(good_proof_header().json(), good_proof_claims().json());
  for (const std::string_view thumbprint : {"", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"}) {
    request.thumbprint = thumbprint;
    EXPECT_TRUE(invalid_proof(verdict_on_proof(good, good_proof_policy(), request),
                              Reason::proof_key, "jwk"));
  }
}

TEST(Proof, Rfc9449_11_1_TheReplayIdTellsKeysUrlsAndIdsApart) {
  const auto id_of = [](const Members& claims, std::string_view url = kUrl) {
    ProofRequest request = good_proof_request();
    request.url = url;
    return must(verdict_on_proof(sign_token(good_proof_header().json(), claims.json()),
                                 good_proof_policy(), request))
        .replay_id();
  };
  const std::string id = id_of(good_proof_claims());
  EXPECT_EQ(id.size(), 43U);
  EXPECT_EQ(id_of(good_proof_claims().with("iat", "1799999990")), id) << "a proof signed again";
  EXPECT_EQ(id_of(good_proof_claims().with("htu", in_quotes("https://MCP.example.com/tools?a"))),
            id);
  EXPECT_NE(id_of(good_proof_claims().with("jti", in_quotes("proof-2"))), id);
  EXPECT_NE(
      id_of(good_proof_claims().with("htu", in_quotes("https://b.example/")), "https://b.example/"),
      id);
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

TEST(ProofHeaders, AreBoundedAndForgetTheLeastRecentlyUsed) {
  ProofHeaders known(2);
  const auto header = std::make_shared<const ProofHeader>();
  known.insert("a", header);
  known.insert("b", header);
  EXPECT_NE(known.find("a"), nullptr);
  known.insert("c", header);
  EXPECT_EQ(known.size(), 2U);
  EXPECT_NE(known.find("a"), nullptr);
  EXPECT_EQ(known.find("b"), nullptr);
  EXPECT_NE(known.find("c"), nullptr);
  known.insert("c", header);
  EXPECT_EQ(known.size(), 2U);
}

TEST(ProofReport, GoesOnAfterAFailure) {
  const Members claims = good_proof_claims().with("htm", "\"GET\"").with("htu", "\"/\"");
  const ProofReport report =
      explain_proof(sign_token(good_proof_header().with("typ", "\"JWT\"").json(), claims.json()),
                    good_proof_policy(), good_proof_request(), kNow);
  ASSERT_TRUE(report.error.has_value());
  EXPECT_EQ(report.error->reason, Reason::proof_typ);
  std::string failed;
  for (std::size_t i = 0; i < kProofCheckCount; ++i) {
    const auto check = static_cast<ProofCheck>(i);
    const CheckResult& result = report.trace.results().at(i);
    if (result.status == Status::fail) failed += std::string(info(check).name) + ' ';
    EXPECT_FALSE(result.message.empty()) << info(check).name;
  }
  EXPECT_EQ(failed, "proof_typ proof_htm proof_htu ");
}

}  // namespace
}  // namespace assay::test
