// What a DPoP proof says: RFC 9449 §4.3, the checks of its claims by their numbers.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "dpop/nonce.hpp"
#include "dpop/proof.hpp"
#include "support/proof.hpp"

namespace assay::test {
namespace {

TEST(ProofClaims, Rfc9449_4_3_3_MustHaveTheRequiredClaims) {
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

TEST(ProofClaims, Rfc9449_4_3_8_MustBeForTheMethod) {
  for (const std::string_view htm : {"\"GET\"", "\"post\"", "\"POST \"", "\"*\""}) {
    EXPECT_TRUE(invalid_proof(verdict_on_proof_claims(good_proof_claims().with("htm", htm)),
                              Reason::proof_method, "htm"))
        << htm;
  }
}

TEST(ProofClaims, Rfc9449_4_3_9_MustBeForTheUrl) {
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

TEST(ProofClaims, Rfc9449_4_3_11_MustBeNew) {
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

TEST(ProofClaims, Rfc7519_4_1_4_ItsOwnTimesCount) {
  EXPECT_TRUE(accepted(verdict_on_proof_claims(good_proof_claims().with("exp", "1800000001"))));
  EXPECT_TRUE(invalid_proof(verdict_on_proof_claims(good_proof_claims().with("exp", "1800000000")),
                            Reason::proof_expired, "exp"));
  EXPECT_TRUE(accepted(verdict_on_proof_claims(good_proof_claims().with("nbf", "1800000000"))));
  EXPECT_TRUE(invalid_proof(verdict_on_proof_claims(good_proof_claims().with("nbf", "1800000001")),
                            Reason::proof_not_yet_valid, "nbf"));
  EXPECT_TRUE(invalid_proof(verdict_on_proof_claims(good_proof_claims().with("exp", "\"1\"")),
                            Reason::proof_claim_type, "exp"));
}

TEST(ProofClaims, Rfc9449_4_3_10_MustHaveANonceOfTheServer) {
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

TEST(ProofClaims, Rfc9449_4_3_12_MustBeForTheTokenAndByItsKey) {
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

TEST(ProofClaims, Rfc9449_4_2_MessageAndHintNameTheClaim) {
  const auto missing = verdict_on_proof_claims(good_proof_claims().without("ath"));
  ASSERT_TRUE(invalid_proof(missing, Reason::proof_claim_missing, "ath"));
  EXPECT_EQ(missing.error().message(), "The DPoP proof lacks a claim: ath");
  EXPECT_EQ(missing.error().what_to_do(),
            "Add the claim \"ath\" to the proof (RFC 9449, section 4.2)");
  const auto late = verdict_on_proof_claims(good_proof_claims().with("iat", "1800000000000"));
  ASSERT_TRUE(invalid_proof(late, Reason::proof_issued_in_future, "iat"));
  EXPECT_TRUE(late.error().what_to_do().starts_with("iat looks like milliseconds"));
}

TEST(ProofClaims, Rfc9449_11_1_TheReplayIdTellsKeysUrlsAndIdsApart) {
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

}  // namespace
}  // namespace assay::test
