// Made from tables/verdicts.js by `npm run generate`: change it there.
#pragma once

#include <array>
#include <string_view>

#include "base/reason.hpp"

namespace assay {

/// What a client is told: the error of RFC 6750 §3.1 or RFC 9449 §7.1, and a general sentence.
struct Verdict {
  std::string_view error;
  std::string_view description;
};

/// By the codes.
inline constexpr std::array<Verdict, kCodeCount> kVerdicts{{
    {"invalid_request", "The request has no access token"},
    {"invalid_token", "The access token is invalid"},
    {"invalid_token", "The access token has expired"},
    {"invalid_token", "The access token is from another issuer"},
    {"invalid_token", "The access token is for another resource"},
    {"insufficient_scope", "The access token lacks a required scope"},
    {"invalid_dpop_proof", "The DPoP proof is invalid"},
    {"temporarily_unavailable", "The access token cannot be verified at the moment"},
    {"too_many_requests", "Too many requests with access tokens that were refused"},
    {"invalid_request", "The request does not have the form that it must have"},
    {"server_error", "The server cannot verify access tokens"},
    {"server_error", "The server cannot verify access tokens"},
}};

struct ReasonVerdict {
  Reason reason = Reason::internal;
  Verdict verdict;
};

/// Where the reason decides, not the code.
inline constexpr std::array<ReasonVerdict, 4> kReasonVerdicts{{
    {Reason::authorization_malformed,
     {"invalid_request", "The Authorization header must hold exactly one bearer token"}},
    {Reason::proof_nonce_missing,
     {"use_dpop_nonce", "The DPoP proof must have the nonce of the DPoP-Nonce header"}},
    {Reason::proof_nonce,
     {"use_dpop_nonce", "The DPoP proof must have the nonce of the DPoP-Nonce header"}},
    {Reason::token_bound,
     {"invalid_token",
      "The access token is bound to a key: it must come with the scheme DPoP and a proof"}},
}};

}  // namespace assay
