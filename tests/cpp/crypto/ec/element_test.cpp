// Arithmetic in the fields against Botan's BigInt: random numbers, and limbs at the bounds that the
// types of elements state. Built with ASSAY_CHECK_BOUNDS (sanitizers), each result is also checked
// against the bounds of its own type.
#include "crypto/ec/element.hpp"

#include <gtest/gtest.h>

#include <random>

#include "crypto/ec/big_int.hpp"

namespace assay::ec::test {
namespace {

using Botan::BigInt;

std::mt19937_64& random_source() {
  static std::mt19937_64 source(20261128);  // NOLINT(cert-msc51-cpp): a failure is reproducible
  return source;
}

/// What the limbs stand for, modulo p.
template <class F>
BigInt value_of(const Limbs<F>& limbs, const BigInt& p) {
  BigInt value;
  for (int i = F::kLimbs; i-- > 0;) {
    value <<= F::kBits;
    const std::int64_t limb = limbs.v[i];
    if (limb < 0) {
      value -= BigInt(static_cast<std::uint64_t>(-limb));
    } else {
      value += BigInt(static_cast<std::uint64_t>(limb));
    }
  }
  value = value % p;
  return value < 0 ? value + p : value;
}

template <class F>
class EcElement : public testing::Test {
 protected:
  BigInt p = number_of(F::kPrime);
  /// What a product is divided by.
  BigInt r = Folds<F> ? BigInt(1) : (BigInt(1) << (F::kLimbs * F::kBits)) % p;

  static BigInt random_number(const BigInt& below) {
    std::vector<std::uint8_t> bytes(below.bytes() + 8);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_source()());
    return BigInt(bytes.data(), bytes.size()) % below;
  }

  /// Limbs of at most L units with a value of at most V quarters of p: random, or all at their
  /// bounds.
  template <int L, int V>
  Element<F, L, V> random_element(bool is_extreme) {
    constexpr int kTop = F::kLength - (F::kLimbs - 1) * F::kBits;
    const std::int64_t unit = kLimbUnit<F>;
    // The highest limb leaves room for what the lower ones carry.
    const std::int64_t top =
        std::min<std::int64_t>(L * unit, (std::int64_t{V} << kTop) / kValueUnit - L - 1);
    Limbs<F> limbs{};
    for (int i = 0; i < F::kLimbs; ++i) {
      const std::int64_t most = i + 1 < F::kLimbs ? L * unit : top;
      const std::uint64_t random = random_source()();
      const std::int64_t limb =
          is_extreme
              ? (random % 4 == 0 ? -most : most)
              : static_cast<std::int64_t>(random % static_cast<std::uint64_t>(2 * most + 1)) - most;
      limbs.v[i] = static_cast<std::int32_t>(limb);
    }
    return Element<F, L, V>(limbs);
  }

  template <int L, int V, int M, int W>
  void expect_product(bool is_extreme) {
    const auto a = random_element<L, V>(is_extreme);
    const auto b = random_element<M, W>(is_extreme);
    const BigInt expected = value_of(a.limbs, p) * value_of(b.limbs, p) % p;
    EXPECT_EQ(value_of((a * b).limbs, p) * r % p, expected);
    EXPECT_EQ(value_of(square(a).limbs, p) * r % p,
              value_of(a.limbs, p) * value_of(a.limbs, p) % p);
  }
};

using Fields = testing::Types<P256Field, P384Field, P521Field, Field25519>;
TYPED_TEST_SUITE(EcElement, Fields);

constexpr int kRounds = 400;

TYPED_TEST(EcElement, MultipliesWithinTheBoundsThatItsTypesState) {
  using F = TypeParam;
  for (int i = 0; i < kRounds; ++i) {
    this->template expect_product<1, 8, 1, 8>(i % 2 == 0);
    this->template expect_product<2, 16, 3, 24>(i % 2 == 0);
    this->template expect_product<3, 20, 3, 24>(i % 2 == 0);
    if constexpr (!Folds<F>) continue;
    this->template expect_product<3, 12, 4, 16>(i % 2 == 0);
  }
}

TYPED_TEST(EcElement, SubtractsAProductFromAnother) {
  using F = TypeParam;
  for (int i = 0; i < kRounds; ++i) {
    const auto a = this->template random_element<2, 16>(i % 2 == 0);
    const auto b = this->template random_element<2, 12>(i % 2 == 0);
    const auto c = this->template random_element<2, 16>(i % 3 == 0);
    const auto d = this->template random_element<1, 8>(i % 3 == 0);
    const auto value = [&](const auto& element) { return value_of(element.limbs, this->p); };
    const auto difference = multiply_subtract(a, b, c, d);
    const BigInt expected = (value(a) * value(b) + (this->p - value(c)) * value(d)) % this->p;
    EXPECT_EQ(value_of<F>(difference.limbs, this->p) * this->r % this->p, expected);
  }
}

TYPED_TEST(EcElement, AddsSubtractsAndCarries) {
  using F = TypeParam;
  const auto value = [&](const auto& element) { return value_of<F>(element.limbs, this->p); };
  for (int i = 0; i < kRounds; ++i) {
    const auto a = this->template random_element<3, 24>(i % 2 == 0);
    const auto b = this->template random_element<2, 16>(i % 3 == 0);
    EXPECT_EQ(value(a + b), (value(a) + value(b)) % this->p);
    EXPECT_EQ(value(a - b), (value(a) + this->p - value(b)) % this->p);
    const auto carried = carry(a + b);
    EXPECT_EQ(value(carried), (value(a) + value(b)) % this->p);
    for (const std::int64_t limb : carried.limbs.v) EXPECT_LE(std::abs(limb), kLimbUnit<F>);
  }
}

TYPED_TEST(EcElement, TellsTheNumberThatItStandsFor) {
  using F = TypeParam;
  std::vector<BigInt> numbers{0, 1, 2, this->p - 1, this->p - 2, this->p >> 1};
  for (int i = 0; i < kRounds; ++i) numbers.push_back(this->random_number(this->p));
  for (const BigInt& number : numbers) {
    const auto element = to_field<F>(words_of<F::kWords>(number));
    EXPECT_EQ(assay::ec::test::number_of(to_number(element)), number);
    EXPECT_EQ(is_zero(element), number == 0);
    EXPECT_TRUE(is_zero(element - element));
    EXPECT_TRUE(is_zero(to_field<F>(words_of<F::kWords>(this->p - number)) + element));
  }
}

TYPED_TEST(EcElement, Inverts) {
  using F = TypeParam;
  for (int i = 0; i < kRounds / 4; ++i) {
    const BigInt number = this->random_number(this->p - 1) + 1;
    const auto inverted = inverse<F>(to_field<F>(words_of<F::kWords>(number)));
    EXPECT_EQ(assay::ec::test::number_of(to_number(inverted)) * number % this->p, 1);
  }
  EXPECT_TRUE(is_zero(inverse<F>(Product<F>(kZero<F>))));
}

}  // namespace
}  // namespace assay::ec::test
