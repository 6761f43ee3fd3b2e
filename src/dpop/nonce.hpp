#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace assay {

/// Nonces that a server gives its clients (RFC 9449 §8, §9), without a memory of them: when it was
/// made, and a MAC of that. Servers with the same secret accept each other's.

/// @param secret kMinSecretBytes to kMaxSecretBytes (base/limits.hpp): 16 to 4,096
/// @param period seconds for which the same nonce is given, kMinNoncePeriod to kMaxNoncePeriod
/// @param now seconds since the epoch
/// @return 28 characters of base64url
[[nodiscard]] std::string make_nonce(std::span<const std::uint8_t> secret, double period,
                                     double now);

/// Whether a nonce was made with the secret, in this period or in the one before, or in the next by
/// a server whose clock is ahead.
[[nodiscard]] bool is_nonce_of(std::string_view nonce, std::span<const std::uint8_t> secret,
                               double period, double now);

}  // namespace assay
