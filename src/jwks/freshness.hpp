#pragma once

#include <optional>
#include <string_view>

/// What an HTTP response says about time. In seconds.
namespace assay::jwks {

inline constexpr double kMinLifetime = 60;
inline constexpr double kMaxLifetime = 86'400;
inline constexpr double kDefaultLifetime = 600;
inline constexpr double kMaxRetryAfter = 3'600;

/// How long a response is fresh (RFC 9111 §4.2). @param age the field Age (§5.1)
/// @return kMinLifetime to kMaxLifetime; nothing where Cache-Control states no lifetime
[[nodiscard]] std::optional<double> lifetime_of(std::string_view cache_control,
                                                std::string_view age);

/// How long an endpoint asks to be left alone (RFC 9110 §10.2.3). @param now since the epoch
/// @return at most kMaxRetryAfter; 0 where it does not ask
[[nodiscard]] double retry_after_of(std::string_view text, double now);

}  // namespace assay::jwks
