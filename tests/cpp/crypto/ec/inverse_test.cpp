// Inversion and products modulo the orders and the primes, against Botan's BigInt.
#include "crypto/ec/inverse.hpp"

#include <gtest/gtest.h>

#include <random>

#include "crypto/ec/big_int.hpp"
#include "crypto/ec/edwards.hpp"
#include "crypto/ec/order.hpp"
#include "crypto/ec/weierstrass.hpp"

namespace assay::ec::test {
namespace {

using Botan::BigInt;

/// Zero, one, numbers beside powers of two, the largest ones, and random ones.
template <std::size_t W>
std::vector<BigInt> numbers_below(const BigInt& modulus) {
  std::mt19937_64 random(7);  // NOLINT(cert-msc51-cpp): a failure is reproducible
  std::vector<BigInt> numbers{0, 1, 2, 3, modulus - 1, modulus - 2, modulus >> 1};
  for (std::size_t bit = 1; bit + 1 < modulus.bits(); bit += 7) {
    numbers.push_back(BigInt(1) << bit);
    numbers.push_back((BigInt(1) << bit) - 1);
  }
  for (int i = 0; i < 200; ++i) {
    Words<W> words;
    for (auto& word : words) word = static_cast<std::uint32_t>(random());
    numbers.push_back(number_of(words) % modulus);
  }
  return numbers;
}

template <std::size_t W>
void expect_inverts(const Words<W>& modulus) {
  const BigInt m = number_of(modulus);
  for (const BigInt& number : numbers_below<W>(m)) {
    Words<W> words = words_of<W>(number);
    invert(words, modulus);
    EXPECT_LT(number_of(words), m);
    EXPECT_EQ(number_of(words) * number % m, number == 0 ? 0 : 1) << number.to_hex_string();
  }
}

template <std::size_t W>
void expect_multiplies(const Words<W>& modulus) {
  const BigInt m = number_of(modulus);
  const BigInt r = (BigInt(1) << (32 * W)) % m;
  const Order<W> order(modulus);
  Words<W> all_ones;
  all_ones.fill(~0U);
  const auto numbers = numbers_below<W>(m);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const BigInt& a = numbers[i];
    const BigInt& b = numbers[(i * 31 + 5) % numbers.size()];
    const auto product = number_of(order.multiply(words_of<W>(a), words_of<W>(b)));
    EXPECT_LT(product, m);
    EXPECT_EQ(product * r % m, a * b % m);
    EXPECT_EQ(number_of(order.reduce(words_of<W>(a))), a);
    // The first factor may be above the modulus.
    const auto large = number_of(order.multiply(all_ones, words_of<W>(b)));
    EXPECT_EQ(large * r % m, number_of(all_ones) * b % m);
  }
}

constexpr Words<8> kEd25519Order{0x5cf5d3ed, 0x5812631a, 0xa2f79cd6, 0x14def9de,
                                 0,          0,          0,          0x10000000};

TEST(EcInverse, OfNumbersModuloEachOrderAndEachPrime) {
  expect_inverts(P256::kOrder);
  expect_inverts(P384::kOrder);
  expect_inverts(P521::kOrder);
  expect_inverts(kEd25519Order);
  expect_inverts(P256Field::kPrime);
  expect_inverts(P384Field::kPrime);
  expect_inverts(P521Field::kPrime);
  expect_inverts(Field25519::kPrime);
}

TEST(EcOrder, MultipliesAndReduces) {
  expect_multiplies(P256::kOrder);
  expect_multiplies(P384::kOrder);
  expect_multiplies(P521::kOrder);
  expect_multiplies(kEd25519Order);
}

}  // namespace
}  // namespace assay::ec::test
