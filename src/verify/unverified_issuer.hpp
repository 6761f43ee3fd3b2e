#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace assay {

/// Reads "iss" (RFC 7519 §4.1.1) of a token of which nothing is proven: to choose by which policy
/// and with which keys it is to be verified, and for nothing else. The header is not looked at.
/// @param token JWS compact serialization
/// @return what the token says its issuer is; or token_too_large, malformed_segments,
///         claims_base64, claims_json, claims_duplicate_member, claim_missing or claim_type
[[nodiscard]] Result<std::string> unverified_issuer(std::string_view token, std::size_t max_bytes);

}  // namespace assay
