#pragma once

#include <algorithm>
#include <utility>

#include "crypto/ec/fields.hpp"

namespace assay::ec {

/// Calls body(i) for i from kFirst to kLast - 1, each a constant: loops over limbs are unrolled by
/// every compiler, at any optimization. That makes products three times as fast.
#define ASSAY_ALWAYS_INLINE __attribute__((always_inline))
template <int kFirst, int kLast, class Body>
ASSAY_ALWAYS_INLINE constexpr void unrolled(Body body) noexcept {
  [&]<int... kIndex>(std::integer_sequence<int, kIndex...>) ASSAY_ALWAYS_INLINE {
    (body(std::integral_constant<int, kFirst + kIndex>()), ...);
  }
  (std::make_integer_sequence<int, kLast - kFirst>());
}

/// A number of signed limbs. Four more lanes at most, which are zero: so that sums are SIMD.
template <class F>
struct Limbs {
  static constexpr int kLanes = (F::kLimbs + 3) / 4 * 4;
  alignas(16) std::int32_t v[kLanes];  // NOLINT(modernize-avoid-c-arrays): indexed by int

  friend constexpr bool operator==(const Limbs&, const Limbs&) noexcept = default;
};

/// The size of limbs is counted in this unit: what one is at most after a carry, with a little for
/// the last carry of all, which is not handed on.
template <class F>
inline constexpr std::int64_t kLimbUnit = (std::int64_t{1} << (F::kBits - 1)) + 2;

/// The most that the sizes of two factors may multiply to, or two such products add up to: a column
/// has at most kLimbs products of two limbs, the reduction adds less than 2^56 (four times a limb
/// shifted by at most 24 bits, and carries), and all of it must stay below 2^63.
template <class F>
inline constexpr int kProductRoom =
    static_cast<int>(((std::uint64_t{1} << 63) - (std::uint64_t{1} << 56)) /
                     static_cast<std::uint64_t>(F::kLimbs * kLimbUnit<F> * kLimbUnit<F>));

/// Column k of a b: the sum of the products of limbs i and j with i + j = k.
template <int k, class F>
[[nodiscard]] ASSAY_ALWAYS_INLINE inline std::int64_t column(const Limbs<F>& a,
                                                             const Limbs<F>& b) noexcept {
  std::int64_t sum = 0;
  unrolled<std::max(0, k - F::kLimbs + 1), std::min(k, F::kLimbs - 1) + 1>(
      [&](auto i) ASSAY_ALWAYS_INLINE { sum += std::int64_t{a.v[i]} * b.v[k - i]; });
  return sum;
}
/// Column k of a²: of two equal products one is computed.
template <int k, class F>
[[nodiscard]] ASSAY_ALWAYS_INLINE inline std::int64_t square_column(const Limbs<F>& a) noexcept {
  std::int64_t sum = 0;
  unrolled<std::max(0, k - F::kLimbs + 1), (k + 1) / 2>(
      [&](auto i) ASSAY_ALWAYS_INLINE { sum += std::int64_t{a.v[i]} * a.v[k - i]; });
  sum *= 2;
  if constexpr (k % 2 == 0) sum += std::int64_t{a.v[k / 2]} * a.v[k / 2];
  return sum;
}

/// Leaves from -2^(bits - 1) to 2^(bits - 1) - 1 of a column. @return what goes to the next one
ASSAY_ALWAYS_INLINE inline std::int64_t hand_on(std::int64_t& column, int bits) noexcept {
  const std::int64_t high = (column + (std::int64_t{1} << (bits - 1))) >> bits;
  column -= high * (std::int64_t{1} << bits);
  return high;
}

// NOLINTBEGIN(modernize-avoid-c-arrays): the columns are indexed by int constants, as Limbs are

/// Montgomery: r is the columns' sum, divided by 2^(kLimbs kBits), modulo p. To each of the lower
/// columns q p is added, with q the lowest limb as p = -1 modulo 2^kBits, so that it becomes zero.
/// q (p + 1) is a few shifts, and -q takes the limb away. Column by column: little is alive at
/// once.
template <class F, class Column>
ASSAY_ALWAYS_INLINE inline void divide(Limbs<F>& __restrict r, Column column) noexcept {
  constexpr int N = F::kLimbs;
  constexpr int B = F::kBits;
  std::int64_t q[N];
  std::int64_t sum = 0;
  unrolled<0, 2 * N - 1>([&](auto k) ASSAY_ALWAYS_INLINE {
    sum += column(k);
    unrolled<0, int{F::kPrimePlusOne.size()}>([&](auto j) ASSAY_ALWAYS_INLINE {
      constexpr Term kTerm = F::kPrimePlusOne[j];
      constexpr int kFrom = k - kTerm.exponent / B;
      if constexpr (kFrom >= 0 && kFrom < N) {
        sum += kTerm.sign * q[kFrom] * (std::int64_t{1} << (kTerm.exponent % B));
      }
    });
    if constexpr (k < N) {
      q[k] = sum & ((1 << B) - 1);
      sum >>= B;
    } else {
      const std::int64_t high = hand_on(sum, B);
      r.v[k - N] = static_cast<std::int32_t>(sum);
      sum = high;
    }
  });
  r.v[N - 1] = static_cast<std::int32_t>(sum);
}

/// r is the columns' sum modulo p: what is above 2^(N B) comes down times 2^(N B) modulo p, then
/// what is above 2^kLength.
template <class F, class Column>
ASSAY_ALWAYS_INLINE inline void fold(Limbs<F>& __restrict r, Column column) noexcept {
  constexpr int N = F::kLimbs;
  constexpr int B = F::kBits;
  constexpr int kTop = F::kLength - (N - 1) * B;  // bits of the highest limb
  constexpr std::int64_t kFoldAll = std::int64_t{F::kFold} << (B - kTop);
  std::int64_t t[2 * N]{};
  unrolled<0, 2 * N - 1>([&](auto k) ASSAY_ALWAYS_INLINE { t[k] = column(k); });
  unrolled<N - 1, 2 * N - 1>([&](auto k) ASSAY_ALWAYS_INLINE {
    t[k + 1] += t[k] >> B;
    t[k] &= (1 << B) - 1;
  });
  unrolled<0, N>([&](auto k) ASSAY_ALWAYS_INLINE { t[k] += kFoldAll * t[k + N]; });
  unrolled<0, N - 1>([&](auto k) ASSAY_ALWAYS_INLINE { t[k + 1] += hand_on(t[k], B); });
  t[0] += F::kFold * hand_on(t[N - 1], kTop);
  t[1] += hand_on(t[0], B);
  unrolled<0, N>([&](auto k) ASSAY_ALWAYS_INLINE { r.v[k] = static_cast<std::int32_t>(t[k]); });
}

// NOLINTEND(modernize-avoid-c-arrays)

/// The columns' sum modulo p: divided by R = 2^(kLimbs kBits), where the field is in Montgomery
/// form.
/// @param column takes std::integral_constant k, for k from 0 to 2 kLimbs - 2
/// @param r limbs of one unit at most; the size of the number: see element.hpp
template <class F, class Column>
ASSAY_ALWAYS_INLINE inline void reduce(Limbs<F>& __restrict r, Column column) noexcept {
  if constexpr (Folds<F>) {
    fold(r, column);
  } else {
    divide(r, column);
  }
  unrolled<F::kLimbs, Limbs<F>::kLanes>([&](auto k) ASSAY_ALWAYS_INLINE { r.v[k] = 0; });
}

}  // namespace assay::ec
