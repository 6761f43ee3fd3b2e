#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay {

/// A number in signed limbs, integers held in doubles, least significant first: the sum of
/// limb[j] 2^(49 j). Each limb is at most 2^48 + 2^10 in absolute value.
class FmaNumber {
 public:
  /// Zeros that a product reads before the first limb and after the last one.
  static constexpr std::size_t kMargin = 4;

  /// Zero. @param count of limbs, even
  explicit FmaNumber(std::size_t count) : with_margins_(count + 2 * kMargin) {}

  /// @param bytes big-endian, of a number below 2^(49 count - 2)
  [[nodiscard, gnu::noinline]] static FmaNumber read(std::span<const std::uint8_t> bytes,
                                                     std::size_t count);

  /// Writes the number from 0 to n - 1 that is congruent to this one, whose absolute value is below
  /// 2^98 n.
  /// @param bytes big-endian, as long as the modulus
  void write(std::span<std::uint8_t> bytes, const FmaNumber& modulus) const;

  /// Whether n divides this number, whose absolute value is below 2^98 n.
  [[nodiscard]] bool is_multiple_of(const FmaNumber& modulus) const;

  [[nodiscard]] std::size_t size() const noexcept { return with_margins_.size() - 2 * kMargin; }
  [[nodiscard]] const double* limbs() const noexcept { return with_margins_.data() + kMargin; }
  [[nodiscard]] double* limbs() noexcept { return with_margins_.data() + kMargin; }

 private:
  std::vector<double> with_margins_;
};

/// (c n + 1) / 2^98 for a c that makes it an integer, with |c| <= 2^97 + 2^48.
/// @param modulus whose two highest limbs are zero
[[nodiscard]] FmaNumber upper_part_of_multiple(const FmaNumber& modulus);

/// A number from -n to n that is congruent to 2^exponent.
/// @param modulus_bits n's length; exponent >= modulus_bits - 1
[[nodiscard]] FmaNumber power_of_two(std::size_t exponent, const FmaNumber& modulus,
                                     std::size_t modulus_bits);

}  // namespace assay
