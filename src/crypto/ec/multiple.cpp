#include "crypto/ec/multiple.hpp"

#include <algorithm>

namespace assay::ec {
namespace {

constexpr std::size_t kWindow = 5;

}  // namespace

// NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): a comb needs no digits
Multiple::Multiple(const Group& group, const std::byte* point, std::shared_ptr<const Comb> comb,
                   const AnyScalar& scalar)
    : group_(group),
      point_(point),
      comb_(std::move(comb)),
      digits_(scalar, comb_ != nullptr ? comb_->shape() : CombShape(kTeeth, group.scalar_bits())),
      is_even_(scalar[0] % 2 == 0) {
  if (comb_ != nullptr) return;
  make_odd_multiples();
  make_naf(scalar);
}

int Multiple::positions() const noexcept {
  return comb_ != nullptr ? comb_->shape().columns : group_.scalar_bits() + 1;
}

void Multiple::add_at(int position, Sum& sum) const noexcept {
  if (position >= positions()) return;
  if (comb_ == nullptr) {
    const std::int8_t digit = naf_[static_cast<std::size_t>(position)];
    if (digit == 0) return;
    const auto index = static_cast<std::size_t>(digit < 0 ? -digit : digit) / 2;
    return add(&odd_[index * group_.entry_size()], digit < 0, sum);
  }
  for (int block = 0; block < CombShape::kBlocks; ++block) {
    const CombDigit digit = digits_.at(block, position);
    add((*comb_)[digit.entry], digit.is_negative, sum);
  }
}

void Multiple::finish(Sum& sum) const noexcept {
  if (comb_ != nullptr && is_even_) add(point_, true, sum);
}

void Multiple::add(const std::byte* entry, bool is_negative, Sum& sum) const noexcept {
  if (sum) return group_.add(*sum, entry, is_negative);
  group_.lift(sum.emplace(), entry, is_negative);
}

void Multiple::make_odd_multiples() {
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): each is made before it is used
  std::array<AnyPoint, kOddMultiples> points;
  group_.lift(points[0], point_, false);
  AnyPoint sum = points[0];
  group_.twice(sum);
  AnyEntry twice;  // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the next line
  group_.to_entries(std::span(&sum, 1), twice.bytes.data());
  for (std::size_t i = 1; i < kOddMultiples; ++i) {
    points[i] = points[i - 1];
    group_.add(points[i], twice.bytes.data(), false);
  }
  group_.to_entries(points, odd_.data());
}

/// Makes odd digits from -15 to 15, with at least four zeros between two.
void Multiple::make_naf(const AnyScalar& scalar) noexcept {
  naf_.fill(0);
  std::uint32_t carried = 0;
  for (std::size_t i = 0; i < naf_.size();) {
    if (bit_of(scalar, i) == carried) {
      ++i;
      continue;
    }
    const auto bits = static_cast<std::uint32_t>(bits_from(scalar, i)) & ((1U << kWindow) - 1);
    const auto window = static_cast<int>(bits + carried);
    carried = window >= 1 << (kWindow - 1) ? 1 : 0;
    naf_[i] = static_cast<std::int8_t>(window - static_cast<int>(carried << kWindow));
    i += kWindow;
  }
}

std::optional<AnyPoint> sum_of(const Multiple& a, const Multiple& b) noexcept {
  std::optional<AnyPoint> sum;
  for (int i = std::max(a.positions(), b.positions()); i-- > 0;) {
    if (sum) a.group().twice(*sum);
    a.add_at(i, sum);
    b.add_at(i, sum);
  }
  a.finish(sum);
  b.finish(sum);
  return sum;
}

}  // namespace assay::ec
