#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

using Bytes = std::vector<std::uint8_t>;

/// Decodes base64url as JWS uses it: URL alphabet, no padding, no white space, no line breaks,
/// and no set bits after the last byte, so that each byte string has exactly one encoding.
/// RFC 7515 §2 and Appendix C, RFC 4648 §3.3, §3.5 and §5.
/// @return the bytes, or nothing where the text breaks one of these rules
[[nodiscard]] std::optional<Bytes> decode_base64url(std::string_view text);

/// Encodes bytes as decode_base64url() reads them (RFC 4648 §5, without padding).
[[nodiscard]] std::string encode_base64url(std::span<const std::uint8_t> bytes);

/// The bytes as text, which need not be UTF-8.
[[nodiscard]] inline std::string_view as_text(const Bytes& bytes) noexcept {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// The text as bytes.
[[nodiscard]] inline const std::uint8_t* as_bytes(std::string_view text) noexcept {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

}  // namespace assay
