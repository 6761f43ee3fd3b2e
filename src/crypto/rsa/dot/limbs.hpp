#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay {

inline constexpr int kLimbBits = 13;
/// Limbs of one factor that are multiplied in one pass over the other one.
inline constexpr std::size_t kLimbBlock = 8;
/// Limbs for 8192 bits, a block and two bits, rounded up to whole blocks.
inline constexpr std::size_t kMaxLimbs = 640;

/// A number in signed limbs, least significant first: the sum of limb[j] 2^(13 j). Stored in both
/// forms that a product reads: limb by limb, and as pairs of neighbours.
class Number {
 public:
  /// Zeros that a product reads before the first pair and after the last limb.
  static constexpr std::size_t kMargin = 16;

  /// Zero. @param count of limbs
  explicit Number(std::size_t count) : limbs(count), pairs(count + 2 * kMargin) {}

  /// @param bytes big-endian, of a number below 2^(13 count - 2)
  [[nodiscard]] static Number read(std::span<const std::uint8_t> bytes, std::size_t count);

  /// Writes the number from 0 to n - 1 that is congruent to this one, whose absolute value is below
  /// 2^104 n.
  /// @param bytes big-endian, as long as the modulus
  void write(std::span<std::uint8_t> bytes, const Number& modulus) const;

  /// Whether n divides this number, whose absolute value is below 2^104 n.
  [[nodiscard]] bool is_multiple_of(const Number& modulus) const;

  [[nodiscard]] const std::uint32_t* first_pair() const noexcept { return pairs.data() + kMargin; }

  /// Makes the pairs agree with the limbs.
  void pair_up() noexcept;

  /// Each at most 2^12 + 33 in absolute value.
  std::vector<std::int16_t> limbs;
  /// (limb[j], limb[j - 1]) as the halves of a word, the lower half first, at kMargin + j.
  std::vector<std::uint32_t> pairs;
};

/// (c n + 1) / 2^104 for the c from 0 to 2^104 - 1 that makes it an integer.
[[nodiscard]] Number upper_part_of_multiple(const Number& modulus);

/// A number from -n to n that is congruent to 2^exponent.
/// @param modulus_bits n's length; exponent >= modulus_bits - 1
[[nodiscard]] Number power_of_two(std::size_t exponent, const Number& modulus,
                                  std::size_t modulus_bits);

}  // namespace assay
