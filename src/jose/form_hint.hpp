#pragma once

#include <string_view>

namespace assay {

/// What was taken for a token, and what to do about it. It shows nothing of the text.
/// @param text that has not three segments (RFC 7515 §7.1)
/// @return "" where nothing is known
[[nodiscard, gnu::noinline]] std::string_view token_hint(std::string_view text) noexcept;

/// The same for one segment, which is no base64url.
[[nodiscard, gnu::noinline]] std::string_view segment_hint(std::string_view text) noexcept;

/// The same for the first segment, which is no base64url, or no JSON.
[[nodiscard, gnu::noinline]] std::string_view header_hint(std::string_view text) noexcept;

}  // namespace assay
