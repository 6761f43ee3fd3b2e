#pragma once

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

/// The columns of a sum of products, each the sum of the products of limbs i and j with i + j = k.
template <class F>
class Columns {
  static constexpr int N = F::kLimbs;
  static constexpr int B = F::kBits;
  static constexpr std::int64_t kMask = (1 << B) - 1;

 public:
  /// Adds a b.
  ASSAY_ALWAYS_INLINE void add(const Limbs<F>& a, const Limbs<F>& b) noexcept {
    unrolled<0, 2 * N - 1>([&](auto k) ASSAY_ALWAYS_INLINE {
      unrolled<first(k), last(k) + 1>(
          [&](auto i) ASSAY_ALWAYS_INLINE { t_[k] += std::int64_t{a.v[i]} * b.v[k - i]; });
    });
  }
  /// Subtracts a b.
  ASSAY_ALWAYS_INLINE void subtract(const Limbs<F>& a, const Limbs<F>& b) noexcept {
    unrolled<0, 2 * N - 1>([&](auto k) ASSAY_ALWAYS_INLINE {
      unrolled<first(k), last(k) + 1>(
          [&](auto i) ASSAY_ALWAYS_INLINE { t_[k] -= std::int64_t{a.v[i]} * b.v[k - i]; });
    });
  }
  /// Adds a²: of two equal products one is computed.
  ASSAY_ALWAYS_INLINE void add_square(const Limbs<F>& a) noexcept {
    unrolled<0, 2 * N - 1>([&](auto k) ASSAY_ALWAYS_INLINE {
      std::int64_t half = 0;
      unrolled<first(k), (k + 1) / 2>(
          [&](auto i) ASSAY_ALWAYS_INLINE { half += std::int64_t{a.v[i]} * a.v[k - i]; });
      t_[k] += 2 * half;
      if constexpr (k % 2 == 0) t_[k] += std::int64_t{a.v[k / 2]} * a.v[k / 2];
    });
  }

  /// The sum modulo p: divided by R = 2^(kLimbs kBits), where the field is in Montgomery form.
  /// @param r limbs of one unit at most; the size of the number: see element.hpp
  ASSAY_ALWAYS_INLINE void reduce_to(Limbs<F>& r) noexcept {
    if constexpr (Folds<F>) {
      fold();
      copy_to(r, 0);
    } else {
      divide();
      copy_to(r, N);
    }
  }

 private:
  static constexpr int first(int k) noexcept { return k < N ? 0 : k - N + 1; }
  static constexpr int last(int k) noexcept { return k < N ? k : N - 1; }

  /// Leaves from -2^(bits - 1) to 2^(bits - 1) - 1 in a column, and hands the rest on.
  ASSAY_ALWAYS_INLINE void hand_on(int column, int bits) noexcept {
    const std::int64_t high = (t_[column] + (std::int64_t{1} << (bits - 1))) >> bits;
    t_[column] -= high * (std::int64_t{1} << bits);
    t_[column + 1] += high;
  }

  /// Montgomery: adds q p, with q the lowest limb as p = -1 modulo 2^B, so that column i becomes
  /// zero. q (p + 1) is a few shifts, and -q takes the limb away.
  ASSAY_ALWAYS_INLINE void divide() noexcept {
    unrolled<0, N>([&](auto i) ASSAY_ALWAYS_INLINE {
      const std::int64_t q = t_[i] & kMask;
      t_[i + 1] += t_[i] >> B;
      unrolled<0, int{F::kPrimePlusOne.size()}>([&](auto j) ASSAY_ALWAYS_INLINE {
        constexpr Term kTerm = F::kPrimePlusOne[j];
        t_[i + kTerm.exponent / B] += kTerm.sign * q * (std::int64_t{1} << (kTerm.exponent % B));
      });
    });
    unrolled<N, 2 * N - 1>([&](auto k) ASSAY_ALWAYS_INLINE { hand_on(k, B); });
  }

  /// What is above 2^(N B) comes down times 2^(N B) modulo p, then what is above 2^kLength.
  ASSAY_ALWAYS_INLINE void fold() noexcept {
    constexpr int kTop = F::kLength - (N - 1) * B;  // bits of the highest limb
    constexpr std::int64_t kFoldAll = std::int64_t{F::kFold} << (B - kTop);
    unrolled<N - 1, 2 * N - 1>([&](auto k) ASSAY_ALWAYS_INLINE {
      t_[k + 1] += t_[k] >> B;
      t_[k] &= kMask;
    });
    unrolled<0, N>([&](auto k) ASSAY_ALWAYS_INLINE { t_[k] += kFoldAll * t_[k + N]; });
    unrolled<0, N - 1>([&](auto k) ASSAY_ALWAYS_INLINE { hand_on(k, B); });
    const std::int64_t top = (t_[N - 1] + (std::int64_t{1} << (kTop - 1))) >> kTop;
    t_[N - 1] -= top * (std::int64_t{1} << kTop);
    t_[0] += F::kFold * top;
    hand_on(0, B);
  }

  ASSAY_ALWAYS_INLINE void copy_to(Limbs<F>& r, int from) const noexcept {
    unrolled<0, N>([&](auto k)
                       ASSAY_ALWAYS_INLINE { r.v[k] = static_cast<std::int32_t>(t_[from + k]); });
    unrolled<N, Limbs<F>::kLanes>([&](auto k) ASSAY_ALWAYS_INLINE { r.v[k] = 0; });
  }

  std::int64_t t_[2 * N]{};  // NOLINT(modernize-avoid-c-arrays): indexed by int
};

}  // namespace assay::ec
