#include "crypto/ec/comb.hpp"

#include <bit>

namespace assay::ec {
namespace {

constexpr auto kBlocks = std::size_t{CombShape::kBlocks};

/// 2^i P and 2^(i + 1) P for the lowest bit of each tooth in each block.
std::vector<std::byte> powers_of(const Group& group, const std::byte* point, CombShape shape) {
  const std::size_t count = 2 * kBlocks * static_cast<std::size_t>(shape.teeth);
  std::vector<AnyPoint> points;
  points.reserve(count);
  AnyPoint power{};
  group.lift(power, point, false);
  for (int i = 0; points.size() < count; ++i) {
    const bool starts_block = i % shape.columns == 0;
    if (starts_block) points.push_back(power);
    group.twice(power);
    if (starts_block) points.push_back(power);
  }
  std::vector<std::byte> powers(points.size() * group.entry_size());
  group.to_entries(points, powers.data());
  return powers;
}

}  // namespace

CombDigits::CombDigits(const AnyScalar& scalar, CombShape shape) noexcept : shape_(shape) {
  // A number k = Σ ±2^i, over all i below the number of digits, has the + where (k + 2^digits - 1)
  // / 2 has a one.
  constexpr std::size_t kWords = std::tuple_size_v<AnyScalar>;
  Words<kWords + 1> sum{};
  Words<kWords + 1> ones{};
  for (std::size_t i = 0; i < kWords; ++i) sum[i] = scalar[i];
  sum[0] |= 1;
  const auto digits = kBlocks * static_cast<std::size_t>(shape.teeth * shape.columns);
  for (std::size_t i = 0; i < digits / 32; ++i) ones[i] = ~0U;
  if (digits % 32 != 0) ones[digits / 32] = (1U << (digits % 32)) - 1;
  add(sum, ones);
  for (std::size_t i = 0; i <= kWords; ++i) {
    plus_[i] = static_cast<std::uint32_t>(bits_from(sum, i * 32 + 1));
  }
}

CombDigit CombDigits::at(int block, int column) const noexcept {
  const std::size_t entries = shape_.block_entries();
  std::size_t pattern = 0;
  for (int tooth = shape_.teeth; tooth-- > 0;) {
    const int bit = (tooth * CombShape::kBlocks + block) * shape_.columns + column;
    pattern = pattern << 1 | bit_of(plus_, static_cast<std::size_t>(bit));
  }
  const bool is_negative = pattern < entries;  // so is the highest tooth
  if (is_negative) pattern = ~pattern;
  return {static_cast<std::size_t>(block) * entries + (pattern & (entries - 1)), is_negative};
}

Comb::Comb(const Group& group, const std::byte* point, int teeth)
    : shape_(teeth, group.scalar_bits()),
      entry_size_(group.entry_size()),
      entries_(kBlocks * shape_.block_entries() * entry_size_) {
  const std::vector<std::byte> powers = powers_of(group, point, shape_);
  const auto highest = static_cast<std::size_t>(teeth) - 1;
  std::vector<AnyPoint> sums;
  sums.reserve(kBlocks * shape_.block_entries());
  for (std::size_t block = 0; block < kBlocks; ++block) {
    const auto power = [&](std::size_t tooth, std::size_t twice) {
      return &powers[(2 * (tooth * kBlocks + block) + twice) * entry_size_];
    };
    AnyPoint& lowest = sums.emplace_back();  // the highest tooth less all others
    group.lift(lowest, power(highest, 0), false);
    for (std::size_t tooth = 0; tooth < highest; ++tooth) {
      group.add(lowest, power(tooth, 0), true);
    }
    for (unsigned i = 1; i < shape_.block_entries(); ++i) {  // one tooth more counts positively
      AnyPoint& sum = sums.emplace_back(sums[block * shape_.block_entries() + (i & (i - 1))]);
      group.add(sum, power(static_cast<std::size_t>(std::countr_zero(i)), 1), false);
    }
  }
  group.to_entries(sums, entries_.data());
}

}  // namespace assay::ec
