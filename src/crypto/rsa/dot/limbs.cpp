#include "crypto/rsa/dot/limbs.hpp"

#include <algorithm>
#include <cmath>

#include "crypto/rsa/limb_math.hpp"

namespace assay {
namespace {

using Math = LimbMath<std::int32_t, kLimbBits>;
using Wide = std::array<std::int32_t, kMaxLimbs>;

void add_multiple(std::span<std::int32_t> limbs, std::int32_t factor, const Number& number) {
  const std::int16_t* limb = number.limbs.data();
  for (std::int32_t& sum : limbs) sum += factor * *limb++;
}

Number from_wide(std::span<const std::int32_t> limbs) {
  Number number(limbs.size());
  std::ranges::transform(limbs, number.limbs.begin(),
                         [](std::int32_t limb) { return static_cast<std::int16_t>(limb); });
  number.pair_up();
  return number;
}

}  // namespace

void Number::pair_up() noexcept {
  std::uint32_t before = 0;
  std::uint32_t* pair = pairs.data() + kMargin;
  for (const std::int16_t signed_limb : limbs) {
    const std::uint32_t limb = static_cast<std::uint16_t>(signed_limb);
    *pair++ = limb | before << 16U;
    before = limb;
  }
  *pair = before << 16U;
}

Number Number::read(std::span<const std::uint8_t> bytes, std::size_t count) {
  Number number(count);
  Math::read<kMaxLimbs>(std::span(number.limbs), bytes);
  number.pair_up();
  return number;
}

namespace {

constexpr std::size_t kLeadingLimbs = 6;

/// Subtracts the nearest multiple of n from a number whose absolute value is below 2^104 n:
/// schoolbook division, one limb of the quotient at a time, estimated from the leading limbs.
void reduce_to_half(std::span<std::int32_t> number, const Number& modulus) {
  const std::size_t count = number.size();
  std::size_t top = count - 1;
  while (modulus.limbs[top] == 0) --top;
  const double divisor =
      Math::leading<kLeadingLimbs>(std::span<const std::int16_t>(modulus.limbs), top);
  for (std::size_t shift = count - top; shift-- > 0;) {
    Math::carry_signed(
        number.subspan(top + shift - kLeadingLimbs));  // so that nothing large cancels
    const double digit = std::nearbyint(
        Math::leading<kLeadingLimbs>(std::span<const std::int32_t>(number), top + shift) / divisor);
    add_multiple(number.subspan(shift), -static_cast<std::int32_t>(digit), modulus);
  }
}

}  // namespace

bool Number::is_multiple_of(const Number& modulus) const {
  Wide wide;
  const auto rest = std::span(wide).first(limbs.size());
  std::ranges::copy(limbs, rest.begin());
  reduce_to_half(rest, modulus);
  Math::carry_signed(rest);  // makes limbs unique: those of zero are all zero
  return std::ranges::all_of(rest, [](std::int32_t limb) { return limb == 0; });
}

void Number::write(std::span<std::uint8_t> bytes, const Number& modulus) const {
  const std::size_t count = limbs.size();
  Wide wide;
  const auto result = std::span(wide).first(count);
  std::ranges::copy(limbs, result.begin());
  reduce_to_half(result, modulus);
  Math::carry_unsigned(result);
  if (result.back() < 0) {
    add_multiple(result, 1, modulus);
    Math::carry_unsigned(result);
  }

  Math::write(bytes, result);
}

Number upper_part_of_multiple(const Number& modulus) {
  const std::size_t count = modulus.limbs.size();
  const std::uint32_t inverse = Math::inverse(static_cast<std::uint32_t>(modulus.limbs[0]));

  std::array<std::int32_t, kMaxLimbs + kLimbBlock> sum{1};
  for (std::size_t i = 0; i < kLimbBlock; ++i) {
    const std::uint32_t digit = (0U - static_cast<std::uint32_t>(sum[i]) * inverse) & Math::kMask;
    add_multiple(std::span(sum).subspan(i, count), static_cast<std::int32_t>(digit), modulus);
    sum[i + 1] += sum[i] >> kLimbBits;
  }
  const auto upper = std::span(sum).subspan(kLimbBlock, count);
  Math::carry_signed(upper);
  return from_wide(upper);
}

Number power_of_two(std::size_t exponent, const Number& modulus, std::size_t modulus_bits) {
  Wide wide{};
  const auto limbs = std::span(wide).first(modulus.limbs.size());
  Math::power_of_two(limbs, exponent, modulus_bits,
                     [&](auto sum, std::int32_t factor) { add_multiple(sum, factor, modulus); });
  return from_wide(limbs);
}

}  // namespace assay
