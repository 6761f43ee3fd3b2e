#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "crypto/rsa/dot/limbs.hpp"

namespace assay {

/// Arithmetic modulo an odd number in Montgomery form, by WebAssembly's SIMD128.
///
/// Method: P. L. Montgomery, "Modular multiplication without trial division", Math. Comp. 44
/// (1985); operand scanning with a separate reduction as in Ç. K. Koç, T. Acar, B. S. Kaliski,
/// "Analyzing and comparing Montgomery multiplication algorithms", IEEE Micro 16 (1996); signed
/// limbs with delayed carries after A. Avizienis, "Signed-digit number representations" (1961).
///
/// The limb's width follows from the one instruction that multiplies without shuffles in every
/// engine: i32x4.dot_i16x8_s adds two 16-bit products in each 32-bit lane. Measured against
/// radix 2^28 with i64x2.extmul on V8: 26 to 33 µs for one exponentiation by 65537, 2048 bits.
///
/// Only public values may flow through it: its time depends on them.
class Montgomery {
 public:
  static constexpr std::size_t kMaxBits = 8192;

  /// @param modulus odd, big-endian, without leading zeros, at most kMaxBits long
  explicit Montgomery(std::span<const std::uint8_t> modulus);

  /// @param bytes big-endian, of a number below the modulus
  [[nodiscard]] Number read(std::span<const std::uint8_t> bytes) const {
    return Number::read(bytes, limbs_);
  }
  /// A number for results, zero so far.
  [[nodiscard]] Number make_number() const { return Number(limbs_); }
  /// Writes the number from 0 to n - 1 that is congruent to this one.
  /// @param bytes big-endian, as long as the modulus
  void write(const Number& number, std::span<std::uint8_t> bytes) const {
    number.write(bytes, modulus_);
  }

  /// result = a b / R modulo n, where R = 2^(13 limbs). What comes out is at most 0.6 2^104 n in
  /// size, and so may be what goes in. The result may be one of the factors.
  void multiply(Number& result, const Number& a, const Number& b) const;
  /// result = a^2 / R modulo n.
  void square(Number& result, const Number& a) const;

  struct Product {
    const Number& a;
    const Number& b;
  };
  /// Whether two products are congruent modulo n; each factor as for multiply(). Blocks of zeros in
  /// an a cost nothing.
  [[nodiscard]] bool are_congruent(const Product& left, const Product& right) const;

  /// R^2 modulo n: multiplied by it, a number is in Montgomery form.
  [[nodiscard]] const Number& r_squared() const noexcept { return r_squared_; }

 private:
  struct Columns;

  void add_product(Columns& columns, const Product& product, bool negated) const;
  void reduce(Number& result, Columns& columns) const;

  std::size_t bits_;
  std::size_t limbs_;  ///< in use, a multiple of kLimbBlock
  Number modulus_;
  Number upper_;  ///< (c n + 1) / 2^104, where c n + 1 is divisible
  Number r_squared_;
};

}  // namespace assay
