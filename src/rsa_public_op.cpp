#include "rsa_public_op.hpp"

#include <algorithm>
#include <bit>

namespace assay {

RsaPublicOp::RsaPublicOp(std::span<const std::uint8_t> modulus, std::uint64_t exponent)
    : modulus_(modulus.begin(), modulus.end()),
      bits_(modulus.size() * 8 - static_cast<std::size_t>(std::countl_zero(modulus.front()))),
      exponent_(exponent),
      montgomery_(modulus) {}

bool RsaPublicOp::apply(std::span<const std::uint8_t> signature,
                        std::span<std::uint8_t> message) const {
  // Big-endian and of the same length, they compare as numbers do.
  if (signature.size() != modulus_.size() ||
      !std::ranges::lexicographical_compare(signature, modulus_)) {
    return false;
  }
  const Number plain = montgomery_.read(signature);
  Number power = montgomery_.make_number();
  montgomery_.multiply(power, plain, montgomery_.r_squared());
  const Number base = power;  // s R

  // Left to right (Knuth, TAOCP 2, §4.6.3) behind the leading bit. The last bit is set as e is odd,
  // and to multiply by s instead of s R there leaves the Montgomery form.
  for (std::uint64_t bit = std::bit_floor(exponent_) >> 1U; bit > 1; bit >>= 1U) {
    montgomery_.square(power, power);
    if ((exponent_ & bit) != 0) montgomery_.multiply(power, power, base);
  }
  montgomery_.square(power, power);
  montgomery_.multiply(power, power, plain);
  montgomery_.write(power, message);
  return true;
}

}  // namespace assay
