#pragma once

#include <botan/secmem.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace assay {

/// A keyed hash of a token's id, for audit logs that must not hold the id itself.
/// @param secret the HMAC key
/// @param token_id "jti" (RFC 7519 §4.1.7)
/// @return HMAC-SHA256 (RFC 2104) in 64 lower-case hexadecimal digits
[[nodiscard]] std::string hash_token_id(const Botan::secure_vector<std::uint8_t>& secret,
                                        std::string_view token_id);

}  // namespace assay
