#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

/// Natural numbers of 32-bit words, the least significant first.
namespace assay::ec {

template <std::size_t W>
using Words = std::array<std::uint32_t, W>;

template <std::size_t W>
[[nodiscard]] constexpr bool is_less(const Words<W>& a, const Words<W>& b) noexcept {
  for (std::size_t i = W; i-- > 0;) {
    if (a[i] != b[i]) return a[i] < b[i];
  }
  return false;
}

template <std::size_t W>
[[nodiscard]] constexpr bool is_zero(const Words<W>& a) noexcept {
  return std::ranges::all_of(a, [](std::uint32_t word) { return word == 0; });
}

/// a += b. @return the carry, 0 or 1
template <std::size_t W>
constexpr std::uint32_t add(Words<W>& a, const Words<W>& b) noexcept {
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < W; ++i) {
    carry += std::uint64_t{a[i]} + b[i];
    a[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  return static_cast<std::uint32_t>(carry);
}

/// a -= b, modulo 2^(32 W).
template <std::size_t W>
constexpr void subtract(Words<W>& a, const Words<W>& b) noexcept {
  std::uint64_t borrow = 0;
  for (std::size_t i = 0; i < W; ++i) {
    const std::uint64_t difference = std::uint64_t{a[i]} - b[i] - borrow;
    a[i] = static_cast<std::uint32_t>(difference);
    borrow = difference >> 63;
  }
}

/// @return whether bit `index` is set; beyond the number there is none
template <std::size_t W>
[[nodiscard]] constexpr std::uint32_t bit_of(const Words<W>& a, std::size_t index) noexcept {
  return index < 32 * W ? a[index / 32] >> (index % 32) & 1 : 0;
}

/// The 64 bits from bit `index` on, at least 32 of them.
template <std::size_t W>
[[nodiscard]] constexpr std::uint64_t bits_from(const Words<W>& a, std::size_t index) noexcept {
  const std::size_t word = index / 32;
  std::uint64_t window = word < W ? a[word] : 0;
  if (word + 1 < W) window |= std::uint64_t{a[word + 1]} << 32;
  return window >> (index % 32);
}

/// 2^exponent mod m.
template <std::size_t W>
[[nodiscard]] constexpr Words<W> power_of_two(std::size_t exponent, const Words<W>& m) noexcept {
  Words<W> x{1};
  while (exponent-- > 0) {
    const Words<W> same = x;
    if (add(x, same) != 0 || !is_less(x, m)) subtract(x, m);
  }
  return x;
}

/// -1 / m modulo 2^32. @param m odd
[[nodiscard]] constexpr std::uint32_t negative_inverse(std::uint32_t m) noexcept {
  std::uint32_t x = m;                         // right in 3 bits
  for (int i = 0; i < 4; ++i) x *= 2 - m * x;  // Newton: twice as many each time
  return 0 - x;
}

/// @param bytes at most 4 W
template <std::size_t W>
[[nodiscard]] Words<W> read_big_endian(std::span<const std::uint8_t> bytes) noexcept {
  Words<W> x{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    x[i / 4] |= std::uint32_t{bytes[bytes.size() - 1 - i]} << (i % 4 * 8);
  }
  return x;
}

/// @param bytes at most 4 W
template <std::size_t W>
[[nodiscard]] Words<W> read_little_endian(std::span<const std::uint8_t> bytes) noexcept {
  Words<W> x{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    x[i / 4] |= std::uint32_t{bytes[i]} << (i % 4 * 8);
  }
  return x;
}

}  // namespace assay::ec
