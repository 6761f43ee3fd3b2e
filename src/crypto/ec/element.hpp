#pragma once

#include <algorithm>
#include <bit>
#include <span>
#include <vector>

#include "crypto/ec/columns.hpp"
#include "crypto/ec/inverse.hpp"

namespace assay::ec {

/// Values are counted in quarters of p.
inline constexpr int kValueUnit = 4;

// The functions below write every lane of a result: to set it to zero before would take time in
// each operation.
// NOLINTBEGIN(cppcoreguidelines-pro-type-member-init)

/// An element of a field, with bounds in its type: its limbs are at most L × kLimbUnit in size, its
/// value at most V × p / kValueUnit. So the compiler proves that no limb and no column overflows: a
/// sum adds bounds, a product refuses factors without room. A build with ASSAY_CHECK_BOUNDS checks
/// them at run time, too: what the types say must be true of every value.
template <class F, int L, int V>
class Element {
  static constexpr int N = F::kLimbs;
  /// Bits of the highest limb of a number below p.
  static constexpr int kTop = F::kLength - (N - 1) * F::kBits;
  static_assert(L * kLimbUnit<F> < (std::int64_t{1} << 31), "a limb has 32 bits");

 public:
  Limbs<F> limbs;

  constexpr Element() noexcept : limbs{} {}
  constexpr explicit Element(const Limbs<F>& given) noexcept : limbs(given) { check(); }
  /// Wider bounds hold as well.
  template <int L2, int V2>
  requires(L2 <= L && V2 <= V) constexpr Element(
      const Element<F, L2, V2>& other) noexcept  // NOLINT(*-explicit-*)
      : limbs(other.limbs) {}

  template <int L2, int V2>
  [[nodiscard]] constexpr Element<F, L + L2, V + V2> operator+(
      const Element<F, L2, V2>& b) const noexcept {
    Limbs<F> sum;
    unrolled<0, Limbs<F>::kLanes>(
        [&](auto i) ASSAY_ALWAYS_INLINE { sum.v[i] = limbs.v[i] + b.limbs.v[i]; });
    return Element<F, L + L2, V + V2>(sum);
  }
  template <int L2, int V2>
  [[nodiscard]] constexpr Element<F, L + L2, V + V2> operator-(
      const Element<F, L2, V2>& b) const noexcept {
    Limbs<F> difference;
    unrolled<0, Limbs<F>::kLanes>(
        [&](auto i) ASSAY_ALWAYS_INLINE { difference.v[i] = limbs.v[i] - b.limbs.v[i]; });
    return Element<F, L + L2, V + V2>(difference);
  }

 private:
  constexpr void check() const noexcept {
#ifdef ASSAY_CHECK_BOUNDS
    for (const std::int64_t limb : limbs.v) {
      if (limb > L * kLimbUnit<F> || -limb > L * kLimbUnit<F>) __builtin_trap();
    }
    const std::int64_t top = limbs.v[N - 1];
    const std::int64_t most =
        (std::int64_t{V} << kTop) / kValueUnit + L;  // the lower limbs carry less than L
    if (top > most || -top > most) __builtin_trap();
#endif
  }
};

/// What a product is at most, and what carry() makes.
template <class F>
using Product = Element<F, 1, (Folds<F> ? 1 : 2) * kValueUnit>;
template <class F>
using Carried = Element<F, 1, kValueUnit>;

/// R / p, rounded down: the most that the values of two factors may multiply to. A field that folds
/// needs no such bound.
template <class F>
inline constexpr int kValueRoom =
    (Folds<F> ? 1 << 16 : 1 << (F::kLimbs * F::kBits - F::kLength)) * kValueUnit* kValueUnit;

/// The product of factors whose values multiply to kSize. Montgomery's (a b + q p) / R, with
/// 0 ≤ q < R, is from -|a b| / R to |a b| / R + p. A folded one is at most 2^254.
template <class F, int kSize>
using ProductOf =
    Element<F, 1,
            Folds<F> ? kValueUnit
                     : kValueUnit + (kSize * kValueUnit + kValueRoom<F> - 1) / kValueRoom<F>>;

template <class F>
[[gnu::noinline]] void multiply_limbs(Limbs<F>& __restrict r, const Limbs<F>& a,
                                      const Limbs<F>& b) noexcept {
  reduce(r, [&](auto k) ASSAY_ALWAYS_INLINE { return column<k>(a, b); });
}

template <class F>
[[gnu::noinline]] void square_limbs(Limbs<F>& __restrict r, const Limbs<F>& a) noexcept {
  reduce(r, [&](auto k) ASSAY_ALWAYS_INLINE { return square_column<k>(a); });
}

/// r = a b - c d
template <class F>
[[gnu::noinline]] void multiply_subtract_limbs(Limbs<F>& __restrict r, const Limbs<F>& a,
                                               const Limbs<F>& b, const Limbs<F>& c,
                                               const Limbs<F>& d) noexcept {
  reduce(r, [&](auto k) ASSAY_ALWAYS_INLINE { return column<k>(a, b) - column<k>(c, d); });
}

template <class F, int L, int V, int M, int W>
[[nodiscard]] ProductOf<F, V * W> operator*(const Element<F, L, V>& a,
                                            const Element<F, M, W>& b) noexcept {
  static_assert(L * M <= kProductRoom<F> && V * W <= kValueRoom<F>, "carry() a factor first");
  Limbs<F> r;
  multiply_limbs(r, a.limbs, b.limbs);
  return ProductOf<F, V * W>(r);
}

template <class F, int L, int V>
[[nodiscard]] ProductOf<F, V * V> square(const Element<F, L, V>& a) noexcept {
  static_assert(L * L <= kProductRoom<F> && V * V <= kValueRoom<F>, "carry() the factor first");
  Limbs<F> r;
  square_limbs(r, a.limbs);
  return ProductOf<F, V * V>(r);
}

/// a b - c d; with one reduction, where that is worth its code.
template <class F, int L1, int V1, int L2, int V2, int L3, int V3, int L4, int V4>
[[nodiscard]] Product<F> multiply_subtract(const Element<F, L1, V1>& a, const Element<F, L2, V2>& b,
                                           const Element<F, L3, V3>& c,
                                           const Element<F, L4, V4>& d) noexcept {
  static_assert(L1 * L2 + L3 * L4 <= kProductRoom<F> && V1 * V2 + V3 * V4 <= kValueRoom<F>,
                "carry() a factor first");
  if constexpr (!F::kFusesProducts) return carry(a * b - c * d);
  Limbs<F> r;
  multiply_subtract_limbs(r, a.limbs, b.limbs, c.limbs, d.limbs);
  return Product<F>(r);
}

// NOLINTEND(cppcoreguidelines-pro-type-member-init)

/// Takes round(a / 2^kLength) times p away, and hands carries on.
template <class F>
[[gnu::noinline]] Limbs<F> carry_limbs(Limbs<F> a) noexcept {
  constexpr int N = F::kLimbs;
  constexpr int B = F::kBits;
  constexpr int kTop = F::kLength - (N - 1) * B;
  const std::int32_t q = (a.v[N - 1] + (1 << (kTop - 1))) >> kTop;
  a.v[N - 1] -= q * (1 << kTop);
  if constexpr (Folds<F>) {
    a.v[0] += F::kFold * q;
  } else {
    a.v[0] += q;
    for (const Term& term : F::kPrimePlusOne) {
      if (term.exponent == F::kLength) continue;  // done above
      a.v[term.exponent / B] -= term.sign * q * (1 << (term.exponent % B));
    }
  }
  std::int32_t carried = 0;
  for (int i = 0; i + 1 < N; ++i) {
    const std::int32_t sum = a.v[i] + carried;
    carried = (sum + (1 << (B - 1))) >> B;
    a.v[i] = sum - carried * (1 << B);
  }
  a.v[N - 1] += carried;
  return a;
}

/// The same number modulo p, with the least bounds.
template <class F, int L, int V>
[[nodiscard]] Carried<F> carry(const Element<F, L, V>& a) noexcept {
  // A limb grows by at most one unit through q, which is less than V / 4 + 2, shifted by 21 bits at
  // most, and by the carry and its rounding.
  static_assert((L + 2) * kLimbUnit<F> < (std::int64_t{1} << 31), "a limb has 32 bits");
  static_assert((std::int64_t{V} / kValueUnit + 2) << 21 <= kLimbUnit<F> / 2,
                "q times p must stay small");
  return Carried<F>(carry_limbs(a.limbs));
}

/// An element for a number below 2^kLength, without its Montgomery form.
template <class F>
[[nodiscard]] constexpr Carried<F> split(const Words<F::kWords>& words) noexcept {
  constexpr std::int64_t kHalf = std::int64_t{1} << (F::kBits - 1);
  Limbs<F> limbs{};
  std::int64_t carried = 0;
  for (int i = 0; i < F::kLimbs; ++i) {
    const auto at = static_cast<std::size_t>(i) * std::size_t{F::kBits};
    carried += static_cast<std::int64_t>(bits_from(words, at) & ((1U << F::kBits) - 1));
    const std::int64_t high = i + 1 < F::kLimbs ? (carried + kHalf) >> F::kBits : 0;
    limbs.v[i] = static_cast<std::int32_t>(carried - high * 2 * kHalf);
    carried = high;
  }
  return Carried<F>(limbs);
}

template <class F>
[[nodiscard]] constexpr Carried<F> montgomery_power(int times) noexcept {
  if constexpr (Folds<F>) return split<F>({1});
  constexpr std::size_t kBitsOfR = F::kLimbs * F::kBits;
  return split<F>(power_of_two(static_cast<std::size_t>(times) * kBitsOfR, F::kPrime));
}
template <class F>
inline constexpr Element<F, 0, 0> kZero{};
/// 1 and R, in the form of the field.
template <class F>
inline constexpr Carried<F> kOne = montgomery_power<F>(1);
template <class F>
inline constexpr Carried<F> kMontgomery = montgomery_power<F>(2);

/// An element for a number below p.
template <class F>
[[nodiscard]] Product<F> to_field(const Words<F::kWords>& words) noexcept {
  return split<F>(words) * kMontgomery<F>;
}

/// The number from 0 to p - 1 that an element stands for.
template <class F>
[[nodiscard, gnu::noinline]] Words<F::kWords> number_of(const Limbs<F>& a) noexcept {
  constexpr int N = F::kLimbs;
  constexpr int B = F::kBits;
  Limbs<F> one{};
  one.v[0] = 1;
  Limbs<F> x;  // NOLINT(cppcoreguidelines-pro-type-member-init): the product writes every lane
  multiply_limbs(x, a, one);  // in size at most p: a / R is less than 1
  const Limbs<F> prime = split<F>(F::kPrime).limbs;
  std::array<std::int64_t, N + 2> digits{};  // from 0 to 2^B - 1, the highest one signed
  for (;;) {
    std::int64_t carried = 0;
    for (int i = 0; i < N; ++i) {
      carried += x.v[i];
      digits[static_cast<std::size_t>(i)] = i + 1 < N ? carried & ((1 << B) - 1) : carried;
      carried >>= B;
    }
    if (digits[N - 1] >= 0) break;
    for (int i = 0; i < N; ++i) x.v[i] += prime.v[i];
  }
  Words<F::kWords> words{};
  for (std::size_t i = 0; i < F::kWords; ++i) {
    const std::size_t at = i * 32 / B;
    const auto low = static_cast<std::uint64_t>(digits[at] | digits[at + 1] << B) >> (i * 32 % B);
    words[i] = static_cast<std::uint32_t>(low | static_cast<std::uint64_t>(digits[at + 2])
                                                    << (std::size_t{B} * 2 - i * 32 % B));
  }
  if (!is_less(words, F::kPrime)) subtract(words, F::kPrime);
  return words;
}

template <class F, int L, int V>
[[nodiscard]] Words<F::kWords> to_number(const Element<F, L, V>& a) noexcept {
  static_assert(L <= kProductRoom<F> && V <= kValueRoom<F>, "carry() it first");
  return number_of(a.limbs);
}
template <class F, int L, int V>
[[nodiscard]] bool is_zero(const Element<F, L, V>& a) noexcept {
  return is_zero(to_number(a));
}

/// 1 / a; 0 for 0.
template <class F>
[[nodiscard, gnu::noinline]] Product<F> inverse(const Product<F>& a) noexcept {
  Words<F::kWords> words = to_number(a);
  invert(words, F::kPrime);
  return to_field<F>(words);
}

/// Replaces each element by its inverse, with one inversion: P. L. Montgomery's trick. One that is
/// 0 makes all of them 0.
template <class F>
void invert_all(std::span<Product<F>> elements) {
  std::vector<Product<F>> before;  // the product of all earlier ones
  before.reserve(elements.size());
  Product<F> product = kOne<F>;
  for (const Product<F>& element : elements) {
    before.push_back(product);
    product = product * element;
  }
  Product<F> rest = inverse(product);
  for (std::size_t i = elements.size(); i-- > 0;) {
    const Product<F> same = elements[i];
    elements[i] = rest * before[i];
    rest = rest * same;
  }
}

}  // namespace assay::ec
