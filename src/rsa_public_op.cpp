#include "rsa_public_op.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace assay {

namespace {

Number one_of(const Montgomery& montgomery) {
  constexpr std::array<std::uint8_t, 1> kOne{1};
  return montgomery.read(kOne);
}

}  // namespace

RsaPublicOp::RsaPublicOp(std::span<const std::uint8_t> modulus, std::uint64_t exponent)
    : modulus_(modulus.begin(), modulus.end()),
      bits_(modulus.size() * 8 - static_cast<std::size_t>(std::countl_zero(modulus.front()))),
      exponent_(exponent),
      montgomery_(modulus),
      raised_one_(raise(one_of(montgomery_))) {}

bool RsaPublicOp::is_below_modulus(std::span<const std::uint8_t> number) const {
  // Big-endian and of the same length, they compare as numbers do.
  return number.size() == modulus_.size() && std::ranges::lexicographical_compare(number, modulus_);
}

// Left to right (Knuth, TAOCP 2, §4.6.3) behind the leading bit; the last bit of e, which is odd,
// is left to the caller. Each product divides by R: of x^a / R^(a - 1) and x^b / R^(b - 1) comes
// x^(a + b) / R^(a + b - 1).
Number RsaPublicOp::raise(const Number& x) const {
  Number power = x;
  for (std::uint64_t bit = std::bit_floor(exponent_) >> 1U; bit > 1; bit >>= 1U) {
    montgomery_.square(power, power);
    if ((exponent_ & bit) != 0) montgomery_.multiply(power, power, x);
  }
  montgomery_.square(power, power);
  return power;
}

bool RsaPublicOp::apply(std::span<const std::uint8_t> signature,
                        std::span<std::uint8_t> message) const {
  if (!is_below_modulus(signature)) return false;
  const Number plain = montgomery_.read(signature);
  Number in_form = montgomery_.make_number();
  montgomery_.multiply(in_form, plain, montgomery_.r_squared());  // s R
  Number power = raise(in_form);                                  // s^(e - 1) R
  montgomery_.multiply(power, power, plain);
  montgomery_.write(power, message);
  return true;
}

// s^e = m says the same as s s^(e - 1) / R^(e - 2) = m 1^(e - 1) / R^(e - 2), as R is prime to n.
// So s need not be brought into Montgomery form, nor the result out of it; and as m is mostly
// padding, whose limbs are zero, the right side is cheap.
bool RsaPublicOp::yields(std::span<const std::uint8_t> signature,
                         std::span<const std::uint8_t> message) const {
  if (!is_below_modulus(signature) || !is_below_modulus(message)) return false;
  const Number plain = montgomery_.read(signature);
  return montgomery_.are_congruent({plain, raise(plain)}, {montgomery_.read(message), raised_one_});
}

}  // namespace assay
