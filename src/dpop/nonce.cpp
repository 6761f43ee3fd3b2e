#include "dpop/nonce.hpp"

#include <botan/mac.h>
#include <botan/mem_ops.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/base64url.hpp"

namespace assay {
namespace {

constexpr std::size_t kTimeBytes = 5;
constexpr std::size_t kMacBytes = 16;  // RFC 2104 §5: half of the hash, and 80 bits at least
/// So that no other use of the same secret makes a nonce.
constexpr std::string_view kPurpose = "DPoP nonce";

using Nonce = std::array<std::uint8_t, kTimeBytes + kMacBytes>;

Nonce nonce_of_period(std::span<const std::uint8_t> secret, double index) {
  Nonce nonce{};
  auto number = static_cast<std::uint64_t>(index);
  for (std::size_t i = kTimeBytes; i-- > 0; number >>= 8U) {
    nonce[i] = static_cast<std::uint8_t>(number);
  }
  const auto mac = Botan::MessageAuthenticationCode::create_or_throw("HMAC(SHA-256)");
  mac->set_key(secret);
  mac->update(kPurpose);
  mac->update(std::span(nonce).first(kTimeBytes));
  std::ranges::copy_n(mac->final().begin(), kMacBytes, nonce.begin() + kTimeBytes);
  return nonce;
}

double index_of(double period, double now) noexcept {
  const double index = std::floor(now / period);
  if (!(index >= 1)) return 1;  // NaN arrives here too
  return std::min(index, 1e12);
}

}  // namespace

std::string make_nonce(std::span<const std::uint8_t> secret, double period, double now) {
  return encode_base64url(nonce_of_period(secret, index_of(period, now)));
}

bool is_nonce_of(std::string_view nonce, std::span<const std::uint8_t> secret, double period,
                 double now) {
  const auto bytes = decode_base64url(nonce);
  if (!bytes || bytes->size() != kTimeBytes + kMacBytes) return false;
  const double current = index_of(period, now);
  return std::ranges::any_of(std::array{0.0, 1.0, -1.0}, [&](double distance) {
    const Nonce expected = nonce_of_period(secret, current - distance);
    return Botan::constant_time_compare(*bytes, expected);
  });
}

}  // namespace assay
