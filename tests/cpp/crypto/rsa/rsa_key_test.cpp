// The rules of an RSA public key, and of a signature by one.
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <ranges>
#include <string>

#include "jose/jwk.hpp"
#include "support/verdict.hpp"

namespace assay::test {
namespace {

const Bytes kE65537{1, 0, 1};
constexpr std::string_view kMessage = "header.payload";

std::unique_ptr<const VerificationKey> public_key(const TestKey& key) {
  return must(make_rsa_key(key.modulus(), key.exponent()));
}

bool verifies(const TestKey& key, const Bytes& signature, Algorithm algorithm = Algorithm::rs256) {
  return public_key(key)->verify(algorithm, kMessage, signature);
}

Bytes with_byte(Bytes bytes, std::size_t index, unsigned difference) {
  bytes.at(index) = static_cast<std::uint8_t>(bytes.at(index) ^ difference);
  return bytes;
}

TEST(RsaKey, Rfc7518_3_3_HasAModulusOf2048To8192Bits) {
  for (const std::size_t bits : {512U, 1024U, 2040U, 2047U}) {
    EXPECT_TRUE(invalid(make_rsa_key(odd_number(bits), kE65537), Reason::key_too_small)) << bits;
  }
  for (const std::size_t bits : {2048U, 2049U, 3072U, 4096U, 8191U, 8192U}) {
    EXPECT_TRUE(accepted(make_rsa_key(odd_number(bits), kE65537))) << bits;
  }
  for (const std::size_t bits : {8193U, 8200U, 16384U, 65536U}) {
    EXPECT_TRUE(invalid(make_rsa_key(odd_number(bits), kE65537), Reason::key_too_large)) << bits;
  }
  EXPECT_TRUE(invalid(make_rsa_key(short_key().modulus(), kE65537), Reason::key_too_small));
}

TEST(RsaKey, HasAnOddModulus) {
  const Bytes even = with_byte(odd_number(2048), 255, 1);
  EXPECT_TRUE(invalid(make_rsa_key(even, kE65537), Reason::key_modulus_even));
  EXPECT_TRUE(invalid(make_rsa_key(with_byte(first_key().modulus(), 255, 1), kE65537),
                      Reason::key_modulus_even));
}

TEST(RsaKey, Rfc8017_3_1_HasAnOddExponentFrom3ToBelow2To33) {
  for (const Bytes& e :
       {Bytes{1}, Bytes{2}, Bytes{4}, Bytes{1, 0, 0}, Bytes{2, 0, 0, 0, 0}, Bytes{2, 0, 0, 0, 1},
        Bytes{0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, Bytes{1, 0, 0, 0, 0, 0, 0, 0, 3}, Bytes(256, 0xFF)}) {
    EXPECT_TRUE(invalid(make_rsa_key(first_key().modulus(), e), Reason::key_exponent))
        << encode_base64url(e);
  }
  for (const Bytes& e :
       {Bytes{3}, Bytes{5}, Bytes{17}, kE65537, Bytes{1, 0xFF, 0xFF, 0xFF, 0xFF}}) {
    EXPECT_TRUE(accepted(make_rsa_key(first_key().modulus(), e))) << encode_base64url(e);
  }
}

TEST(RsaKey, Rfc7518_6_3_1_SkipsLeadingZeroBytesAndHasNoEmptyNumber) {
  Bytes padded = first_key().modulus();
  padded.insert(padded.begin(), 3, 0);
  EXPECT_TRUE(accepted(make_rsa_key(padded, kE65537)));
  EXPECT_TRUE(accepted(make_rsa_key(first_key().modulus(), Bytes{0, 1, 0, 1})));
  Bytes small = odd_number(2047);
  small.insert(small.begin(), 8, 0);
  EXPECT_TRUE(invalid(make_rsa_key(small, kE65537), Reason::key_too_small)) << "zeros are no bits";
  EXPECT_TRUE(invalid(make_rsa_key(Bytes(256, 0), kE65537), Reason::key_material));
  EXPECT_TRUE(invalid(make_rsa_key({}, kE65537), Reason::key_material));
  EXPECT_TRUE(invalid(make_rsa_key(first_key().modulus(), {}), Reason::key_material));
  EXPECT_TRUE(invalid(make_rsa_key(first_key().modulus(), Bytes{0}), Reason::key_material));
}

TEST(RsaKey, VerifiesWithTheSmallestAndTheLargestExponent) {
  for (const std::uint64_t e :
       {std::uint64_t{3}, std::uint64_t{65537}, (std::uint64_t{1} << 33U) - 1}) {
    const TestKey key = first_key().with_exponent(e);
    EXPECT_TRUE(verifies(key, key.sign(Algorithm::rs256, kMessage))) << e;
    EXPECT_FALSE(verifies(key, second_key().sign(Algorithm::rs256, kMessage))) << e;
  }
}

TEST(RsaSignature, IsOfOneAlgorithmAlone) {
  const auto is_rsa = [](const AlgorithmInfo& row) { return row.key_type == KeyType::rsa; };
  for (const AlgorithmInfo& signed_with : algorithm_table() | std::views::filter(is_rsa)) {
    const Bytes signature = first_key().sign(signed_with.algorithm, kMessage);
    for (const AlgorithmInfo& asked : algorithm_table() | std::views::filter(is_rsa)) {
      EXPECT_EQ(verifies(first_key(), signature, asked.algorithm),
                asked.algorithm == signed_with.algorithm)
          << signed_with.name << " as " << asked.name;
    }
  }
}

TEST(RsaSignature, IsOfOneMessageAndOneKeyAlone) {
  const Bytes signature = first_key().sign(Algorithm::rs256, kMessage);
  const auto key = public_key(first_key());
  EXPECT_TRUE(key->verify(Algorithm::rs256, kMessage, signature));
  EXPECT_TRUE(key->verify(Algorithm::rs256, kMessage, signature)) << "and again";
  EXPECT_FALSE(key->verify(Algorithm::rs256, "", signature));
  EXPECT_FALSE(key->verify(Algorithm::rs256, "header.payloae", signature));
  EXPECT_FALSE(key->verify(Algorithm::rs256, "header.payload ", signature));
  EXPECT_FALSE(verifies(second_key(), signature));
}

TEST(RsaSignature, Rfc8017_8_2_2_IsExactlyAsLongAsTheModulus) {
  const Bytes signature = first_key().sign(Algorithm::rs256, kMessage);
  for (std::size_t size = 0; size < signature.size(); size += 15) {
    EXPECT_FALSE(
        verifies(first_key(),
                 Bytes(signature.begin(), signature.begin() + static_cast<std::ptrdiff_t>(size))))
        << size;
  }
  Bytes longer = signature;
  longer.push_back(0);
  EXPECT_FALSE(verifies(first_key(), longer));
  Bytes with_zero = signature;
  with_zero.insert(with_zero.begin(), 0);
  EXPECT_FALSE(verifies(first_key(), with_zero)) << "the same number, one byte longer";
}

TEST(RsaSignature, MayBeginWithAZeroByteAndMustKeepIt) {
  // The first of these messages whose signature begins with a zero byte.
  std::string message;
  Bytes signature;
  for (int i = 0; signature.empty() || signature[0] != 0; ++i) {
    message = "message " + std::to_string(i);
    signature = first_key().sign(Algorithm::rs256, message);
  }
  const auto key = public_key(first_key());
  EXPECT_TRUE(key->verify(Algorithm::rs256, message, signature));
  signature.erase(signature.begin());
  EXPECT_FALSE(key->verify(Algorithm::rs256, message, signature));
}

TEST(RsaSignature, Rfc8017_5_2_2_IsBelowTheModulus) {
  const Bytes& n = first_key().modulus();
  EXPECT_FALSE(verifies(first_key(), n));
  EXPECT_FALSE(verifies(first_key(), Bytes(256, 0xFF)));
  EXPECT_FALSE(verifies(first_key(), with_byte(n, 255, 1))) << "n - 1";
}

/// s + n in as many bytes, or nothing where it does not fit.
std::optional<Bytes> sum_of(Bytes s, const Bytes& n) {
  unsigned carry = 0;
  for (std::size_t i = s.size(); i-- > 0;) {
    carry += s[i] + static_cast<unsigned>(n[i]);
    s[i] = static_cast<std::uint8_t>(carry);
    carry >>= 8U;
  }
  if (carry != 0) return std::nullopt;
  return s;
}

TEST(RsaSignature, Rfc8017_5_2_2_HasNoSecondFormThatIsTheSameModuloN) {
  std::string message;
  Bytes signature;
  std::optional<Bytes> second_form;
  for (int i = 0; !second_form; ++i) {
    message = "message " + std::to_string(i);
    signature = first_key().sign(Algorithm::rs256, message);
    second_form = sum_of(signature, first_key().modulus());
  }
  const auto key = public_key(first_key());
  EXPECT_TRUE(key->verify(Algorithm::rs256, message, signature));
  EXPECT_FALSE(key->verify(Algorithm::rs256, message, *second_form));
}

TEST(RsaSignature, IsNotZeroOrOne) {
  EXPECT_FALSE(verifies(first_key(), Bytes(256, 0)));
  EXPECT_FALSE(verifies(first_key(), with_byte(Bytes(256, 0), 255, 1)));
  EXPECT_FALSE(verifies(first_key(), {}));
}

TEST(RsaSignature, Rfc8017_9_2_IsComparedWithTheWholeEncodedMessage) {
  const Bytes encoded = encode_pkcs1("SHA-256", kMessage, 256);
  ASSERT_TRUE(verifies(first_key(), first_key().power(encoded)));
  for (std::size_t i = 0; i < encoded.size(); ++i) {  // padding, DigestInfo and digest
    const unsigned difference = i == 0 ? 0x01U : 0x80U;
    EXPECT_FALSE(verifies(first_key(), first_key().power(with_byte(encoded, i, difference)))) << i;
  }
}

TEST(RsaSignature, Rfc8017_9_1_PssHasASaltAsLongAsTheHashAndOneHash) {
  const auto pss = [](std::string_view hash, std::string_view mgf, std::size_t salt) {
    return first_key().power(encode_pss(hash, mgf, salt, kMessage, 256));
  };
  EXPECT_TRUE(verifies(first_key(), pss("SHA-256", "SHA-256", 32), Algorithm::ps256));
  for (const std::size_t salt : {0U, 20U, 31U, 33U, 64U, 222U}) {
    EXPECT_FALSE(verifies(first_key(), pss("SHA-256", "SHA-256", salt), Algorithm::ps256)) << salt;
  }
  EXPECT_FALSE(verifies(first_key(), pss("SHA-256", "SHA-512", 32), Algorithm::ps256));
  EXPECT_FALSE(verifies(first_key(), pss("SHA-512", "SHA-256", 32), Algorithm::ps256));
  EXPECT_TRUE(verifies(first_key(), pss("SHA-384", "SHA-384", 48), Algorithm::ps384));
  EXPECT_FALSE(verifies(first_key(), pss("SHA-384", "SHA-384", 32), Algorithm::ps384));
  EXPECT_TRUE(verifies(first_key(), pss("SHA-512", "SHA-512", 64), Algorithm::ps512));
  EXPECT_FALSE(verifies(first_key(), pss("SHA-512", "SHA-512", 32), Algorithm::ps512));
}

}  // namespace
}  // namespace assay::test
