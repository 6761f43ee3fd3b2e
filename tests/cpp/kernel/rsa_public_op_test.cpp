// The RSA public operation against Botan's power_mod, over sizes, moduli and operands that are
// random and that sit at the edges of limbs, blocks and carries.
#include "crypto/rsa/rsa_public_op.hpp"

#include <botan/bigint.h>
#include <botan/numthry.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "base/base64url.hpp"
#include "crypto/rsa/dot/montgomery.hpp"
#include "crypto/rsa/fma/fma_montgomery.hpp"
#include "crypto/rsa/fma/fused.hpp"
#include "crypto/rsa/rsa_montgomery_op.hpp"

namespace assay::test {
namespace {

using Botan::BigInt;

#ifdef __EMSCRIPTEN__
constexpr std::size_t kSizeStep = 512;  // Botan's power_mod takes milliseconds there
#else
constexpr std::size_t kSizeStep = 8;
#endif
constexpr std::size_t kMinBits = 2048;
constexpr std::size_t kMaxBits = 8192;

std::mt19937_64& random_source() {
  static std::mt19937_64 source(20261123);  // fixed: a failure is reproducible
  return source;
}

BigInt random_bits(std::size_t bits) {
  Bytes bytes((bits + 7) / 8);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_source()());
  BigInt number(bytes.data(), bytes.size());
  number.mask_bits(bits);
  return number;
}

BigInt ones(std::size_t bits) { return (BigInt(1) << bits) - 1; }

/// Odd, and of exactly that many bits.
BigInt as_modulus(BigInt number, std::size_t bits) {
  number.mask_bits(bits);
  number.set_bit(bits - 1);
  number.set_bit(0);
  return number;
}

struct NamedModulus {
  std::string name;
  BigInt modulus;
};

/// A field of bits, repeated.
BigInt repeated(const BigInt& field, std::size_t field_bits, std::size_t bits) {
  return ones(bits / field_bits * field_bits) / ones(field_bits) * field;
}

/// Bits of a limb, and bits that one step of a quotient clears, in the two arithmetics.
constexpr std::size_t kLimbs[] = {13, 49};
constexpr std::size_t kSteps[] = {98, 104};

/// Numbers whose limbs are all as large, or as small, as they can be.
std::vector<NamedModulus> extreme_limbs(std::size_t bits) {
  std::vector<NamedModulus> numbers;
  for (const std::size_t limb : kLimbs) {
    const std::string name = " limbs of " + std::to_string(limb) + " bits";
    numbers.push_back({"largest" + name, repeated(ones(limb - 1), limb, bits)});
    numbers.push_back({"smallest" + name, repeated(BigInt(1) << (limb - 1), limb, bits)});
    numbers.push_back({"alternating" + name, repeated(ones(limb), 2 * limb, bits)});
  }
  return numbers;
}

std::vector<NamedModulus> edge_moduli(std::size_t bits) {
  const std::size_t half = bits / 2;
  std::vector<NamedModulus> moduli{
      {"2^bits - 1", as_modulus(ones(bits), bits)},
      {"2^(bits - 1) + 1", as_modulus(BigInt(1), bits)},
      {"ones above zeros", as_modulus(ones(half) << (bits - half), bits)},
      {"ones below zeros", as_modulus(ones(half), bits)},
  };
  for (const std::size_t step : kSteps) {
    const std::string name = " the lowest " + std::to_string(step) + " bits alone";
    moduli.push_back({"ones in" + name, as_modulus(ones(step), bits)});
    moduli.push_back({"zeros in" + name, as_modulus(ones(bits - step) << step, bits)});
  }
  for (const auto& [name, number] : extreme_limbs(bits)) {
    moduli.push_back({name, as_modulus(number, bits)});
  }
  return moduli;
}

std::vector<BigInt> operands(const BigInt& modulus) {
  const std::size_t bits = modulus.bits();
  std::vector<BigInt> numbers{BigInt(0),
                              BigInt(1),
                              BigInt(2),
                              modulus - 1,
                              modulus - 2,
                              modulus >> 1,
                              ones(bits) % modulus,
                              (ones(bits - 1)) % modulus,
                              random_bits(bits) % modulus};
  for (const std::size_t step : kSteps) numbers.push_back((BigInt(1) << step) % modulus);
  for (const auto& [name, number] : extreme_limbs(bits - 1)) numbers.push_back(number % modulus);
  return numbers;
}

Bytes to_bytes(const BigInt& number, std::size_t size) {
  Bytes bytes(size);
  number.serialize_to(bytes);
  return bytes;
}

/// Other numbers below the modulus: one or a power of two away from the message, and its negative.
std::vector<BigInt> neighbours(const BigInt& message, const BigInt& modulus) {
  const std::size_t any_bit = random_source()() % (modulus.bits() - 1);
  std::vector<BigInt> numbers{(message + 1) % modulus, (message + modulus - 1) % modulus,
                              (message + (BigInt(1) << any_bit)) % modulus, modulus - message};
  std::erase_if(numbers, [&](const BigInt& each) { return each == message || each == modulus; });
  return numbers;
}

struct Case {
  const BigInt& modulus;
  std::uint64_t exponent;
  const BigInt& operand;
  const BigInt& expected;
};

/// How an operation differs from what is expected, or "".
std::string compare(const RsaPublicOp& operation, const Case& given) {
  const std::size_t size = given.modulus.bytes();
  const Bytes signature = to_bytes(given.operand, size);
  Bytes result(size);
  if (!operation.apply(signature, result)) return "refused";
  if (BigInt(result.data(), size) != given.expected) return "differs";
  if (!operation.yields(signature, result)) return "does not yield what it comes to";
  for (const BigInt& other : neighbours(given.expected, given.modulus)) {
    if (operation.yields(signature, to_bytes(other, size))) return "yields something else, too";
  }
  return "";
}

/// How the two arithmetics differ from Botan's, or "".
std::string compare(const BigInt& modulus, std::uint64_t exponent, const BigInt& operand) {
  const Bytes bytes = to_bytes(modulus, modulus.bytes());
  const BigInt expected = Botan::power_mod(operand, BigInt(exponent), modulus);
  const Case given{modulus, exponent, operand, expected};
  const std::string simd = compare(RsaMontgomeryOp<Montgomery>(bytes, exponent), given);
  const std::string fma = compare(RsaMontgomeryOp<FmaMontgomery>(bytes, exponent), given);
  return simd + (fma.empty() ? "" : " by fused products: " + fma);
}

/// Every size in steps of 8 bits, in parts of equal work: CTest runs them in parallel.
constexpr std::size_t kParts = 8;
class RsaPublicOpSizes : public testing::TestWithParam<std::size_t> {};

TEST_P(RsaPublicOpSizes, Rfc8017_5_2_2_IsPowerMod) {
  std::size_t compared = 0;
  for (std::size_t bits = kMinBits + GetParam() * kSizeStep; bits <= kMaxBits;
       bits += kParts * kSizeStep) {
    const BigInt modulus = as_modulus(random_bits(bits), bits);
    for (const BigInt& operand : {random_bits(bits) % modulus, modulus - 1}) {
      ASSERT_EQ(compare(modulus, 65537, operand), "") << bits << " bits";
      ++compared;
    }
  }
  const std::size_t sizes = (kMaxBits - kMinBits) / kSizeStep + 1;
  EXPECT_EQ(compared, 2 * ((sizes - GetParam() + kParts - 1) / kParts));
}

INSTANTIATE_TEST_SUITE_P(Part, RsaPublicOpSizes, testing::Range(std::size_t{0}, kParts));

TEST(RsaPublicOp, IsPowerModForLengthsThatFillNoByteAndNoLimb) {
  for (const std::size_t bits :
       {2049U, 2050U, 2053U, 2055U, 2056U, 2057U, 2059U, 2067U, 2068U, 2069U, 2077U,
        2078U, 2079U, 2183U, 2252U, 2253U, 3073U, 4097U, 8132U, 8133U, 8191U}) {
    const BigInt modulus = as_modulus(random_bits(bits), bits);
    for (const BigInt& operand : operands(modulus)) {
      ASSERT_EQ(compare(modulus, 65537, operand), "") << bits << " bits";
    }
  }
}

TEST(RsaPublicOp, IsPowerModForModuliWithRunsOfOnesAndZeros) {
  for (const std::size_t bits : {2048U, 2056U, 3072U, 4096U}) {
    for (const auto& [name, modulus] : edge_moduli(bits)) {
      for (const BigInt& operand : operands(modulus)) {
        ASSERT_EQ(compare(modulus, 65537, operand), "") << bits << " bits, " << name;
      }
    }
  }
}

TEST(RsaPublicOp, IsPowerModForTheLargestModuliWithRuns) {
  for (const auto& [name, modulus] : edge_moduli(kMaxBits)) {
    for (const BigInt& operand : {modulus - 1, modulus >> 1, ones(kMaxBits) % modulus}) {
      ASSERT_EQ(compare(modulus, 65537, operand), "") << name;
    }
  }
}

TEST(RsaPublicOp, TakesEveryOddExponent) {
  const BigInt modulus = as_modulus(random_bits(2048), 2048);
  for (const std::uint64_t exponent :
       {3ULL, 5ULL, 7ULL, 9ULL, 17ULL, 257ULL, 641ULL, 65535ULL, 65539ULL, 0xAAAAAAABULL,
        0xFFFFFFFFULL, 0x100000001ULL, 0x1FFFFFFFFULL}) {
    for (const BigInt& operand : {random_bits(2048) % modulus, modulus - 1, BigInt(2)}) {
      ASSERT_EQ(compare(modulus, exponent, operand), "") << exponent;
    }
  }
}

TEST(RsaPublicOp, IsPowerModForRandomModuliAndOperands) {
#ifdef __EMSCRIPTEN__
  constexpr int kRounds = 60;
#else
  constexpr int kRounds = 600;
#endif
  for (int round = 0; round < kRounds; ++round) {
    const std::size_t bits = kMinBits + random_source()() % 1100;
    const BigInt modulus = as_modulus(random_bits(bits), bits);
    ASSERT_EQ(compare(modulus, 65537, random_bits(bits) % modulus), "") << bits << " bits";
  }
}

template <class Arithmetic>
class RsaMontgomeryOpBy : public ::testing::Test {
 protected:
  using Operation = RsaMontgomeryOp<Arithmetic>;
};

using Arithmetics = ::testing::Types<Montgomery, FmaMontgomery>;
TYPED_TEST_SUITE(RsaMontgomeryOpBy, Arithmetics);

TYPED_TEST(RsaMontgomeryOpBy, Rfc8017_5_2_2_RefusesASignatureThatIsNotBelowTheModulus) {
  const BigInt modulus = as_modulus(random_bits(2048), 2048);
  const Bytes bytes = to_bytes(modulus, 256);
  const typename TestFixture::Operation operation(bytes, 65537);
  Bytes result(256);
  EXPECT_FALSE(operation.apply(bytes, result)) << "n";
  EXPECT_FALSE(operation.apply(to_bytes(modulus + 1, 256), result)) << "n + 1";
  EXPECT_FALSE(operation.apply(Bytes(256, 0xFF), result)) << "2^2048 - 1";
  EXPECT_TRUE(operation.apply(to_bytes(modulus - 1, 256), result)) << "n - 1";
}

TYPED_TEST(RsaMontgomeryOpBy, Rfc8017_8_2_2_YieldsNoMessageThatIsNotBelowTheModulus) {
  const BigInt modulus = as_modulus(BigInt(1), 2048);  // small, so that n + 1 has as many bytes
  const typename TestFixture::Operation operation(to_bytes(modulus, 256), 65537);
  const Bytes one = to_bytes(BigInt(1), 256);
  EXPECT_TRUE(operation.yields(one, one));
  EXPECT_FALSE(operation.yields(one, to_bytes(modulus + 1, 256))) << "congruent to 1";
  EXPECT_FALSE(operation.yields(to_bytes(modulus + 1, 256), one)) << "congruent to 1";
  EXPECT_FALSE(operation.yields(to_bytes(modulus, 256), Bytes(256))) << "congruent to 0";
  EXPECT_FALSE(operation.yields(Bytes(256), to_bytes(modulus, 256))) << "congruent to 0";
  EXPECT_TRUE(operation.yields(Bytes(256), Bytes(256)));
  EXPECT_FALSE(operation.yields(one, Bytes(1, 1)));
  EXPECT_FALSE(operation.yields(Bytes(1, 1), one));
  EXPECT_FALSE(operation.yields(one, Bytes()));
}

TEST(FusedProducts, AreThereNatively) { EXPECT_TRUE(has_fused_products()); }

TYPED_TEST(RsaMontgomeryOpBy, RefusesASignatureOfAnotherLength) {
  const typename TestFixture::Operation operation(
      to_bytes(as_modulus(random_bits(2048), 2048), 256), 65537);
  Bytes result(256);
  EXPECT_FALSE(operation.apply(Bytes(255), result));
  EXPECT_FALSE(operation.apply(Bytes(257), result));
  EXPECT_FALSE(operation.apply(Bytes(), result));
}

}  // namespace
}  // namespace assay::test
