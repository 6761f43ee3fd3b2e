#include "base/error.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

namespace assay {
namespace {

TEST(Codes, AreTheElevenOfTheContractWithStatusAndRetry) {
  struct Row {
    Code code;
    std::string_view name;
    int status;
    bool retryable;
  };
  constexpr std::array<Row, kCodeCount> kContract{{
      {Code::auth_token_missing, "AUTH_TOKEN_MISSING", 401, false},
      {Code::auth_token_invalid, "AUTH_TOKEN_INVALID", 401, false},
      {Code::auth_token_expired, "AUTH_TOKEN_EXPIRED", 401, false},
      {Code::auth_invalid_issuer, "AUTH_INVALID_ISSUER", 401, false},
      {Code::auth_invalid_audience, "AUTH_INVALID_AUDIENCE", 401, false},
      {Code::auth_missing_scope, "AUTH_MISSING_SCOPE", 403, false},
      {Code::auth_keys_unavailable, "AUTH_KEYS_UNAVAILABLE", 503, true},
      {Code::auth_proof_invalid, "AUTH_PROOF_INVALID", 401, false},
      {Code::auth_rate_limited, "AUTH_RATE_LIMITED", 429, true},
      {Code::request_invalid, "REQUEST_INVALID", 400, false},
      {Code::config_invalid, "CONFIG_INVALID", 500, false},
      {Code::internal, "INTERNAL", 500, false},
  }};
  for (const Row& row : kContract) {
    SCOPED_TRACE(row.name);
    EXPECT_EQ(info(row.code).name, row.name);
    EXPECT_EQ(info(row.code).status, row.status);
    EXPECT_EQ(info(row.code).retryable, row.retryable);
    EXPECT_FALSE(info(row.code).hint.empty());
  }
}

TEST(Reasons, HaveUniqueNamesInSnakeCaseAndAMessage) {
  std::set<std::string_view> names;
  for (const ReasonInfo& row : reason_table()) {
    SCOPED_TRACE(row.name);
    EXPECT_TRUE(names.insert(row.name).second);
    EXPECT_TRUE(std::ranges::all_of(
        row.name, [](char c) { return c == '_' || std::islower(c) != 0 || std::isdigit(c) != 0; }));
    EXPECT_FALSE(row.message.empty());
  }
  EXPECT_EQ(names.size(), kReasonCount);
}

TEST(Errors, HaveTheirOwnHintOrThatOfTheirReasonOrThatOfTheirCode) {
  EXPECT_EQ(Error(Reason::expired).what_to_do(), info(Code::auth_token_expired).hint);
  EXPECT_EQ(Error(Reason::proof_typ).what_to_do(), info(Reason::proof_typ).hint);
  EXPECT_NE(Error(Reason::proof_typ).what_to_do(), info(Code::auth_proof_invalid).hint);
  EXPECT_EQ(Error(Reason::proof_typ).with_hint("Say please").what_to_do(), "Say please");
}

TEST(Reasons, BelongToTheCodeOfTheContract) {
  EXPECT_EQ(info(Reason::expired).code, Code::auth_token_expired);
  EXPECT_EQ(info(Reason::too_old).code, Code::auth_token_expired);
  EXPECT_EQ(info(Reason::issuer_mismatch).code, Code::auth_invalid_issuer);
  EXPECT_EQ(info(Reason::audience_mismatch).code, Code::auth_invalid_audience);
  EXPECT_EQ(info(Reason::scope_missing).code, Code::auth_missing_scope);
  EXPECT_EQ(info(Reason::internal).code, Code::internal);
  for (const ReasonInfo& row : reason_table()) {
    SCOPED_TRACE(row.name);
    const bool about_keys = row.name.starts_with("jwks_") || row.name.starts_with("discovery_") ||
                            row.name.ends_with("_not_loaded") || row.name == "keys_outdated" ||
                            row.name == "replay_store_failed";
    EXPECT_EQ(row.code == Code::auth_keys_unavailable, about_keys);
    const bool about_options = row.name.starts_with("option_");
    EXPECT_EQ(row.code == Code::config_invalid, about_options);
  }
}

TEST(Reasons, KeepTheMessagesOfTheSeed) {
  EXPECT_EQ(info(Reason::malformed_segments).message,
            "JWT must contain header, claims, and signature");
  EXPECT_EQ(info(Reason::header_base64).message, "JWT header is not valid base64url");
  EXPECT_EQ(info(Reason::header_json).message, "JWT header is not valid JSON");
  EXPECT_EQ(info(Reason::claims_base64).message, "JWT claims are not valid base64url");
  EXPECT_EQ(info(Reason::claims_json).message, "JWT claims are not valid JSON");
  EXPECT_EQ(info(Reason::signature_base64).message, "JWT signature is not valid base64url");
  EXPECT_EQ(info(Reason::signature_mismatch).message, "JWT signature is invalid");
  EXPECT_EQ(info(Reason::alg_not_allowed).message, "JWT signature algorithm is not supported");
  EXPECT_EQ(info(Reason::key_not_found).message, "JWT key id is not present in JWKS");
  EXPECT_EQ(info(Reason::key_alg_mismatch).message, "JWKS key algorithm does not match JWT");
  EXPECT_EQ(info(Reason::key_type_mismatch).message, "JWKS key type does not match JWT algorithm");
  EXPECT_EQ(info(Reason::issuer_mismatch).message, "JWT issuer is not allowed");
  EXPECT_EQ(info(Reason::audience_mismatch).message, "JWT audience/resource is not allowed");
  EXPECT_EQ(info(Reason::expired).message, "JWT is expired");
  EXPECT_EQ(info(Reason::not_yet_valid).message, "JWT is not valid yet");
  EXPECT_EQ(info(Reason::scope_missing).message, "Missing required scope");
  EXPECT_EQ(info(Reason::jwks_no_usable_key).message,
            "JWKS does not contain supported key material");
}

TEST(ErrorMessage, NamesTheClaimOrTheMissingScopes) {
  EXPECT_EQ(Error(Reason::claim_missing, "sub").message(), "JWT claim is missing: sub");
  EXPECT_EQ(Error(Reason::scope_missing, "scope", "a b").message(), "Missing required scope: a b");
  EXPECT_EQ(Error(Reason::malformed_segments).message(),
            "JWT must contain header, claims, and signature");
}

TEST(Error, ThatNobodyGaveAReasonForIsInternal) {
  EXPECT_EQ(Error().code, Code::internal);
  EXPECT_EQ(Error().reason, Reason::internal);
}

}  // namespace
}  // namespace assay
