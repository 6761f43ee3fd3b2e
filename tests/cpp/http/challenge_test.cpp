// The status and the challenge of a refusal: as js/http/challenge.js writes it.
#include "http/challenge.hpp"

#include <gtest/gtest.h>

#include "dpop/proof_algorithms.hpp"

namespace assay {
namespace {

constexpr std::string_view kMetadata = "https://api.example.com/.well-known/x";
constexpr std::array<Algorithm, 1> kEs256{Algorithm::es256};

/// Of a resource that takes both schemes.
ChallengeOptions both(std::optional<Scheme> scheme = {}) {
  return {.proof_algorithms = kEs256, .scheme = scheme};
}

TEST(HttpStatus, IsTheReasonsOrTheCodes) {
  EXPECT_EQ(http_status(Reason::authorization_malformed), 400);
  EXPECT_EQ(http_status(Reason::token_missing), 401);
  EXPECT_EQ(http_status(Reason::expired), 401);
  EXPECT_EQ(http_status(Reason::proof_nonce), 401);
  EXPECT_EQ(http_status(Reason::proof_replayed), 401);
  EXPECT_EQ(http_status(Reason::scope_missing), 403);
  EXPECT_EQ(http_status(Reason::jwks_timeout), 503);
  EXPECT_EQ(http_status(Reason::replay_store_failed), 503);
  EXPECT_EQ(http_status(Reason::option_invalid), 500);
  EXPECT_EQ(http_status(Reason::internal), 500);
}

TEST(Challenge, Rfc6750HasNoErrorWhereNoTokenWasSent) {
  EXPECT_EQ(challenge(Reason::token_missing), "Bearer realm=\"api\"");
  EXPECT_EQ(challenge(Reason::token_missing, kMetadata),
            "Bearer resource_metadata=\"https://api.example.com/.well-known/x\"");
}

TEST(Challenge, Rfc6750NamesErrorAndScope) {
  EXPECT_EQ(challenge(Reason::expired),
            "Bearer error=\"invalid_token\", error_description=\"The access token has expired\"");
  EXPECT_EQ(challenge(Reason::authorization_malformed),
            "Bearer error=\"invalid_request\", error_description=\"The Authorization header must "
            "hold exactly one bearer token\"");
  EXPECT_EQ(challenge(Error(Reason::scope_missing, "", "tools:call tools:read")),
            "Bearer error=\"insufficient_scope\", error_description=\"The access token lacks a "
            "required scope\", scope=\"tools:call tools:read\"");
}

TEST(Challenge, IsNotSentWhereAnotherTokenWouldNotHelp) {
  for (const Reason reason : {Reason::jwks_timeout, Reason::keys_not_loaded, Reason::option_invalid,
                              Reason::internal, Reason::replay_store_failed}) {
    EXPECT_EQ(challenge(reason), "");
    EXPECT_EQ(challenge(reason, both()), "");
    EXPECT_EQ(challenge(reason, both(Scheme::dpop)), "");
  }
}

TEST(Challenge, Rfc9110EscapesAQuotedString) {
  EXPECT_EQ(challenge(Reason::token_missing, "a\"b\\c\r\nd\xC3\xA9"),
            "Bearer resource_metadata=\"a\\\"b\\\\c??d??\"");
}

TEST(Challenge, Rfc9449_7_1_OffersBothSchemesWhereBothAreTaken) {
  EXPECT_EQ(challenge(Reason::token_missing, both()), "Bearer realm=\"api\", DPoP algs=\"ES256\"");
  ChallengeOptions options = both();
  options.metadata_url = kMetadata;
  options.proof_algorithms = kProofAlgorithms;
  EXPECT_EQ(challenge(Reason::token_missing, options),
            "Bearer resource_metadata=\"https://api.example.com/.well-known/x\", DPoP "
            "resource_metadata=\"https://api.example.com/.well-known/x\", algs=\"ES256 EdDSA "
            "Ed25519 PS256 RS256\"");
}

TEST(Challenge, Rfc9449_7_1_OffersTheSchemeThatTheTokenCameBy) {
  constexpr std::string_view kExpired =
      "error=\"invalid_token\", error_description=\"The access token has expired\"";
  EXPECT_EQ(challenge(Reason::expired, both(Scheme::bearer)), "Bearer " + std::string(kExpired));
  EXPECT_EQ(challenge(Reason::expired, both(Scheme::dpop)),
            "DPoP " + std::string(kExpired) + ", algs=\"ES256\"");
}

TEST(Challenge, Rfc9449_7_1_OffersDpopAloneWhereBoundTokensAreRequired) {
  for (const std::optional<Scheme> scheme :
       {std::optional<Scheme>(), std::optional(Scheme::bearer), std::optional(Scheme::dpop)}) {
    ChallengeOptions options = both(scheme);
    options.proof_required = true;
    EXPECT_EQ(challenge(Reason::token_missing, options), "DPoP algs=\"ES256\"");
    EXPECT_EQ(challenge(Reason::token_not_bound, options),
              "DPoP error=\"invalid_token\", error_description=\"The access token is invalid\", "
              "algs=\"ES256\"");
  }
}

TEST(Challenge, Rfc9449_7_1_OfABadProofIsOfTheSchemeDpop) {
  for (const Reason reason : {Reason::proof_missing, Reason::proof_ambiguous, Reason::proof_url,
                              Reason::proof_replayed, Reason::proof_too_old}) {
    EXPECT_EQ(challenge(reason, both(Scheme::dpop)),
              "DPoP error=\"invalid_dpop_proof\", error_description=\"The DPoP proof is invalid\", "
              "algs=\"ES256\"");
  }
  EXPECT_EQ(challenge(Reason::token_bound, both(Scheme::bearer)),
            "DPoP error=\"invalid_token\", error_description=\"The access token is bound to a key: "
            "it must come with the scheme DPoP and a proof\", algs=\"ES256\"");
  EXPECT_EQ(challenge(Reason::proof_url),
            "DPoP error=\"invalid_dpop_proof\", error_description=\"The DPoP proof is invalid\", "
            "algs=\"ES256 EdDSA Ed25519 PS256 RS256\"")
      << "the default allow-list";
}

TEST(Challenge, Rfc9449_9_AsksForANonce) {
  for (const Reason reason : {Reason::proof_nonce_missing, Reason::proof_nonce}) {
    EXPECT_EQ(challenge(reason, both(Scheme::dpop)),
              "DPoP error=\"use_dpop_nonce\", error_description=\"The DPoP proof must have the "
              "nonce of the DPoP-Nonce header\", algs=\"ES256\"");
  }
}

}  // namespace
}  // namespace assay
