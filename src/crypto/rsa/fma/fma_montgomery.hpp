#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "crypto/rsa/fma/fma_columns.hpp"
#include "crypto/rsa/fma/fma_number.hpp"

namespace assay {

/// Arithmetic modulo an odd number in Montgomery form, as Montgomery has it, by the products of
/// doubles that WebAssembly's relaxed SIMD adds to: with limbs of 49 bits instead of 13, an
/// exponentiation has a third of the instructions. Right where has_fused_products().
///
/// Only public values may flow through it: its time depends on them.
class FmaMontgomery {
 public:
  /// @param modulus odd, big-endian, without leading zeros, at most 8192 bits long
  explicit FmaMontgomery(std::span<const std::uint8_t> modulus);

  /// @param bytes big-endian, of a number below the modulus
  [[nodiscard]] FmaNumber read(std::span<const std::uint8_t> bytes) const {
    return FmaNumber::read(bytes, limbs_);
  }
  /// A number for results, zero so far.
  [[nodiscard]] FmaNumber make_number() const { return FmaNumber(limbs_); }
  /// Writes the number from 0 to n - 1 that is congruent to this one.
  /// @param bytes big-endian, as long as the modulus
  void write(const FmaNumber& number, std::span<std::uint8_t> bytes) const {
    number.write(bytes, modulus_);
  }

  /// result = a b / R modulo n, where R = 2^(49 limbs). What comes out is at most 0.6 2^98 n in
  /// size, and so may be what goes in. The result may be one of the factors.
  void multiply(FmaNumber& result, const FmaNumber& a, const FmaNumber& b) const;
  /// result = a^2 / R modulo n.
  void square(FmaNumber& result, const FmaNumber& a) const;

  struct Product {
    const FmaNumber& a;
    const FmaNumber& b;
  };
  /// Whether two products are congruent modulo n; each factor as for multiply(). Blocks of zeros in
  /// an a cost nothing.
  [[nodiscard]] bool are_congruent(const Product& left, const Product& right) const;

  /// R^2 modulo n: multiplied by it, a number is in Montgomery form.
  [[nodiscard]] const FmaNumber& r_squared() const noexcept { return r_squared_; }

 private:
  struct Columns;

  void add_product(Columns& columns, const Product& product, bool negated) const;
  void reduce(FmaNumber& result, Columns& columns) const;

  FmaConstants constants_;
  std::size_t bits_;
  std::size_t limbs_;  ///< in use, a multiple of kFmaBlock
  FmaNumber modulus_;
  FmaNumber upper_;  ///< (c n + 1) / 2^98, where c n + 1 is divisible
  /// Columns without a sum, less what a reduction leaves in them besides it; and less what a square
  /// leaves there, too.
  std::vector<FmaColumns> before_reduction_;
  std::vector<FmaColumns> before_square_;
  FmaNumber r_squared_;
};

}  // namespace assay
