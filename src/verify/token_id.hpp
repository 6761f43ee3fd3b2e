#pragma once

#include <string>
#include <string_view>

#include "base/secret_bytes.hpp"

namespace assay {

/// A keyed hash of a token's id, for audit logs that must not hold the id itself.
/// @param secret the HMAC key
/// @param token_id "jti" (RFC 7519 §4.1.7)
/// @return HMAC-SHA256 (RFC 2104) in 64 lower-case hexadecimal digits
[[nodiscard]] std::string hash_token_id(const SecretBytes& secret, std::string_view token_id);

}  // namespace assay
