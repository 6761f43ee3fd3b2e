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
/// engine: i32x4.dot_i16x8_s adds two 16-bit products in each 32-bit lane. Measured on V8: one
/// exponentiation by 65537, 2048 bits, takes 26 µs; with radix 2^28 and i64x2.extmul, 33 µs.
///
/// For public values only: its running time depends on them.
class Montgomery {
 public:
  static constexpr std::size_t kMaxBits = 8192;

  /// @param modulus odd, big-endian, without leading zeros, at most kMaxBits long
  explicit Montgomery(std::span<const std::uint8_t> modulus);

  /// @param bytes big-endian, of a number below the modulus
  [[nodiscard]] Number read(std::span<const std::uint8_t> bytes) const {
    return Number::read(bytes, limbs_);
  }
  /// Makes a zero, to hold a result.
  [[nodiscard]] Number make_number() const { return Number(limbs_); }
  /// Writes the number from 0 to n - 1 that is congruent to this one.
  /// @param bytes big-endian, as long as the modulus
  void write(const Number& number, std::span<std::uint8_t> bytes) const {
    number.write(bytes, modulus_);
  }

  /// result = a b / R modulo n, where R = 2^(13 limbs). The absolute values of factors and result
  /// are at most 0.6 2^104 n. The result may be the same object as a factor.
  void multiply(Number& result, const Number& a, const Number& b) const;
  /// result = a^2 / R modulo n.
  void square(Number& result, const Number& a) const;

  struct Product {
    const Number& a;
    const Number& b;
  };
  /// Whether two products are congruent modulo n; each factor as for multiply(). Blocks of zeros in
  /// `a` cost nothing.
  [[nodiscard]] bool are_congruent(const Product& left, const Product& right) const;

  /// Computes R^2 modulo n: multiply() by it converts a number to Montgomery form.
  [[nodiscard]] Number r_squared() const;

 private:
  struct Columns;

  void add_product(Columns& columns, const Product& product, bool negated) const;
  void reduce(Number& result, Columns& columns) const;

  std::size_t bits_;
  std::size_t limbs_;  ///< in use, a multiple of kLimbBlock
  Number modulus_;
  Number upper_;  ///< upper_part_of_multiple(): (c n + 1) / 2^104
};

}  // namespace assay
