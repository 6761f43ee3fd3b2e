#pragma once

#include <cstdint>
#include <cstdlib>
#include <span>

#include "crypto/ec/comb_cache.hpp"

namespace assay::ec::test {

/// How many random cases a curve gets: 10^5, and with sanitizers, where each takes twenty times as
/// long, 10^3. ASSAY_CURVE_CASES sets another number, for long runs by hand.
[[nodiscard]] inline int cases_of_a_curve() {
  if (const char* const given = std::getenv("ASSAY_CURVE_CASES")) return std::atoi(given);
#ifdef ASSAY_CHECK_BOUNDS
  return 1'000;
#else
  return 100'000;
#endif
}

/// Each key is used six times: without a comb at first, then by its comb; a few keys so often that
/// it becomes a large one.
inline constexpr int kUses = 6;
inline constexpr int kManyUses = kUsesWithoutLargeComb + 100;
[[nodiscard]] constexpr int uses_of_key(int i) { return i < 4 ? kManyUses : kUses; }

/// Flips one bit, which the number chooses.
inline void flip_bit(std::span<std::uint8_t> bytes, std::uint64_t random) {
  auto& byte = bytes[random / 8 % bytes.size()];
  byte = static_cast<std::uint8_t>(byte ^ 1U << random % 8);
}

}  // namespace assay::ec::test
