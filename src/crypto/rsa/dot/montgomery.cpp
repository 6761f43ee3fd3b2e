#include "crypto/rsa/dot/montgomery.hpp"

#include "crypto/rsa/bit_length.hpp"
#include "crypto/rsa/dot/dot_columns.hpp"
#include "crypto/rsa/limb_math.hpp"
#include "crypto/rsa/simd.hpp"

// Why it is correct. Let L = 2^12 + 33 bound the limbs of every factor.
//
// Limbs: one pass of carry() leaves columns of at most 2^12 + 2^18 (the low part, and the carry of
// one column), a second pass 2^12 + 2^5 + 1 = L. Number::read() and carry_signed() leave 2^12.
//
// Columns: a row adds at most L^2 < 2^24.024 to a column; a doubled row of a square, 2 L^2. There
// are at most kRowsPerPass = 120 rows between two passes of carry(), or kRowsPerSquare = 56 of a
// square. The carry of a quotient, below 2^19, and what the previous pass left come on top:
// 120 L^2 + 2^19 + 2^18 + 2^12 < 2^31, with room for the 2^12 that carry() adds to round.
//
// A second product starts on columns that a pass has left, as rows after a pass do.
//
// Quotients: n' = c n with c = -1 / n modulo 2^104 is -1 modulo 2^104: n' = 2^104 upper - 1. To
// clear the lowest block of columns, of value t, reduce() adds q n', where q = t modulo 2^104 is t
// carried into limbs. That leaves the carry of t and q times upper, both in the columns above.
//
// Values: let N = 2^104 n, so n' < N. |q| <= 0.505 R, so a product of |a|, |b| <= 0.6 N leaves
// (|a b| + |q| n') / R <= 0.36 N^2 / R + 0.505 N <= 0.6 N, as R >= 4 N. So the top column is small,
// and no carry is lost. The difference of two products, each of a number below n and one of at most
// 0.6 N, is smaller than that.

namespace assay {
namespace {

using dot::accumulate;
using dot::add_block;
using dot::doubled;
using dot::negative;
using dot::Rows;
using dot::rows_of;
using dot::shift_in;
using dot::Split;
using dot::zero;

constexpr int kBits = kLimbBits;
constexpr std::size_t kBlock = kLimbBlock;
constexpr std::size_t kBlockBits = kBits * kBlock;
constexpr std::size_t kRowsPerPass = 120;
constexpr std::size_t kRowsPerSquare = 56;

/// One pass of carries over the columns, from 0 to count in steps of 4: each adds its high part to
/// the next, the last one to columns[count].
void carry(std::int32_t* columns, std::size_t count) {
  v128_t before = zero();
  for (std::size_t c = 0; c < count; c += 4) {
    const Split split(wasm_v128_load(columns + c));
    wasm_v128_store(columns + c, wasm_i32x4_add(split.low, shift_in(before, split.high)));
    before = split.high;
  }
  columns[count] += wasm_i32x4_extract_lane(before, 3);
}

/// As carry(), but the last column keeps its high part.
void carry_to_top(std::int32_t* columns, std::size_t count) {
  columns[count] = 0;
  carry(columns, count);
  columns[count - 1] += columns[count] * (1 << kBits);
}

/// The last pass: writes the limbs and their pairs, which products read.
void carry_into(Number& number, const std::int32_t* columns, std::size_t count) {
  std::uint32_t* pairs = number.pairs.data() + Number::kMargin;
  const v128_t half_word = wasm_i32x4_splat(0xFFFF);
  const auto pair_up = [&](v128_t below, v128_t four) {
    return wasm_v128_or(wasm_v128_and(four, half_word), wasm_i32x4_shl(shift_in(below, four), 16));
  };
  v128_t high = zero();
  v128_t limbs = zero();
  for (std::size_t c = 0; c < count; c += 8) {
    const Split first(wasm_v128_load(columns + c));
    const Split second(wasm_v128_load(columns + c + 4));
    const v128_t low_limbs = wasm_i32x4_add(first.low, shift_in(high, first.high));
    const v128_t high_limbs = wasm_i32x4_add(second.low, shift_in(first.high, second.high));
    wasm_v128_store(number.limbs.data() + c, wasm_i16x8_narrow_i32x4(low_limbs, high_limbs));
    wasm_v128_store(pairs + c, pair_up(limbs, low_limbs));
    wasm_v128_store(pairs + c + 4, pair_up(low_limbs, high_limbs));
    high = second.high;
    limbs = high_limbs;
  }
  pairs[count] = static_cast<std::uint32_t>(wasm_i32x4_extract_lane(limbs, 3)) << 16U;
}

Rows spread(v128_t limbs) {
  return {
      wasm_i32x4_shuffle(limbs, limbs, 0, 0, 0, 0), wasm_i32x4_shuffle(limbs, limbs, 1, 1, 1, 1),
      wasm_i32x4_shuffle(limbs, limbs, 2, 2, 2, 2), wasm_i32x4_shuffle(limbs, limbs, 3, 3, 3, 3)};
}

/// The quotient that clears the lowest block of columns. The multiple of the modulus is -1 modulo
/// 2^104, so the quotient is the block itself, carried. Its carry goes to the next column.
[[gnu::always_inline]] inline v128_t next_quotient(std::int32_t* columns) {
  const Split low(wasm_v128_load(columns));
  const Split high(wasm_v128_load(columns + 4));
  const Split low2(wasm_i32x4_add(low.low, shift_in(zero(), low.high)));
  const Split high2(wasm_i32x4_add(high.low, shift_in(low.high, high.high)));
  const v128_t limbs =
      wasm_i16x8_narrow_i32x4(wasm_i32x4_add(low2.low, shift_in(zero(), low2.high)),
                              wasm_i32x4_add(high2.low, shift_in(low2.high, high2.high)));
  const v128_t carried = shift_in(wasm_i32x4_add(high.high, high2.high), zero());
  wasm_v128_store(columns + 8, wasm_i32x4_add(wasm_v128_load(columns + 8), carried));
  return limbs;
}

}  // namespace

/// The columns of a product, and room for the carry out of the last one.
struct Montgomery::Columns {
  std::array<std::int32_t, 2 * kMaxLimbs + 2 * kBlock> at;

  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): the columns in use are cleared
  explicit Columns(std::size_t count) {
    for (std::size_t c = 0; c < count + 2 * kBlock; c += 4) wasm_v128_store(at.data() + c, zero());
  }
};

/// result = columns / R modulo n.
void Montgomery::reduce(Number& result, Columns& columns) const {
  carry_to_top(columns.at.data(), 2 * limbs_);
  const std::uint32_t* n = upper_.first_pair();
  std::int32_t* block = columns.at.data();
  v128_t quotient = next_quotient(block);
  std::size_t rows = 0;
  for (std::size_t left = limbs_; left > kBlock; left -= kBlock) {
    block += kBlock;
    const Rows q = spread(quotient);
    accumulate(block, n, q, 0, kBlock);
    // It needs only this block's columns: work on the others hides its latency.
    quotient = next_quotient(block);
    accumulate(block, n, q, kBlock, limbs_);
    rows += kBlock;
    if (rows == kRowsPerPass) {
      carry(block + kBlock, limbs_ - kBlock);
      rows = 0;
    }
  }
  block += kBlock;
  accumulate(block, n, spread(quotient), 0, limbs_);
  carry_to_top(block, limbs_);
  carry_into(result, block, limbs_);
}

void Montgomery::add_product(Columns& columns, const Product& product, bool negated) const {
  std::size_t rows_done = 0;
  for (std::size_t i = 0; i < limbs_; i += kBlock) {
    const std::int16_t* const limbs = product.a.limbs.data() + i;
    if (!wasm_v128_any_true(wasm_v128_load(limbs))) continue;
    std::int32_t* const block = columns.at.data() + i;
    const Rows rows = negated ? negative(rows_of(limbs)) : rows_of(limbs);
    accumulate(block, product.b.first_pair(), rows, 0, limbs_ + kBlock);
    rows_done += kBlock;
    if (rows_done == kRowsPerPass) {
      carry(block, limbs_ + kBlock);
      rows_done = 0;
    }
  }
}

void Montgomery::multiply(Number& result, const Number& a, const Number& b) const {
  Columns columns(2 * limbs_);
  add_product(columns, {a, b}, false);
  reduce(result, columns);
}

bool Montgomery::are_congruent(const Product& left, const Product& right) const {
  Columns columns(2 * limbs_);
  add_product(columns, left, false);
  carry_to_top(columns.at.data(), 2 * limbs_);
  add_product(columns, right, true);
  Number difference(limbs_);
  reduce(difference, columns);
  return difference.is_multiple_of(modulus_);
}

namespace {

/// The columns of a square that products inside a block reach: 16, from twice the block's index.
/// Those products occur twice by themselves; a product with a limb above the block is doubled by
/// doubling that limb.
void square_block(std::int32_t* columns, const std::uint32_t* pairs, const Rows& rows) {
  const v128_t first_lane_low = wasm_i32x4_make(0xFFFF, -1, -1, -1);
  const v128_t upper_lanes_low = wasm_i32x4_make(0, 0, 0xFFFF, -1);
  const v128_t at_minus2 = wasm_v128_and(wasm_v128_load(pairs - 2), upper_lanes_low);
  const v128_t at0 = wasm_v128_and(wasm_v128_load(pairs), first_lane_low);
  const v128_t at2 = wasm_v128_load(pairs + 2);
  const v128_t at4 = wasm_v128_load(pairs + 4);
  v128_t at6 = wasm_v128_load(pairs + 6);
  v128_t at8 = wasm_v128_load(pairs + 8);
  v128_t at10 = wasm_v128_load(pairs + 10);
  v128_t at12 = wasm_v128_load(pairs + 12);
  at6 = wasm_i16x8_add(at6, wasm_v128_and(at6, upper_lanes_low));
  at8 = wasm_i16x8_add(at8, wasm_v128_and(at8, first_lane_low));
  at10 = wasm_i16x8_add(at10, at10);
  at12 = wasm_i16x8_add(at12, at12);

  const auto add = [&](std::size_t c, v128_t b0, v128_t b2, v128_t b4, v128_t b6) {
    wasm_v128_store(columns + c, add_block(wasm_v128_load(columns + c), b0, b2, b4, b6, rows));
  };
  add(0, at0, at_minus2, zero(), zero());
  add(4, at4, at2, at0, at_minus2);
  add(8, at8, at6, at4, at2);
  add(12, at12, at10, at8, at6);
}

}  // namespace

void Montgomery::square(Number& result, const Number& a) const {
  Columns columns(2 * limbs_);
  std::size_t rows_done = 0;
  for (std::size_t i = 0; i < limbs_; i += kBlock) {
    std::int32_t* const block = columns.at.data() + 2 * i;
    const std::uint32_t* const pairs = a.first_pair() + i;
    const std::size_t width = limbs_ + kBlock - i;
    const Rows rows = rows_of(a.limbs.data() + i);
    square_block(block, pairs, rows);
    accumulate(block, pairs, doubled(rows), 2 * kBlock, width);
    rows_done += kBlock;
    if (rows_done == kRowsPerSquare) {
      carry(block, width);
      rows_done = 0;
    }
  }
  reduce(result, columns);
}

Montgomery::Montgomery(std::span<const std::uint8_t> modulus)
    : bits_(bit_length(modulus)),
      // 4 * 2^104 n <= R
      limbs_((bits_ + 2 + 2 * kBlockBits - 1) / kBlockBits * kBlock),
      modulus_(Number::read(modulus, limbs_)),
      upper_(upper_part_of_multiple(modulus_)) {}

Number Montgomery::r_squared() const {
  return r_squared_of(modulus_, bits_, kBits * limbs_,
                      [&](auto& number) { square(number, number); });
}

}  // namespace assay
