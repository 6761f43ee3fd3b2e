#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#include "crypto/rsa/fma/fused.hpp"

namespace assay {

inline constexpr int kFmaLimbBits = 49;
/// Limbs of one factor that are multiplied in one pass over the other one.
inline constexpr std::size_t kFmaBlock = 4;
/// Limbs for 8192 bits and 100 more, rounded up to whole blocks.
inline constexpr std::size_t kFmaMaxLimbs = 172;

/// Sums of products of limbs in two neighbouring columns, as 64-bit integers. The high parts belong
/// one column further up.
struct FmaColumns {
  v128_t low, high;
};

/// Constants that split products and columns. They are loaded from a member of the arithmetic, as
/// engines rebuild a constant vector at each use.
struct FmaConstants {
  static constexpr double kHigh = 0x1.8p101;  ///< its neighbours are 2^49 away
  static constexpr double kLow = 0x1.8p52;    ///< its neighbours are 1 away
  static constexpr std::int64_t kHalf = std::int64_t{1} << (kFmaLimbBits - 1);
  /// Makes every column positive, and each carry too large by kCarryExcess.
  static constexpr std::int64_t kRaise = std::int64_t{1} << 60;
  static constexpr std::int64_t kCarryExcess = kRaise >> kFmaLimbBits;

  v128_t high = wasm_f64x2_splat(kHigh);
  v128_t high_and_low = wasm_f64x2_splat(kHigh + kLow);
  v128_t raise = wasm_i64x2_splat(kRaise + kHalf - kCarryExcess);
  v128_t mask = wasm_i64x2_splat(2 * kHalf - 1);
  v128_t carry_excess = wasm_i64x2_splat(kCarryExcess);
  v128_t whole = wasm_f64x2_splat(0x1p52);  ///< or-ed with an integer below 2^52: their sum
  v128_t whole_and_raised = wasm_f64x2_splat(0x1p52 + static_cast<double>(kHalf + kCarryExcess));

  /// What a sum of products adds to columns besides the sum itself.
  static FmaColumns excess() {
    return {wasm_i64x2_splat(std::bit_cast<std::int64_t>(kLow)),
            wasm_i64x2_splat(std::bit_cast<std::int64_t>(kHigh))};
  }
};

/// A sum of one to four products of pairs of limbs, exactly: high 2^49 + low.
///
/// Added to 1.5 2^101, a product leaves its high part, rounded to a multiple of 2^49, in the bits
/// of the double. The product minus that part is the low part. Both additions round once, so the
/// second one is exact.
///
/// Method: N. Emmart, F. Zheng, C. Weems, "Faster Modular Exponentiation Using Double Precision
/// Floating Point Arithmetic on the GPU" (ARITH 2018). There doubles round to zero; here they round
/// to nearest, so low parts are signed, as the limbs are. In a sum, each product is added to the
/// high part of the one before, which saves additions.
class FmaSum {
 public:
  [[gnu::always_inline]] FmaSum(const FmaConstants& constants, v128_t limb, v128_t pair)
      : high_(multiply_add(limb, pair, constants.high)),
        low_(multiply_add(limb, pair, wasm_f64x2_sub(constants.high_and_low, high_))) {}

  [[gnu::always_inline]] FmaSum& add(v128_t limb, v128_t pair) {
    const v128_t high = multiply_add(limb, pair, high_);
    low_ = wasm_f64x2_add(low_, multiply_add(limb, pair, wasm_f64x2_sub(high_, high)));
    high_ = high;
    return *this;
  }

  /// Adds the sum and FmaConstants::excess() to the columns.
  [[gnu::always_inline]] void add_to(FmaColumns& columns) const {
    columns.low = wasm_i64x2_add(columns.low, low_);
    columns.high = wasm_i64x2_add(columns.high, high_);
  }

 private:
  v128_t high_, low_;
};

}  // namespace assay
