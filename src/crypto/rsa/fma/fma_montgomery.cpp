#include "crypto/rsa/fma/fma_montgomery.hpp"

#include <algorithm>
#include <array>

#include "crypto/rsa/bit_length.hpp"
#include "crypto/rsa/limb_math.hpp"

// Why it is correct. Let L = 2^48 + 2^10 bound the limbs of every factor.
//
// Sums: four products with doubled rows are at most 4 * 2 L^2 < 2^100. FmaConstants::kHigh has that
// much room on both sides before the distance of its neighbours changes. Low parts are at most 2^48
// each, four of them 2^50; kLow has room for 2^51. The bits of a double count its neighbours, so
// adding bits adds integers, and the constants' own bits are known.
//
// Columns: each row adds a low part and a high part to a column, below 2^48 + 2^12 each. The 172
// rows of each of two products and of the reduction make less than 2^59, with what is carried in.
//
// Limbs: what is left of a column is at most 2^48, and the carry of the column below at most 2^10.
//
// Quotients: n' = c n is -1 modulo 2^98: n' = 2^98 upper - 1. To clear the lowest two columns, of
// value t, reduce() adds q n', where q = t modulo 2^98 is t carried into limbs. That leaves the
// carry of t and q times upper, both in the columns above. A block of four takes two such steps;
// the second one waits for two products of the first.
//
// Values: let N = 2^98 n, so |n'| < 0.51 N. |q| <= 0.505 R, so a product of |a|, |b| <= 0.6 N
// leaves (|a b| + |q n'|) / R <= 0.36 N^2 / R + 0.26 N <= 0.6 N, as R >= 4 N. So the top column is
// small, and no carry is lost. The same holds for the difference of two products, each of a number
// below n and one of at most 0.6 N.

namespace assay {
namespace {

constexpr std::size_t kBlock = kFmaBlock;
constexpr std::size_t kPairs = kBlock / 2;

/// A block of limbs of one factor, each in both lanes.
struct Rows {
  v128_t x0, x1, x2, x3;
};

Rows rows_of(const double* limbs) {
  return {wasm_v128_load64_splat(limbs), wasm_v128_load64_splat(limbs + 1),
          wasm_v128_load64_splat(limbs + 2), wasm_v128_load64_splat(limbs + 3)};
}

Rows doubled(const Rows& rows) {
  return {wasm_f64x2_add(rows.x0, rows.x0), wasm_f64x2_add(rows.x1, rows.x1),
          wasm_f64x2_add(rows.x2, rows.x2), wasm_f64x2_add(rows.x3, rows.x3)};
}

Rows negative(const Rows& rows) {
  return {wasm_f64x2_neg(rows.x0), wasm_f64x2_neg(rows.x1), wasm_f64x2_neg(rows.x2),
          wasm_f64x2_neg(rows.x3)};
}

v128_t pair_at(const double* limbs) { return wasm_v128_load(limbs); }
v128_t zero() { return wasm_i64x2_splat(0); }
/// (a's upper lane, b's lower lane): a pair of columns moved up by one.
v128_t shift_in(v128_t a, v128_t b) { return wasm_i64x2_shuffle(a, b, 1, 2); }

/// columns[c] += the sum of rows[r] b[c - r] over the block, for from <= c < to in steps of 4.
[[gnu::always_inline]] inline void accumulate(const FmaConstants& constants, FmaColumns* columns,
                                              const double* b, const Rows& rows, std::size_t from,
                                              std::size_t to) {
  FmaColumns* column = columns + from / 2;
  v128_t below1 = pair_at(b + from - 1);
  v128_t below2 = pair_at(b + from - 2);
  v128_t below3 = pair_at(b + from - 3);
  const double* const end = b + to;
  for (const double* at = b + from; at != end; at += kBlock, column += kPairs) {
    const v128_t here = pair_at(at);
    FmaSum(constants, rows.x0, here)
        .add(rows.x1, below1)
        .add(rows.x2, below2)
        .add(rows.x3, below3)
        .add_to(column[0]);
    below3 = pair_at(at + 1);
    below2 = pair_at(at + 2);
    FmaSum(constants, rows.x0, below2)
        .add(rows.x1, below3)
        .add(rows.x2, here)
        .add(rows.x3, below1)
        .add_to(column[1]);
    below1 = pair_at(at + 3);
  }
}

/// The columns after b's last limb, which only the block's upper rows reach.
[[gnu::always_inline]] inline void accumulate_end(const FmaConstants& constants,
                                                  FmaColumns* columns, const double* b,
                                                  const Rows& rows, std::size_t count) {
  FmaColumns* const column = columns + count / 2;
  const double* const end = b + count;
  FmaSum(constants, rows.x1, pair_at(end - 1))
      .add(rows.x2, pair_at(end - 2))
      .add(rows.x3, pair_at(end - 3))
      .add_to(column[0]);
  FmaSum(constants, rows.x3, pair_at(end - 1)).add_to(column[1]);
}

/// The columns of a square from twice a block's index on. Each of the four rows begins one pair of
/// columns later. A product of two limbs counts twice, a limb's own square once.
[[gnu::always_inline]] inline void accumulate_square(const FmaConstants& constants,
                                                     FmaColumns* columns, const double* a,
                                                     std::size_t count) {
  const Rows once = rows_of(a);
  const Rows twice = doubled(once);
  const auto square_first = [](v128_t one, v128_t two) {
    return wasm_i64x2_shuffle(one, two, 0, 3);
  };
  FmaSum(constants, square_first(once.x0, twice.x0), pair_at(a)).add_to(columns[0]);
  FmaSum(constants, twice.x0, pair_at(a + 2))
      .add(square_first(once.x1, twice.x1), pair_at(a + 1))
      .add_to(columns[1]);
  FmaSum(constants, twice.x0, pair_at(a + 4))
      .add(twice.x1, pair_at(a + 3))
      .add(square_first(once.x2, twice.x2), pair_at(a + 2))
      .add_to(columns[2]);
  FmaSum(constants, twice.x0, pair_at(a + 6))
      .add(twice.x1, pair_at(a + 5))
      .add(twice.x2, pair_at(a + 4))
      .add(square_first(once.x3, twice.x3), pair_at(a + 3))
      .add_to(columns[3]);
  if (count == kBlock) return;  // the last block: no limbs above it
  accumulate(constants, columns, a, twice, 2 * kBlock, count);
  accumulate_end(constants, columns, a, twice, count);
}

/// Two columns, each split into its lowest 49 bits, too large by kHalf, and its carry, too large by
/// kCarryExcess.
struct Split {
  v128_t rest, carry;

  /// @param columns both too large by kCarryExcess
  Split(const FmaConstants& constants, v128_t columns) {
    const v128_t raised = wasm_i64x2_add(columns, constants.raise);
    rest = wasm_v128_and(raised, constants.mask);
    carry = wasm_u64x2_shr(raised, kFmaLimbBits);
  }

  /// The limbs, as doubles. @param carried the carries of the columns below
  [[nodiscard]] v128_t limbs(const FmaConstants& constants, v128_t carried) const {
    const v128_t raised = wasm_v128_or(wasm_i64x2_add(rest, carried), constants.whole);
    return wasm_f64x2_sub(raised, constants.whole_and_raised);
  }
};

/// Two columns' sums. @param high_below the high parts of the two columns below
v128_t sum_of(v128_t high_below, const FmaColumns& columns) {
  return wasm_i64x2_add(columns.low, shift_in(high_below, columns.high));
}

/// Four limbs of the quotient, and their carry into the next column.
struct Quotient {
  Rows rows;
  v128_t carry;
};

/// The quotient that clears the lowest block of columns.
/// @param high_below, carry of the columns below
[[gnu::always_inline]] inline Quotient next_quotient(const FmaConstants& constants,
                                                     FmaColumns* columns, const double* upper,
                                                     v128_t high_below, v128_t carry) {
  const v128_t excess = constants.carry_excess;
  const auto split = [&](v128_t sum, v128_t carried) {
    return Split(constants, wasm_i64x2_add(sum, shift_in(carried, excess)));
  };
  const Split first = split(sum_of(high_below, columns[0]), carry);
  const v128_t low = first.limbs(constants, shift_in(excess, first.carry));
  const v128_t x0 = wasm_i64x2_shuffle(low, low, 0, 0);
  const v128_t x1 = wasm_i64x2_shuffle(low, low, 1, 1);
  FmaSum(constants, x0, pair_at(upper)).add(x1, pair_at(upper - 1)).add_to(columns[1]);

  const Split second = split(sum_of(columns[0].high, columns[1]), first.carry);
  const v128_t high = second.limbs(constants, shift_in(excess, second.carry));
  return {{x0, x1, wasm_i64x2_shuffle(high, high, 0, 0), wasm_i64x2_shuffle(high, high, 1, 1)},
          second.carry};
}

/// Subtracts in advance the excess that a sum will add to columns, from the pair `from` on.
void expect_sums(std::span<FmaColumns> columns, std::size_t from, std::size_t count) {
  const FmaColumns excess = FmaConstants::excess();
  for (FmaColumns& pair : columns.subspan(from, count)) {
    pair.low = wasm_i64x2_sub(pair.low, excess.low);
    pair.high = wasm_i64x2_sub(pair.high, excess.high);
  }
}

}  // namespace

/// The columns of a product.
struct FmaMontgomery::Columns {
  std::array<FmaColumns, kFmaMaxLimbs> pairs;

  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): the columns in use are copied
  explicit Columns(const std::vector<FmaColumns>& start) {
    std::ranges::copy(start, pairs.begin());
  }
};

/// result = columns / R modulo n.
void FmaMontgomery::reduce(FmaNumber& result, Columns& columns) const {
  const FmaConstants constants = constants_;
  const double* const upper = upper_.limbs();
  const std::size_t count = limbs_ - 2;  // the two highest limbs of upper_ are zero
  FmaColumns* block = columns.pairs.data();
  Quotient quotient = next_quotient(constants, block, upper, zero(), constants.carry_excess);
  for (std::size_t left = limbs_; left > 0; left -= kBlock) {
    const Rows rows = quotient.rows;
    accumulate(constants, block + 1, upper, rows, 2, 2 + kBlock);
    const v128_t high = block[1].high;
    block += kPairs;
    // It needs only this block's columns: work on the others hides its latency.
    if (left > kBlock) quotient = next_quotient(constants, block, upper, high, quotient.carry);
    accumulate(constants, block - 1, upper, rows, 2 + kBlock, count);
    accumulate_end(constants, block - 1, upper, rows, count);
  }

  v128_t high = block[-1].high;
  v128_t carry = quotient.carry;
  for (std::size_t c = 0; c < limbs_; c += 2, ++block) {
    const Split split(constants, wasm_i64x2_add(sum_of(high, *block), constants.carry_excess));
    wasm_v128_store(result.limbs() + c, split.limbs(constants, shift_in(carry, split.carry)));
    high = block->high;
    carry = split.carry;
  }
}

void FmaMontgomery::add_product(Columns& columns, const Product& product, bool negated) const {
  const FmaConstants constants = constants_;
  for (std::size_t i = 0; i < limbs_; i += kBlock) {
    const double* const limbs = product.a.limbs() + i;
    if (!wasm_v128_any_true(wasm_v128_or(pair_at(limbs), pair_at(limbs + 2)))) continue;
    expect_sums(columns.pairs, i / 2, limbs_ / 2 + kPairs);
    FmaColumns* const block = columns.pairs.data() + i / 2;
    const Rows rows = negated ? negative(rows_of(limbs)) : rows_of(limbs);
    accumulate(constants, block, product.b.limbs(), rows, 0, limbs_);
    accumulate_end(constants, block, product.b.limbs(), rows, limbs_);
  }
}

void FmaMontgomery::multiply(FmaNumber& result, const FmaNumber& a, const FmaNumber& b) const {
  Columns columns(before_reduction_);
  add_product(columns, {a, b}, false);
  reduce(result, columns);
}

bool FmaMontgomery::are_congruent(const Product& left, const Product& right) const {
  Columns columns(before_reduction_);
  add_product(columns, left, false);
  add_product(columns, right, true);
  FmaNumber difference(limbs_);
  reduce(difference, columns);
  return difference.is_multiple_of(modulus_);
}

void FmaMontgomery::square(FmaNumber& result, const FmaNumber& a) const {
  const FmaConstants constants = constants_;
  Columns columns(before_square_);
  FmaColumns* block = columns.pairs.data();
  for (std::size_t i = 0; i < limbs_; i += kBlock, block += 2 * kPairs) {
    accumulate_square(constants, block, a.limbs() + i, limbs_ - i);
  }
  reduce(result, columns);
}

FmaMontgomery::FmaMontgomery(std::span<const std::uint8_t> modulus)
    : bits_(bit_length(modulus)),
      // 4 * 2^98 n <= R
      limbs_((bits_ + 2 + 98 + kBlock * kFmaLimbBits - 1) / (kBlock * kFmaLimbBits) * kBlock),
      modulus_(FmaNumber::read(modulus, limbs_)),
      upper_(upper_part_of_multiple(modulus_)),
      before_reduction_(limbs_, FmaColumns{zero(), zero()}) {
  for (std::size_t i = 0; i < limbs_; i += kBlock) {
    expect_sums(before_reduction_, i / 2 + 1, limbs_ / 2 + 1);
  }
  before_square_ = before_reduction_;
  for (std::size_t i = 0; i < limbs_; i += kBlock) {
    expect_sums(before_square_, i, (limbs_ - i) / 2 + kPairs);
  }
}

FmaNumber FmaMontgomery::r_squared() const {
  return r_squared_of(modulus_, bits_, kFmaLimbBits * limbs_,
                      [&](auto& number) { square(number, number); });
}

}  // namespace assay
