#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace assay {

/// @param number big-endian, without leading zeros
/// @return its length in bits; 0 for no bytes
[[nodiscard]] inline std::size_t bit_length(std::span<const std::uint8_t> number) noexcept {
  if (number.empty()) return 0;
  return number.size() * 8 - static_cast<std::size_t>(std::countl_zero(number.front()));
}

}  // namespace assay
