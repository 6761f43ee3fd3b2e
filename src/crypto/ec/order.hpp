#pragma once

#include "crypto/ec/inverse.hpp"
#include "crypto/ec/words.hpp"

namespace assay::ec {

/// Arithmetic modulo the order of a group, by Montgomery's method with R = 2^(32 W). Small before
/// fast: a verification makes five products here, and one inversion.
template <std::size_t W>
class Order {
 public:
  /// @param n odd
  explicit constexpr Order(const Words<W>& n) noexcept
      : n_(n), square_(power_of_two(64 * W, n)), inverse_(negative_inverse(n[0])) {}

  [[nodiscard]] constexpr const Words<W>& number() const noexcept { return n_; }
  [[nodiscard]] constexpr bool has(const Words<W>& a) const noexcept { return is_less(a, n_); }

  /// a b / R modulo n. @param a any number @param b below n
  [[nodiscard, gnu::noinline]] Words<W> multiply(const Words<W>& a,
                                                 const Words<W>& b) const noexcept {
    Words<W + 2> t{};  // stays below 2 n R: a < R, b < n
    for (const std::uint32_t word : a) {
      add_multiple(t, word, b);
      add_multiple(t, t[0] * inverse_, n_);
      for (std::size_t i = 0; i <= W; ++i) t[i] = t[i + 1];  // the lowest word is zero
      t[W + 1] = 0;
    }
    Words<W> r;
    for (std::size_t i = 0; i < W; ++i) r[i] = t[i];
    if (t[W] != 0 || !has(r)) subtract(r, n_);
    return r;
  }
  /// a modulo n, times R. @param a any number
  [[nodiscard]] Words<W> times_r(const Words<W>& a) const noexcept { return multiply(a, square_); }
  /// a modulo n. @param a any number
  [[nodiscard]] Words<W> reduce(const Words<W>& a) const noexcept {
    return multiply(times_r(a), Words<W>{1});
  }
  /// 1 / a modulo n; 0 for 0. @param a below n
  [[nodiscard]] Words<W> inverse(Words<W> a) const noexcept {
    invert(a, n_);
    return a;
  }

 private:
  /// t += word × b
  static void add_multiple(Words<W + 2>& t, std::uint32_t word, const Words<W>& b) noexcept {
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < W; ++i) {
      carry += std::uint64_t{word} * b[i] + t[i];
      t[i] = static_cast<std::uint32_t>(carry);
      carry >>= 32;
    }
    carry += t[W];
    t[W] = static_cast<std::uint32_t>(carry);
    t[W + 1] += static_cast<std::uint32_t>(carry >> 32);
  }

  Words<W> n_;
  Words<W> square_;  ///< R² modulo n
  std::uint32_t inverse_;
};

}  // namespace assay::ec
