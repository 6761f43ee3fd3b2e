#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/secret_bytes.hpp"

namespace assay {

/// Nonces that a server gives its clients (RFC 9449 §8, §9), without a memory of them: when it was
/// made, and a MAC of that. Servers with the same secret accept each other's.

/// A nonce lasts this many times its period: the one before is still good when the next is given.
inline constexpr double kNoncePeriods = 2;

/// @param secret 16 to 4,096 bytes
/// @param period seconds for which the same nonce is given; above zero
/// @param now seconds since the epoch, finite and above zero
/// @return 28 characters of base64url
[[nodiscard]] std::string make_nonce(std::span<const std::uint8_t> secret, double period,
                                     double now);

/// Whether a nonce was made with the secret, in this period or in the one before, or in the next by
/// a server whose clock is ahead.
[[nodiscard]] bool is_nonce_of(std::string_view nonce, std::span<const std::uint8_t> secret,
                               double period, double now);

}  // namespace assay
