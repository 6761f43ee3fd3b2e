// Numbers in limbs of 49 bits against Botan's, also larger than those that a product leaves.
#include "crypto/rsa/fma/fma_number.hpp"

#include <botan/bigint.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "base/base64url.hpp"

namespace assay::test {
namespace {

using Botan::BigInt;

constexpr std::size_t kBits = 2048;
constexpr std::size_t kLimbs = 44;

BigInt random_bits(std::mt19937_64& source, std::size_t bits) {
  Bytes bytes((bits + 7) / 8);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(source());
  BigInt number(bytes.data(), bytes.size());
  number.mask_bits(bits);
  return number;
}

FmaNumber number_of(const BigInt& value) {
  Bytes bytes(value.bytes());
  value.serialize_to(bytes);
  return FmaNumber::read(bytes, kLimbs);
}

BigInt residue(const FmaNumber& number, const FmaNumber& modulus) {
  Bytes bytes(kBits / 8);
  number.write(bytes, modulus);
  return {bytes.data(), bytes.size()};
}

TEST(FmaNumber, TellsMultiplesOfTheModulusFromWhatIsNextToThem) {
  std::mt19937_64 source(20261125);  // fixed: a failure is reproducible
  for (int round = 0; round < 5000; ++round) {
    BigInt n = random_bits(source, kBits);
    n.set_bit(kBits - 1);
    n.set_bit(0);
    const FmaNumber modulus = number_of(n);
    // Quotients, whose digits are estimated: of every length, and next to powers of two.
    const std::size_t length = 3 + source() % 95;
    const BigInt edge = (BigInt(1) << length) - 1 - source() % 3;
    const BigInt quotient = round % 2 == 0 ? random_bits(source, length) : edge;
    const BigInt multiple = quotient * n;
    ASSERT_TRUE(number_of(multiple).is_multiple_of(modulus)) << quotient.to_dec_string();
    ASSERT_FALSE(number_of(multiple + 1).is_multiple_of(modulus)) << quotient.to_dec_string();
    ASSERT_EQ(residue(number_of(multiple), modulus), BigInt(0));
    for (const BigInt& rest : {BigInt(1), n - 1, n >> 1, (n >> 1) + 1}) {
      ASSERT_EQ(residue(number_of(multiple + rest), modulus), rest) << quotient.to_dec_string();
    }
  }
}

TEST(FmaNumber, HasLimbsThatAProductTakes) {
  std::mt19937_64 source(20261125);
  const double bound = 0x1p48 + 0x1p10;
  for (int round = 0; round < 200; ++round) {
    const FmaNumber number = number_of(random_bits(source, kBits));
    EXPECT_EQ(number.size(), kLimbs);
    for (std::size_t j = 0; j < kLimbs; ++j) ASSERT_LE(std::abs(number.limbs()[j]), bound);
  }
}

}  // namespace
}  // namespace assay::test
