#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "crypto/rsa/fma/fma_columns.hpp"
#include "crypto/rsa/fma/fma_number.hpp"

namespace assay {

/// Arithmetic modulo an odd number in Montgomery form, as in class Montgomery, but by the fused
/// multiply-add of doubles in WebAssembly's relaxed SIMD. With limbs of 49 bits instead of 13, an
/// exponentiation takes a third of the instructions. Correct only where has_fused_products().
///
/// For public values only: its running time depends on them.
class FmaMontgomery {
 public:
  /// @param modulus odd, big-endian, without leading zeros, at most 8192 bits long
  explicit FmaMontgomery(std::span<const std::uint8_t> modulus);

  /// @param bytes big-endian, of a number below the modulus
  [[nodiscard]] FmaNumber read(std::span<const std::uint8_t> bytes) const {
    return FmaNumber::read(bytes, limbs_);
  }
  /// Makes a zero, to hold a result.
  [[nodiscard]] FmaNumber make_number() const { return FmaNumber(limbs_); }
  /// Writes the number from 0 to n - 1 that is congruent to this one.
  /// @param bytes big-endian, as long as the modulus
  void write(const FmaNumber& number, std::span<std::uint8_t> bytes) const {
    number.write(bytes, modulus_);
  }

  /// result = a b / R modulo n, where R = 2^(49 limbs). The absolute values of factors and result
  /// are at most 0.6 2^98 n. The result may be the same object as a factor.
  void multiply(FmaNumber& result, const FmaNumber& a, const FmaNumber& b) const;
  /// result = a^2 / R modulo n.
  void square(FmaNumber& result, const FmaNumber& a) const;

  struct Product {
    const FmaNumber& a;
    const FmaNumber& b;
  };
  /// Whether two products are congruent modulo n; each factor as for multiply(). Blocks of zeros in
  /// `a` cost nothing.
  [[nodiscard]] bool are_congruent(const Product& left, const Product& right) const;

  /// Computes R^2 modulo n: multiply() by it converts a number to Montgomery form.
  [[nodiscard]] FmaNumber r_squared() const;

 private:
  struct Columns;

  void add_product(Columns& columns, const Product& product, bool negated) const;
  void reduce(FmaNumber& result, Columns& columns) const;

  FmaConstants constants_;
  std::size_t bits_;
  std::size_t limbs_;  ///< in use, a multiple of kFmaBlock
  FmaNumber modulus_;
  FmaNumber upper_;  ///< upper_part_of_multiple(): (c n + 1) / 2^98
  /// Columns to start with: minus the excess that a reduction will add; in before_square_, minus
  /// that of a square, too.
  std::vector<FmaColumns> before_reduction_;
  std::vector<FmaColumns> before_square_;
};

}  // namespace assay
