#include "crypto/rsa/fma/fma_number.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "crypto/rsa/fma/fma_columns.hpp"

namespace assay {
namespace {

constexpr int kBits = kFmaLimbBits;
constexpr std::int64_t kHalf = std::int64_t{1} << (kBits - 1);
constexpr std::int64_t kMask = (std::int64_t{1} << kBits) - 1;

/// Limbs of 64 bits, and room for what a multiple of a number has above them.
using Wide = std::array<std::int64_t, kFmaMaxLimbs + 2>;

/// Carries into limbs from 0 to 2^49 - 1; the last one keeps what is beyond, and the sign.
void carry_unsigned(std::span<std::int64_t> limbs) {
  std::int64_t carry = 0;
  for (std::int64_t& limb : limbs.first(limbs.size() - 1)) {
    carry += limb;
    limb = carry & kMask;
    carry >>= kBits;
  }
  limbs.back() += carry;
}

/// Carries into limbs from -2^48 to 2^48 - 1; the last one keeps what is beyond.
void carry_signed(std::span<std::int64_t> limbs) {
  std::int64_t carry = 0;
  for (std::int64_t& limb : limbs.first(limbs.size() - 1)) {
    const std::int64_t raised = limb + carry + kHalf;
    carry = raised >> kBits;
    limb = (raised & kMask) - kHalf;
  }
  limbs.back() += carry;
}

/// limbs += factor n; n's two highest limbs are zero and not looked at.
[[gnu::noinline]] void add_multiple(std::int64_t* limbs, double factor, const FmaNumber& number) {
  const FmaConstants constants;
  const v128_t factors = wasm_f64x2_splat(factor);
  const FmaColumns excess = FmaConstants::excess();
  v128_t below = wasm_i64x2_splat(0);  // the high parts of the two columns before
  const std::size_t count = number.size() - 2;
  for (std::size_t c = 0; c < count; c += 2) {
    FmaColumns product{wasm_i64x2_neg(excess.low), wasm_i64x2_neg(excess.high)};
    FmaSum(constants, factors, wasm_v128_load(number.limbs() + c)).add_to(product);
    const v128_t carried = wasm_i64x2_shuffle(below, product.high, 1, 2);
    const v128_t sum = wasm_i64x2_add(wasm_v128_load(limbs + c), product.low);
    wasm_v128_store(limbs + c, wasm_i64x2_add(sum, carried));
    below = product.high;
  }
  limbs[count] += wasm_i64x2_extract_lane(below, 1);
}

/// Whether a number in signed limbs is negative: its highest limb that isn't zero says so.
bool is_negative(std::span<const std::int64_t> limbs) {
  const auto highest =
      std::find_if(limbs.rbegin(), limbs.rend(), [](auto limb) { return limb != 0; });
  return highest != limbs.rend() && *highest < 0;
}

std::span<std::int64_t> widen(const FmaNumber& number, Wide& wide) {
  std::transform(number.limbs(), number.limbs() + number.size(), wide.begin(),
                 [](double limb) { return static_cast<std::int64_t>(limb); });
  return std::span(wide).first(number.size());
}

FmaNumber from_wide(std::span<const std::int64_t> limbs) {
  FmaNumber number(limbs.size());
  std::ranges::transform(limbs, number.limbs(),
                         [](std::int64_t limb) { return static_cast<double>(limb); });
  return number;
}

/// The value of limb `top` and those above it, with two below, in units of that limb.
template <class Limb>
double leading(std::span<const Limb> limbs, std::size_t top) {
  double value = 0;
  for (std::size_t j = limbs.size(); j-- > top - 2;) {
    value = value * 0x1p49 + static_cast<double>(limbs[j]);
  }
  return value * 0x1p-98;
}

/// What is left of a number below 2^98 n in size when the multiple of n next to it is gone. A digit
/// of the quotient, estimated from the leading limbs, is wrong by a 2^50th of itself and by a half:
/// the first one leaves less than 2^49 n, the second one less than n, and the third is right.
void reduce_to_half(std::span<std::int64_t> number, const FmaNumber& modulus) {
  const std::span<const double> divisor_limbs(modulus.limbs(), modulus.size());
  std::size_t top = modulus.size() - 3;
  while (divisor_limbs[top] == 0) --top;
  const double divisor = leading(divisor_limbs, top);
  for (const std::size_t shift : {1U, 0U, 0U}) {
    carry_signed(number);
    const double digit =
        std::nearbyint(leading(std::span<const std::int64_t>(number), top + shift) / divisor);
    if (digit != 0) add_multiple(number.data() + shift, -digit, modulus);
  }
  carry_signed(number);
}

}  // namespace

FmaNumber FmaNumber::read(std::span<const std::uint8_t> bytes, std::size_t count) {
  // A window of 64 bits is read at the limb's lowest byte, so that zeros must be behind the last.
  constexpr std::size_t kWindow = sizeof(std::uint64_t);
  std::array<std::uint8_t, kFmaMaxLimbs * kBits / 8 + kWindow> reversed{};
  std::ranges::reverse_copy(bytes, reversed.begin());

  FmaNumber number(count);
  std::int64_t carry = 0;
  for (std::size_t j = 0; j < count; ++j) {
    const std::size_t bit = j * kBits;
    std::uint64_t window = 0;
    std::memcpy(&window, reversed.data() + bit / 8, kWindow);
    const std::int64_t raised =
        (static_cast<std::int64_t>(window >> bit % 8) & kMask) + carry + kHalf;
    carry = raised >> kBits;
    number.limbs()[j] = static_cast<double>((raised & kMask) - kHalf);
  }
  return number;
}

bool FmaNumber::is_multiple_of(const FmaNumber& modulus) const {
  Wide wide;
  const auto rest = widen(*this, wide);
  reduce_to_half(rest, modulus);
  return std::ranges::all_of(rest, [](std::int64_t limb) { return limb == 0; });
}

void FmaNumber::write(std::span<std::uint8_t> bytes, const FmaNumber& modulus) const {
  Wide wide;
  const auto result = widen(*this, wide);
  reduce_to_half(result, modulus);
  if (is_negative(result)) add_multiple(result.data(), 1, modulus);
  carry_unsigned(result);

  std::uint64_t window = 0;
  int filled = 0;
  std::size_t limb = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    if (filled < 8) {
      window |= static_cast<std::uint64_t>(result[limb++]) << filled;
      filled += kBits;
    }
    bytes[i] = static_cast<std::uint8_t>(window);
    window >>= 8U;
    filled -= 8;
  }
}

FmaNumber upper_part_of_multiple(const FmaNumber& modulus) {
  const auto lowest = static_cast<std::uint64_t>(static_cast<std::int64_t>(modulus.limbs()[0]));
  std::uint64_t inverse = 1;  // of the lowest limb modulo 2^64, by Newton's iteration
  for (int i = 0; i < 6; ++i) inverse *= 2 - lowest * inverse;

  Wide sum{1};
  for (std::size_t i = 0; i < 2; ++i) {
    const std::uint64_t raised = 0 - static_cast<std::uint64_t>(sum[i]) * inverse + kHalf;
    const std::int64_t digit = static_cast<std::int64_t>(raised & kMask) - kHalf;
    add_multiple(sum.data() + i, static_cast<double>(digit), modulus);
    sum[i + 1] += sum[i] >> kBits;
  }
  const auto upper = std::span(sum).subspan(2, modulus.size());
  carry_signed(upper);
  return from_wide(upper);
}

FmaNumber power_of_two(std::size_t exponent, const FmaNumber& modulus, std::size_t modulus_bits) {
  Wide wide{};
  const auto limbs = std::span(wide).first(modulus.size());
  const std::size_t start = modulus_bits - 1;  // the largest power below the modulus
  limbs[start / kBits] = std::int64_t{1} << (start % kBits);
  carry_signed(limbs);
  for (std::size_t e = start; e < exponent; ++e) {
    // From -n to n it is, and stays: twice it, less n where it is positive, plus n where not.
    const double sign = is_negative(limbs) ? 1 : -1;
    for (std::int64_t& limb : limbs) limb *= 2;
    add_multiple(limbs.data(), sign, modulus);
    carry_signed(limbs);
  }
  return from_wide(limbs);
}

}  // namespace assay
