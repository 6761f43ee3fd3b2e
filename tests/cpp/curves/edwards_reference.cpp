#include "curves/edwards_reference.hpp"

#include <botan/numthry.h>

#include <algorithm>

namespace assay::ec::test {

using Botan::BigInt;

const Edwards25519& Edwards25519::get() {
  static const Edwards25519 kept;
  return kept;
}

Edwards25519::Edwards25519()
    : p_((BigInt(1) << 255) - 19),
      mod_p_(Botan::Modular_Reducer::for_public_modulus(p_)),
      order_((BigInt(1) << 252) + BigInt("27742317777372353535851937790883648493")),
      d_(mod(p_ - BigInt(121665) * Botan::inverse_mod(BigInt(121666), p_))) {
  std::vector<std::uint8_t> encoded(32, 0x66);
  encoded[0] = 0x58;
  base_ = *decode(encoded);
  // Of a random point, the order's multiple has a small order: one of order 8 makes them all.
  const Point neutral{0, 1, 1};
  for (std::uint8_t y = 2;; ++y) {
    std::vector<std::uint8_t> bytes(32, 0);
    bytes[0] = y;
    const auto point = decode(bytes);
    if (!point) continue;
    const Point eighth = times(order_, *point);
    if (encode(times(4, eighth)) == encode(neutral)) continue;
    small_[0] = neutral;
    for (std::size_t i = 1; i < 8; ++i) small_[i] = add(small_[i - 1], eighth);
    return;
  }
}

BigInt Edwards25519::mod(const BigInt& number) const { return mod_p_.reduce(number); }

Edwards25519::Point Edwards25519::add(const Point& a, const Point& b) const {
  // "add-2008-bbjlp", for a = -1
  const BigInt zz = mod(a.z * b.z);
  const BigInt xx = mod(a.x * b.x);
  const BigInt yy = mod(a.y * b.y);
  const BigInt e = mod(d_ * mod(xx * yy));
  const BigInt square = mod(zz * zz);
  const BigInt f = mod(square - e);
  const BigInt g = mod(square + e);
  const BigInt cross = mod((a.x + a.y) * (b.x + b.y) - xx - yy);
  return {mod(mod(zz * f) * cross), mod(mod(zz * g) * mod(yy + xx)), mod(f * g)};
}

Edwards25519::Point Edwards25519::times(BigInt scalar, Point point) const {
  Point sum{0, 1, 1};
  for (; scalar > 0; scalar >>= 1) {
    if (scalar.is_odd()) sum = add(sum, point);
    point = add(point, point);
  }
  return sum;
}

std::vector<std::uint8_t> Edwards25519::encode(const Point& point) const {
  const BigInt inverse = Botan::inverse_mod(point.z, p_);
  std::vector<std::uint8_t> bytes(32);
  write(mod(point.y * inverse), bytes);
  if (mod(point.x * inverse).is_odd()) bytes[31] |= 0x80;
  return bytes;
}

std::optional<Edwards25519::Point> Edwards25519::decode(std::span<const std::uint8_t> bytes) const {
  BigInt y = read(bytes);
  const bool sign = y.get_bit(255);
  y.clear_bit(255);
  if (y >= p_) return std::nullopt;
  const BigInt yy = mod(y * y);
  const BigInt quotient = mod((yy - 1) * Botan::inverse_mod(mod(d_ * yy + 1), p_));
  BigInt x = Botan::power_mod(quotient, (p_ + 3) >> 3, p_);
  if (mod(x * x) != quotient) x = mod(x * Botan::power_mod(2, (p_ - 1) >> 2, p_));
  if (mod(x * x) != quotient || (x == 0 && sign)) return std::nullopt;
  if (x.is_odd() != sign) x = p_ - x;
  return Point{x, y, 1};
}

bool Edwards25519::verifies(const Point& key, std::span<const std::uint8_t> digest,
                            std::span<const std::uint8_t> signature) const {
  const BigInt s = read(signature.subspan(32));
  const auto r = decode(signature.first(32));
  if (s >= order_ || !r) return false;
  const BigInt k = read(digest) % order_;
  return encode(times(s, base_)) == encode(add(*r, times(k, key)));
}

BigInt Edwards25519::read(std::span<const std::uint8_t> bytes) {
  std::vector<std::uint8_t> reversed(bytes.rbegin(), bytes.rend());
  return BigInt(reversed.data(), reversed.size());
}

void Edwards25519::write(BigInt number, std::span<std::uint8_t> bytes) {
  for (auto& byte : bytes) {
    byte = number.byte_at(0);
    number >>= 8;
  }
}

}  // namespace assay::ec::test
