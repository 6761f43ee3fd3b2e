#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <span>

#include "crypto/ec/comb_cache.hpp"
#include "crypto/ec/curve_keys.hpp"

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

/// Each key is used six times: without a comb at first, then by its comb.
inline constexpr int kUses = 6;
/// A few keys are used so often before that their combs are large, and then more often.
[[nodiscard]] constexpr bool has_large_comb(int i) { return i < 2; }
[[nodiscard]] constexpr int uses_of_key(int i) { return has_large_comb(i) ? 10 * kUses : kUses; }

/// Whatever is verified: a use is a use. @param signature a wrong one
inline void use_often(Handle key, std::span<const std::uint8_t> digest,
                      std::span<const std::uint8_t> signature) {
  for (int use = 0; use <= kUsesWithoutLargeComb; ++use) {
    EXPECT_FALSE(verify(key, digest, signature));
  }
}

/// Flips one bit, which the number chooses.
inline void flip_bit(std::span<std::uint8_t> bytes, std::uint64_t random) {
  auto& byte = bytes[random / 8 % bytes.size()];
  byte = static_cast<std::uint8_t>(byte ^ 1U << random % 8);
}

}  // namespace assay::ec::test
