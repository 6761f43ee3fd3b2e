#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace assay {

/// Reads "iss" (RFC 7519 §4.1.1) of an unverified token, only to choose the policy and the keys
/// that verify it. The header is not read.
/// @param token JWS compact serialization
/// @return the asserted issuer; or token_too_large, malformed_segments,
///         claims_base64, claims_json, claims_duplicate_member, claim_missing or claim_type
[[nodiscard, gnu::noinline]] Result<std::string> unverified_issuer(std::string_view token,
                                                                   std::size_t max_bytes);

}  // namespace assay
