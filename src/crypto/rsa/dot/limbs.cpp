#include "crypto/rsa/dot/limbs.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace assay {
namespace {

constexpr std::int32_t kHalf = 1 << (kLimbBits - 1);
constexpr std::int32_t kMask = (1 << kLimbBits) - 1;

using Wide = std::array<std::int32_t, kMaxLimbs>;

/// Carries into limbs from 0 to 2^13 - 1; the last one keeps what is beyond, and the sign.
void carry_unsigned(std::span<std::int32_t> limbs) {
  std::int32_t carry = 0;
  for (std::int32_t& limb : limbs.first(limbs.size() - 1)) {
    carry += limb;
    limb = carry & kMask;
    carry >>= kLimbBits;
  }
  limbs.back() += carry;
}

/// Carries into limbs from -2^12 to 2^12 - 1; the last one keeps what is beyond.
void carry_signed(std::span<std::int32_t> limbs) {
  std::int32_t carry = 0;
  for (std::int32_t& limb : limbs.first(limbs.size() - 1)) {
    const std::int32_t sum = limb + carry;
    carry = (sum + kHalf) >> kLimbBits;
    limb = sum - carry * (1 << kLimbBits);
  }
  limbs.back() += carry;
}

void add_multiple(std::span<std::int32_t> limbs, std::int32_t factor, const Number& number) {
  const std::int16_t* limb = number.limbs.data();
  for (std::int32_t& sum : limbs) sum += factor * *limb++;
}

/// Whether a number in signed limbs is negative: its highest limb that isn't zero says so.
bool is_negative(std::span<const std::int32_t> limbs) {
  const auto highest =
      std::find_if(limbs.rbegin(), limbs.rend(), [](auto limb) { return limb != 0; });
  return highest != limbs.rend() && *highest < 0;
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
  // A window of 32 bits is read at the limb's lowest byte, so that zeros must be behind the last.
  constexpr std::size_t kWindow = sizeof(std::uint32_t);
  std::array<std::uint8_t, kMaxLimbs * kLimbBits / 8 + kWindow> reversed{};
  std::ranges::reverse_copy(bytes, reversed.begin());

  Number number(count);
  std::int32_t carry = 0;
  for (std::size_t j = 0; j < count; ++j) {
    const std::size_t bit = j * kLimbBits;
    std::uint32_t window = 0;
    std::memcpy(&window, reversed.data() + bit / 8, kWindow);
    const std::int32_t sum = static_cast<std::int32_t>(window >> bit % 8 & kMask) + carry;
    carry = (sum + kHalf) >> kLimbBits;
    number.limbs[j] = static_cast<std::int16_t>(sum - carry * (1 << kLimbBits));
  }
  number.pair_up();
  return number;
}

namespace {

constexpr std::size_t kLeadingLimbs = 6;

/// The value of limb `top` and those above it, with as many below as a double tells apart, in units
/// of that limb.
template <class Limb>
double leading(std::span<const Limb> limbs, std::size_t top) {
  double value = 0;
  for (std::size_t j = limbs.size(); j-- > top - kLeadingLimbs;) {
    value = value * (1 << kLimbBits) + limbs[j];
  }
  static_assert(kLimbBits * kLeadingLimbs == 78);
  return value * 0x1p-78;  // a power of two: exact, as ldexp() is, and no call
}

/// What is left of a number below 2^104 n in size when the multiple of n next to it is gone:
/// schoolbook division, a limb of the quotient at a time, estimated from the leading limbs.
void reduce_to_half(std::span<std::int32_t> number, const Number& modulus) {
  const std::size_t count = number.size();
  std::size_t top = count - 1;
  while (modulus.limbs[top] == 0) --top;
  const double divisor = leading(std::span<const std::int16_t>(modulus.limbs), top);
  for (std::size_t shift = count - top; shift-- > 0;) {
    carry_signed(number.subspan(top + shift - kLeadingLimbs));  // so that nothing large cancels
    const double digit =
        std::nearbyint(leading(std::span<const std::int32_t>(number), top + shift) / divisor);
    add_multiple(number.subspan(shift), -static_cast<std::int32_t>(digit), modulus);
  }
}

}  // namespace

bool Number::is_multiple_of(const Number& modulus) const {
  Wide wide;
  const auto rest = std::span(wide).first(limbs.size());
  std::ranges::copy(limbs, rest.begin());
  reduce_to_half(rest, modulus);
  carry_signed(rest);  // into limbs that only one number has
  return std::ranges::all_of(rest, [](std::int32_t limb) { return limb == 0; });
}

void Number::write(std::span<std::uint8_t> bytes, const Number& modulus) const {
  const std::size_t count = limbs.size();
  Wide wide;
  const auto result = std::span(wide).first(count);
  std::ranges::copy(limbs, result.begin());
  reduce_to_half(result, modulus);
  carry_unsigned(result);
  if (result.back() < 0) {
    add_multiple(result, 1, modulus);
    carry_unsigned(result);
  }

  std::uint32_t window = 0;
  int filled = 0;
  std::size_t limb = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    if (filled < 8) {
      window |= static_cast<std::uint32_t>(result[limb++]) << filled;
      filled += kLimbBits;
    }
    bytes[i] = static_cast<std::uint8_t>(window);
    window >>= 8U;
    filled -= 8;
  }
}

Number upper_part_of_multiple(const Number& modulus) {
  const std::size_t count = modulus.limbs.size();
  std::uint32_t inverse = 1;  // of the lowest limb modulo 2^13, by Newton's iteration
  const auto lowest = static_cast<std::uint32_t>(modulus.limbs[0]);
  for (int i = 0; i < 4; ++i) inverse *= 2 - lowest * inverse;

  std::array<std::int32_t, kMaxLimbs + kLimbBlock> sum{1};
  for (std::size_t i = 0; i < kLimbBlock; ++i) {
    const std::uint32_t digit = (0U - static_cast<std::uint32_t>(sum[i]) * inverse) & kMask;
    add_multiple(std::span(sum).subspan(i, count), static_cast<std::int32_t>(digit), modulus);
    sum[i + 1] += sum[i] >> kLimbBits;
  }
  const auto upper = std::span(sum).subspan(kLimbBlock, count);
  carry_signed(upper);
  return from_wide(upper);
}

Number power_of_two(std::size_t exponent, const Number& modulus, std::size_t modulus_bits) {
  Wide wide{};
  const auto limbs = std::span(wide).first(modulus.limbs.size());
  const std::size_t start = modulus_bits - 1;  // the largest power below the modulus
  limbs[start / kLimbBits] = 1 << (start % kLimbBits);
  carry_signed(limbs);
  for (std::size_t e = start; e < exponent; ++e) {
    // From -n to n it is, and stays: twice it, less n where it is positive, plus n where not.
    const std::int32_t sign = is_negative(limbs) ? 1 : -1;
    for (std::int32_t& limb : limbs) limb *= 2;
    add_multiple(limbs, sign, modulus);
    carry_signed(limbs);
  }
  return from_wide(limbs);
}

}  // namespace assay
