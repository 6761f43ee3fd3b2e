#pragma once

#include "crypto/ec/fields.hpp"

#if defined(__clang__)
#define ASSAY_UNROLL _Pragma("clang loop unroll(full)")
#else
#define ASSAY_UNROLL
#endif

namespace assay::ec {

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
  /// Adds a b, or subtracts it.
  template <int kSign = 1>
  [[gnu::always_inline]] void add(const Limbs<F>& a, const Limbs<F>& b) noexcept {
    ASSAY_UNROLL for (int k = 0; k < 2 * N - 1; ++k) {
      ASSAY_UNROLL for (int i = first(k); i <= last(k); ++i) {
        t_[k] += kSign * (std::int64_t{a.v[i]} * b.v[k - i]);
      }
    }
  }

  /// Adds a²: of two equal products one is computed.
  [[gnu::always_inline]] void add_square(const Limbs<F>& a) noexcept {
    ASSAY_UNROLL for (int k = 0; k < 2 * N - 1; ++k) {
      std::int64_t twice = 0;
      ASSAY_UNROLL for (int i = first(k); 2 * i < k; ++i) {
        twice += std::int64_t{a.v[i]} * a.v[k - i];
      }
      t_[k] += 2 * twice;
      if (k % 2 == 0) t_[k] += std::int64_t{a.v[k / 2]} * a.v[k / 2];
    }
  }

  /// The sum modulo p: divided by R = 2^(kLimbs kBits), where the field is in Montgomery form.
  /// @param r limbs of one unit at most; the size of the number: see element.hpp
  [[gnu::always_inline]] void reduce_to(Limbs<F>& r) noexcept {
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
  [[gnu::always_inline]] void hand_on(int column, int bits) noexcept {
    const std::int64_t high = (t_[column] + (std::int64_t{1} << (bits - 1))) >> bits;
    t_[column] -= high * (std::int64_t{1} << bits);
    t_[column + 1] += high;
  }

  /// Montgomery: adds q p, with q the lowest limb as p = -1 modulo 2^B, so that column i becomes
  /// zero. q (p + 1) is a few shifts, and -q takes the limb away.
  [[gnu::always_inline]] void divide() noexcept {
    ASSAY_UNROLL for (int i = 0; i < N; ++i) {
      const std::int64_t q = t_[i] & kMask;
      t_[i + 1] += t_[i] >> B;
      ASSAY_UNROLL for (std::size_t j = 0; j < F::kPrimePlusOne.size(); ++j) {
        const Term& term = F::kPrimePlusOne[j];
        t_[i + term.exponent / B] += term.sign * q * (std::int64_t{1} << (term.exponent % B));
      }
    }
    ASSAY_UNROLL for (int k = N; k < 2 * N - 1; ++k) hand_on(k, B);
  }

  /// What is above 2^(N B) comes down times 2^(N B) modulo p, then what is above 2^kLength.
  [[gnu::always_inline]] void fold() noexcept {
    constexpr int kTop = F::kLength - (N - 1) * B;  // bits of the highest limb
    constexpr std::int64_t kFoldAll = std::int64_t{F::kFold} << (B - kTop);
    ASSAY_UNROLL for (int k = N - 1; k < 2 * N - 1; ++k) {
      t_[k + 1] += t_[k] >> B;
      t_[k] &= kMask;
    }
    ASSAY_UNROLL for (int k = 0; k < N; ++k) t_[k] += kFoldAll * t_[k + N];
    ASSAY_UNROLL for (int k = 0; k + 1 < N; ++k) hand_on(k, B);
    const std::int64_t top = (t_[N - 1] + (std::int64_t{1} << (kTop - 1))) >> kTop;
    t_[N - 1] -= top * (std::int64_t{1} << kTop);
    t_[0] += F::kFold * top;
    hand_on(0, B);
  }

  [[gnu::always_inline]] void copy_to(Limbs<F>& r, int from) const noexcept {
    ASSAY_UNROLL for (int k = 0; k < N; ++k) r.v[k] = static_cast<std::int32_t>(t_[from + k]);
    ASSAY_UNROLL for (int k = N; k < Limbs<F>::kLanes; ++k) r.v[k] = 0;
  }

  std::int64_t t_[2 * N]{};  // NOLINT(modernize-avoid-c-arrays): indexed by int
};

}  // namespace assay::ec
