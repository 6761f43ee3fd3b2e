#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>

#include "base/once.hpp"
#include "crypto/rsa/rsa_public_op.hpp"

namespace assay {

/// RsaPublicOp by one of the two arithmetics in Montgomery form.
/// @tparam Arithmetic Montgomery or FmaMontgomery
template <class Arithmetic>
class RsaMontgomeryOp final : public RsaPublicOp {
 public:
  /// As make_rsa_public_op().
  RsaMontgomeryOp(std::span<const std::uint8_t> modulus, std::uint64_t exponent)
      : RsaPublicOp(modulus),
        exponent_(exponent),
        arithmetic_(modulus),
        raised_one_(raise(arithmetic_.read(std::array<std::uint8_t, 1>{1}))) {}

  [[nodiscard]] bool apply(std::span<const std::uint8_t> signature,
                           std::span<std::uint8_t> message) const override {
    if (!is_below_modulus(signature)) return false;
    const Number plain = arithmetic_.read(signature);
    Number in_form = arithmetic_.make_number();
    arithmetic_.multiply(in_form, plain, r_squared());  // s R
    Number power = raise(in_form);                      // s^(e - 1) R
    arithmetic_.multiply(power, power, plain);
    arithmetic_.write(power, message);
    return true;
  }

  // s^e = m is equivalent to s s^(e - 1) / R^(e - 2) = m 1^(e - 1) / R^(e - 2), as R is prime to n.
  // So s is not converted to Montgomery form, nor the result back. The right side is cheap: m is
  // mostly padding, whose 1 bits make signed limbs of zero.
  [[nodiscard]] bool yields(std::span<const std::uint8_t> signature,
                            std::span<const std::uint8_t> message) const override {
    if (!is_below_modulus(signature) || !is_below_modulus(message)) return false;
    const Number plain = arithmetic_.read(signature);
    return arithmetic_.are_congruent({plain, raise(plain)},
                                     {arithmetic_.read(message), raised_one_});
  }

 private:
  using Number = decltype(std::declval<const Arithmetic&>().make_number());

  /// x^(e - 1) / R^(e - 2) modulo n. Left to right (Knuth, TAOCP 2, §4.6.3), after the leading bit
  /// of e. Its last bit is 1, as e is odd; the caller multiplies for it. Each product divides by R:
  /// x^a / R^(a - 1) by x^b / R^(b - 1) gives x^(a + b) / R^(a + b - 1).
  [[nodiscard]] Number raise(const Number& x) const {
    Number power = x;
    for (std::uint64_t bit = std::bit_floor(exponent_) >> 1U; bit > 1; bit >>= 1U) {
      arithmetic_.square(power, power);
      if ((exponent_ & bit) != 0) arithmetic_.multiply(power, power, x);
    }
    arithmetic_.square(power, power);
    return power;
  }

  /// Only apply() needs it: computed at its first call.
  [[nodiscard]] const Number& r_squared() const {
    once_.run([this] {
      r_squared_ = arithmetic_.r_squared();
      return true;
    });
    return *r_squared_;
  }

  std::uint64_t exponent_;
  Arithmetic arithmetic_;
  Number raised_one_;
  mutable Once once_;
  mutable std::optional<Number> r_squared_;
};

}  // namespace assay
