#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

namespace assay {

/// What both kernels do with limbs outside their loops over products: carry, read, write, estimate,
/// and prepare a modulus. A number is the sum of limb[j] 2^(kBits j), least significant first.
///
/// Each kernel uses its own Word and kBits, so that no instantiation is shared between source files
/// that are compiled for different processors.
/// @tparam Word signed, wide enough for a limb and all that is added to it between two carries
template <class Word, int kBits>
struct LimbMath {
  using Unsigned = std::make_unsigned_t<Word>;
  using Words = std::span<Word>;
  using ConstWords = std::span<const Word>;

  static constexpr Word kHalf = Word{1} << (kBits - 1);
  static constexpr Word kMask = (Word{1} << kBits) - 1;

  /// Carries into limbs from 0 to kMask; the last limb keeps the overflow and the sign.
  static void carry_unsigned(Words limbs) {
    Word carry = 0;
    for (Word& limb : limbs.first(limbs.size() - 1)) {
      carry += limb;
      limb = carry & kMask;
      carry >>= kBits;
    }
    limbs.back() += carry;
  }

  /// Carries into limbs from -kHalf to kHalf - 1; the last limb keeps the overflow.
  static void carry_signed(Words limbs) {
    Word carry = 0;
    for (Word& limb : limbs.first(limbs.size() - 1)) {
      const Word raised = limb + carry + kHalf;
      carry = raised >> kBits;
      limb = (raised & kMask) - kHalf;
    }
    limbs.back() += carry;
  }

  /// Whether a number in signed limbs is negative: its highest limb that is not zero decides.
  [[nodiscard]] static bool is_negative(ConstWords limbs) {
    const auto highest =
        std::find_if(limbs.rbegin(), limbs.rend(), [](Word limb) { return limb != 0; });
    return highest != limbs.rend() && *highest < 0;
  }

  /// Reads a number below 2^(kBits limbs - 2) into limbs from -kHalf to kHalf - 1.
  /// @tparam kMaxLimbs at least the count of limbs
  /// @param bytes big-endian
  template <std::size_t kMaxLimbs, class Limb>
  static void read(std::span<Limb> limbs, std::span<const std::uint8_t> bytes) {
    // Each limb is cut from the word that begins at its lowest byte; zeros pad the last words.
    static_assert(kBits + 7 <= 8 * sizeof(Unsigned));
    std::array<std::uint8_t, kMaxLimbs * kBits / 8 + sizeof(Unsigned)> reversed{};
    std::ranges::reverse_copy(bytes, reversed.begin());

    Word carry = 0;
    std::size_t bit = 0;
    for (Limb& limb : limbs) {
      Unsigned window = 0;
      std::memcpy(&window, reversed.data() + bit / 8, sizeof window);
      const Word raised = (static_cast<Word>(window >> bit % 8) & kMask) + carry + kHalf;
      carry = raised >> kBits;
      limb = static_cast<Limb>((raised & kMask) - kHalf);
      bit += kBits;
    }
  }

  /// @param bytes receives the number, big-endian; must have room for it
  /// @param limbs from 0 to kMask
  static void write(std::span<std::uint8_t> bytes, ConstWords limbs) {
    Unsigned window = 0;
    int filled = 0;
    std::size_t limb = 0;
    for (std::size_t i = bytes.size(); i-- > 0;) {
      if (filled < 8) {
        window |= static_cast<Unsigned>(limbs[limb++]) << filled;
        filled += kBits;
      }
      bytes[i] = static_cast<std::uint8_t>(window);
      window >>= 8U;
      filled -= 8;
    }
  }

  /// The value of limb `top`, of all limbs above it and of kBelow below it, in units of limb `top`.
  template <std::size_t kBelow, class Limb>
  [[nodiscard]] static double leading(std::span<const Limb> limbs, std::size_t top) {
    double value = 0;
    for (std::size_t j = limbs.size(); j-- > top - kBelow;) {
      value = value * kRadix + static_cast<double>(limbs[j]);
    }
    constexpr double kUnit = [] {
      double unit = 1;
      for (std::size_t i = 0; i < kBelow; ++i) unit /= kRadix;
      return unit;
    }();
    return value * kUnit;  // kUnit is a power of two: as exact as ldexp(), without a call
  }

  /// @param lowest limb of an odd number
  /// @return its inverse modulo 2^kBits, in the low bits
  [[nodiscard]] static Unsigned inverse(Unsigned lowest) {
    Unsigned inverse = 1;
    // Newton's iteration: each step doubles the count of correct bits.
    for (int correct = 1; correct < kBits; correct *= 2) inverse *= 2 - lowest * inverse;
    return inverse;
  }

  /// Writes a number from -n to n that is congruent to 2^exponent.
  /// @param limbs must be zero
  /// @param modulus_bits n's length; exponent >= modulus_bits - 1
  /// @param add_multiple takes limbs and a factor: adds factor n
  template <class AddMultiple>
  static void power_of_two(Words limbs, std::size_t exponent, std::size_t modulus_bits,
                           AddMultiple add_multiple) {
    const std::size_t start = modulus_bits - 1;  // the largest power below the modulus
    limbs[start / kBits] = Word{1} << (start % kBits);
    carry_signed(limbs);
    for (std::size_t e = start; e < exponent; ++e) {
      // Stays from -n to n: doubled, plus n if it is negative, else minus n.
      const int sign = is_negative(limbs) ? 1 : -1;
      for (Word& limb : limbs) limb *= 2;
      add_multiple(limbs, sign);
      carry_signed(limbs);
    }
  }

 private:
  static constexpr double kRadix = static_cast<double>(Word{1} << kBits);
};

/// R^2 modulo n for R = 2^r_bits: doubling gives 2^v R; each squaring then doubles v up to 2^v = R.
/// @param square the arithmetic's squaring, which divides by R
template <class Number, class Square>
[[nodiscard]] Number r_squared_of(const Number& modulus, std::size_t modulus_bits,
                                  std::size_t r_bits, Square square) {
  const int squarings = std::countr_zero(r_bits);
  Number power = power_of_two(r_bits + (r_bits >> squarings), modulus, modulus_bits);
  for (int i = 0; i < squarings; ++i) square(power);
  return power;
}

}  // namespace assay
