#pragma once

#include <cstdint>
#include <span>

namespace assay::ec {

/// The longest number that invert() takes: P-521's.
inline constexpr std::size_t kMaxInverseWords = 17;

/// x = 1 / x mod m. Of zero it makes zero.
/// @param x below m, in 32-bit words, the least significant first
/// @param m odd and prime, as long as x, at most kMaxInverseWords
void invert(std::span<std::uint32_t> x, std::span<const std::uint32_t> m) noexcept;

}  // namespace assay::ec
