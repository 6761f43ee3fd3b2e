#include "crypto/rsa/fma/fma_number.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "crypto/rsa/fma/fma_columns.hpp"
#include "crypto/rsa/limb_math.hpp"

namespace assay {
namespace {

using Math = LimbMath<std::int64_t, kFmaLimbBits>;

/// Limbs of 64 bits, and room for what a multiple of a number has above them.
using Wide = std::array<std::int64_t, kFmaMaxLimbs + 2>;

/// limbs += factor n; n's two highest limbs are zero and not read.
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

/// Subtracts the nearest multiple of n from a number whose absolute value is below 2^98 n. A digit
/// of the quotient, estimated from the leading limbs, is off by a 2^50th of itself and one half:
/// the first leaves less than 2^49 n, the second less than n, and the third is right.
void reduce_to_half(std::span<std::int64_t> number, const FmaNumber& modulus) {
  const std::span<const double> divisor_limbs(modulus.limbs(), modulus.size());
  std::size_t top = modulus.size() - 3;
  while (divisor_limbs[top] == 0) --top;
  const double divisor = Math::leading<2>(divisor_limbs, top);
  for (const std::size_t shift : {1U, 0U, 0U}) {
    Math::carry_signed(number);
    const double digit = std::nearbyint(
        Math::leading<2>(std::span<const std::int64_t>(number), top + shift) / divisor);
    if (digit != 0) add_multiple(number.data() + shift, -digit, modulus);
  }
  Math::carry_signed(number);
}

}  // namespace

FmaNumber FmaNumber::read(std::span<const std::uint8_t> bytes, std::size_t count) {
  FmaNumber number(count);
  Math::read<kFmaMaxLimbs>(std::span(number.limbs(), count), bytes);
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
  if (Math::is_negative(result)) add_multiple(result.data(), 1, modulus);
  Math::carry_unsigned(result);

  Math::write(bytes, result);
}

FmaNumber upper_part_of_multiple(const FmaNumber& modulus) {
  const auto lowest = static_cast<std::uint64_t>(static_cast<std::int64_t>(modulus.limbs()[0]));
  const std::uint64_t inverse = Math::inverse(lowest);

  Wide sum{1};
  for (std::size_t i = 0; i < 2; ++i) {
    const std::uint64_t raised = 0 - static_cast<std::uint64_t>(sum[i]) * inverse + Math::kHalf;
    const std::int64_t digit = static_cast<std::int64_t>(raised & Math::kMask) - Math::kHalf;
    add_multiple(sum.data() + i, static_cast<double>(digit), modulus);
    sum[i + 1] += sum[i] >> kFmaLimbBits;
  }
  const auto upper = std::span(sum).subspan(2, modulus.size());
  Math::carry_signed(upper);
  return from_wide(upper);
}

FmaNumber power_of_two(std::size_t exponent, const FmaNumber& modulus, std::size_t modulus_bits) {
  Wide wide{};
  const auto limbs = std::span(wide).first(modulus.size());
  Math::power_of_two(limbs, exponent, modulus_bits,
                     [&](auto sum, int factor) { add_multiple(sum.data(), factor, modulus); });
  return from_wide(limbs);
}

}  // namespace assay
