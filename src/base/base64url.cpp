#include "base/base64url.hpp"

#include <array>

namespace assay {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint32_t kNoDigit = 0x80;  // a bit that no six-bit value has

constexpr std::array<std::uint8_t, 256> make_values() {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}
constexpr std::array<std::uint8_t, 256> kValues = make_values();

std::uint32_t value_of(char digit) noexcept { return kValues[static_cast<unsigned char>(digit)]; }

}  // namespace

std::optional<Bytes> decode_base64url(std::string_view text) {
  const std::size_t rest = text.size() % 4;
  if (rest == 1) return std::nullopt;  // six bits are less than a byte

  Bytes bytes(text.size() / 4 * 3 + (rest == 0 ? 0 : rest - 1));
  std::uint8_t* out = bytes.data();
  const char* in = text.data();
  const char* const whole_end = in + (text.size() - rest);
  std::uint32_t seen = 0;  // all values, or-ed: has kNoDigit after a character outside the alphabet
  for (; in != whole_end; in += 4, out += 3) {
    const std::uint32_t a = value_of(in[0]), b = value_of(in[1]);
    const std::uint32_t c = value_of(in[2]), d = value_of(in[3]);
    seen |= a | b | c | d;
    const std::uint32_t bits = a << 18 | b << 12 | c << 6 | d;
    out[0] = static_cast<std::uint8_t>(bits >> 16);
    out[1] = static_cast<std::uint8_t>(bits >> 8);
    out[2] = static_cast<std::uint8_t>(bits);
  }
  if (rest != 0) {
    const std::uint32_t a = value_of(in[0]), b = value_of(in[1]);
    const std::uint32_t c = rest == 3 ? value_of(in[2]) : 0;
    seen |= a | b | c;
    out[0] = static_cast<std::uint8_t>(a << 2 | b >> 4);
    if (rest == 3) out[1] = static_cast<std::uint8_t>(b << 4 | c >> 2);
    // RFC 4648 §3.5: pad bits must be zero, or the same bytes have several encodings.
    const std::uint32_t pad_bits = rest == 3 ? c & 0x03U : b & 0x0FU;
    if (pad_bits != 0) return std::nullopt;
  }
  if ((seen & kNoDigit) != 0) return std::nullopt;
  return bytes;
}

std::string encode_base64url(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  unsigned count = 0;  // of bits that wait
  for (const std::uint8_t byte : bytes) {
    bits = bits << 8U | byte;
    for (count += 8; count >= 6; count -= 6) text += kAlphabet[bits >> (count - 6) & 0x3FU];
  }
  if (count > 0) text += kAlphabet[bits << (6 - count) & 0x3FU];
  return text;
}

}  // namespace assay
