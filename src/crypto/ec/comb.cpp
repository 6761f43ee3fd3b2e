#include "crypto/ec/comb.hpp"

#include <bit>

namespace assay::ec {
namespace {

constexpr std::size_t kPowers = std::size_t{kTeeth} * kBlocks;

/// 2^i P and 2^(i + 1) P for the lowest bit of each tooth in each block.
std::vector<std::byte> powers_of(const Group& group, const std::byte* point) {
  std::vector<AnyPoint> points;
  points.reserve(2 * kPowers);
  const int columns = columns_of(group.scalar_bits());
  AnyPoint power{};
  group.lift(power, point, false);
  for (int i = 0; points.size() < 2 * kPowers; ++i) {
    const bool starts_block = i % columns == 0;
    if (starts_block) points.push_back(power);
    group.twice(power);
    if (starts_block) points.push_back(power);
  }
  std::vector<std::byte> powers(points.size() * group.entry_size());
  group.to_entries(points, powers.data());
  return powers;
}

}  // namespace

CombDigits::CombDigits(const AnyScalar& scalar, int scalar_bits) noexcept
    : columns_(columns_of(scalar_bits)) {
  // A number k = Σ ±2^i, over all i below the number of digits, has the + where (k + 2^digits - 1)
  // / 2 has a one.
  constexpr std::size_t kWords = std::tuple_size_v<AnyScalar>;
  Words<kWords + 1> sum{};
  Words<kWords + 1> ones{};
  for (std::size_t i = 0; i < kWords; ++i) sum[i] = scalar[i];
  sum[0] |= 1;
  const auto digits = kPowers * static_cast<std::size_t>(columns_);
  for (std::size_t i = 0; i < digits / 32; ++i) ones[i] = ~0U;
  if (digits % 32 != 0) ones[digits / 32] = (1U << (digits % 32)) - 1;
  add(sum, ones);
  for (std::size_t i = 0; i <= kWords; ++i) {
    plus_[i] = static_cast<std::uint32_t>(bits_from(sum, i * 32 + 1));
  }
}

CombDigit CombDigits::at(int block, int column) const noexcept {
  unsigned pattern = 0;
  for (int tooth = kTeeth; tooth-- > 0;) {
    const int bit = (tooth * kBlocks + block) * columns_ + column;
    pattern = pattern << 1 | bit_of(plus_, static_cast<std::size_t>(bit));
  }
  const bool is_negative = pattern < kBlockEntries;  // so is the highest tooth
  if (is_negative) pattern = ~pattern;
  return {static_cast<std::size_t>(block) * kBlockEntries + (pattern & (kBlockEntries - 1)),
          is_negative};
}

Comb::Comb(const Group& group, const std::byte* point)
    : entry_size_(group.entry_size()), entries_(kBlocks * kBlockEntries * entry_size_) {
  const std::vector<std::byte> powers = powers_of(group, point);
  std::vector<AnyPoint> sums;
  sums.reserve(kBlocks * kBlockEntries);
  for (std::size_t block = 0; block < kBlocks; ++block) {
    const auto power = [&](std::size_t tooth, std::size_t twice) {
      return &powers[(2 * (tooth * kBlocks + block) + twice) * entry_size_];
    };
    AnyPoint& lowest = sums.emplace_back();  // the highest tooth less all others
    group.lift(lowest, power(kTeeth - 1, 0), false);
    for (std::size_t tooth = 0; tooth + 1 < kTeeth; ++tooth) {
      group.add(lowest, power(tooth, 0), true);
    }
    for (unsigned i = 1; i < kBlockEntries; ++i) {  // one tooth more counts positively
      AnyPoint& sum = sums.emplace_back(sums[block * kBlockEntries + (i & (i - 1))]);
      group.add(sum, power(static_cast<std::size_t>(std::countr_zero(i)), 1), false);
    }
  }
  group.to_entries(sums, entries_.data());
}

}  // namespace assay::ec
