#pragma once

#include <cstddef>
#include <cstdint>

#include "crypto/rsa/dot/limbs.hpp"
#include "crypto/rsa/limb_math.hpp"
#include "crypto/rsa/simd.hpp"

/// The steps of a product of numbers in limbs of 13 bits: rows times pairs, and carries of columns.
namespace assay::dot {

using DotMath = LimbMath<std::int32_t, kLimbBits>;

/// A block of limbs of one factor: two in each 32-bit lane, the same two in all four lanes.
struct Rows {
  v128_t x0, x1, x2, x3;
};

inline Rows rows_of(const std::int16_t* limbs) {
  return {wasm_v128_load32_splat(limbs), wasm_v128_load32_splat(limbs + 2),
          wasm_v128_load32_splat(limbs + 4), wasm_v128_load32_splat(limbs + 6)};
}

inline Rows doubled(const Rows& rows) {
  return {wasm_i16x8_add(rows.x0, rows.x0), wasm_i16x8_add(rows.x1, rows.x1),
          wasm_i16x8_add(rows.x2, rows.x2), wasm_i16x8_add(rows.x3, rows.x3)};
}

inline Rows negative(const Rows& rows) {
  return {wasm_i16x8_neg(rows.x0), wasm_i16x8_neg(rows.x1), wasm_i16x8_neg(rows.x2),
          wasm_i16x8_neg(rows.x3)};
}

inline v128_t zero() { return wasm_i32x4_splat(0); }

/// sum + b[j] x + b[j - 1] x' in each of four columns, for pairs (b[j], b[j - 1]) and (x, x').
inline v128_t add_products(v128_t sum, v128_t pairs, v128_t x) {
  return wasm_i32x4_add(sum, wasm_i32x4_dot_i16x8(pairs, x));
}

/// Four columns of a block: multiplies row pair p by the pairs that begin 2 p limbs lower.
inline v128_t add_block(v128_t sum, v128_t b0, v128_t b2, v128_t b4, v128_t b6, const Rows& rows) {
  sum = add_products(add_products(sum, b0, rows.x0), b2, rows.x1);
  return add_products(add_products(sum, b4, rows.x2), b6, rows.x3);
}

/// columns[c] += the sum of rows[r] b[c - r] over the block, for from <= c < to in steps of 8.
[[gnu::always_inline]] inline void accumulate(std::int32_t* columns, const std::uint32_t* pairs,
                                              const Rows& rows, std::size_t from, std::size_t to) {
  v128_t below2 = wasm_v128_load(pairs + from - 2);
  v128_t below4 = wasm_v128_load(pairs + from - 4);
  v128_t below6 = wasm_v128_load(pairs + from - 6);
  for (std::size_t c = from; c < to; c += 8) {
    const v128_t here = wasm_v128_load(pairs + c);
    wasm_v128_store(columns + c,
                    add_block(wasm_v128_load(columns + c), here, below2, below4, below6, rows));
    below6 = wasm_v128_load(pairs + c + 2);
    below4 = wasm_v128_load(pairs + c + 4);
    wasm_v128_store(columns + c + 4,
                    add_block(wasm_v128_load(columns + c + 4), below4, below6, here, below2, rows));
    below2 = wasm_v128_load(pairs + c + 6);
  }
}

/// Splits a column into low + 2^13 high.
struct Split {
  v128_t low, high;
  explicit Split(v128_t column) {
    const v128_t rounded = wasm_i32x4_add(column, wasm_i32x4_splat(DotMath::kHalf));
    high = wasm_i32x4_shr(rounded, kLimbBits);
    low = wasm_i32x4_sub(wasm_v128_and(rounded, wasm_i32x4_splat(DotMath::kMask)),
                         wasm_i32x4_splat(DotMath::kHalf));
  }
};

/// The lanes of b moved up by one, after the last lane of a.
inline v128_t shift_in(v128_t a, v128_t b) { return wasm_i32x4_shuffle(a, b, 3, 4, 5, 6); }

}  // namespace assay::dot
