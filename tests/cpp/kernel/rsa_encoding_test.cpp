// EMSA-PKCS1-v1_5 and EMSA-PSS: what must be refused, a byte at a time.
#include "crypto/rsa/rsa_encoding.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/base64url.hpp"

namespace assay::test {
namespace {

constexpr std::array<std::uint8_t, 19> kSha256Info{0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60,
                                                   0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02,
                                                   0x01, 0x05, 0x00, 0x04, 0x20};

Bytes digest_of(std::string_view text, std::string_view hash = "SHA-256") {
  const auto function = Botan::HashFunction::create_or_throw(hash);
  function->update(text);
  Bytes digest(function->output_length());
  function->final(digest);
  return digest;
}

Bytes pkcs1v15(const Bytes& digest, std::size_t size = 256) {
  Bytes message(size, 0xFF);
  message[0] = 0;
  message[1] = 1;
  message[size - digest.size() - kSha256Info.size() - 1] = 0;
  std::copy(kSha256Info.begin(), kSha256Info.end(),
            message.end() - static_cast<std::ptrdiff_t>(digest.size() + kSha256Info.size()));
  std::copy(digest.begin(), digest.end(),
            message.end() - static_cast<std::ptrdiff_t>(digest.size()));
  return message;
}

TEST(Pkcs1v15, Rfc8017_9_2_IsTheOneEncodingOfADigest) {
  const Bytes digest = digest_of("abc");
  for (const std::size_t size : {62U, 256U, 257U, 384U, 512U, 1024U}) {
    EXPECT_EQ(pkcs1v15_encoding(digest, "SHA-256", size), pkcs1v15(digest, size)) << size;
  }
}

TEST(Pkcs1v15, Rfc8017_9_2_Note1_NamesTheHash) {
  const auto info_of = [](std::string_view hash) {
    const Bytes digest = digest_of("abc", hash);
    const Bytes message = pkcs1v15_encoding(digest, hash, 256).value();
    const auto end = message.end() - static_cast<std::ptrdiff_t>(digest.size());
    EXPECT_TRUE(std::equal(digest.begin(), digest.end(), end));
    return Bytes(end - 20, end);
  };
  EXPECT_EQ(info_of("SHA-384"),
            (Bytes{0x00, 0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48,
                   0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30}));
  EXPECT_EQ(info_of("SHA-512"),
            (Bytes{0x00, 0x30, 0x51, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48,
                   0x01, 0x65, 0x03, 0x04, 0x02, 0x03, 0x05, 0x00, 0x04, 0x40}));
}

TEST(Pkcs1v15, HasNoneForAnUnknownHashNorForADigestOfAnotherOne) {
  const Bytes digest = digest_of("abc");
  EXPECT_FALSE(pkcs1v15_encoding(digest, "SHA-384", 256));
  EXPECT_FALSE(pkcs1v15_encoding(digest, "SHA-1", 256));
  EXPECT_FALSE(pkcs1v15_encoding({}, "SHA-256", 256));
}

TEST(Pkcs1v15, HasNoneWithLessThanEightBytesOfPadding) {
  const Bytes digest = digest_of("abc");
  EXPECT_FALSE(pkcs1v15_encoding(digest, "SHA-256", 61)) << "7 bytes of FF";
  EXPECT_TRUE(pkcs1v15_encoding(digest, "SHA-256", 62)) << "8 bytes of FF";
  EXPECT_FALSE(pkcs1v15_encoding(digest, "SHA-256", 0));
}

/// MGF1 (RFC 8017 §B.2.1), written from its text.
Bytes mgf1(const Bytes& seed, std::size_t size, std::string_view hash) {
  Bytes mask;
  for (std::uint32_t counter = 0; mask.size() < size; ++counter) {
    const auto function = Botan::HashFunction::create_or_throw(hash);
    function->update(seed);
    function->update_be(counter);
    Bytes block(function->output_length());
    function->final(block);
    mask.insert(mask.end(), block.begin(), block.end());
  }
  mask.resize(size);
  return mask;
}

struct PssOptions {
  std::size_t bits = 2048;
  std::size_t salt_size = 32;
  std::string_view mgf_hash = "SHA-256";
};

/// EMSA-PSS-ENCODE (§9.1.1), as long as the modulus.
Bytes pss(const Bytes& digest, const PssOptions& options) {
  const std::size_t em_bits = options.bits - 1;
  const std::size_t em_size = (em_bits + 7) / 8;
  const Bytes salt(options.salt_size, 0x5A);
  const auto function = Botan::HashFunction::create_or_throw("SHA-256");
  function->update(Bytes(8));
  function->update(digest);
  function->update(salt);
  Bytes h(32);
  function->final(h);

  Bytes db(em_size - 33, 0);
  db[db.size() - salt.size() - 1] = 1;
  std::copy(salt.begin(), salt.end(), db.end() - static_cast<std::ptrdiff_t>(salt.size()));
  const Bytes mask = mgf1(h, db.size(), options.mgf_hash);
  for (std::size_t i = 0; i < db.size(); ++i) db[i] = static_cast<std::uint8_t>(db[i] ^ mask[i]);
  db[0] = static_cast<std::uint8_t>(db[0] & 0xFFU >> (8 * em_size - em_bits));
  db.insert(db.end(), h.begin(), h.end());
  db.push_back(0xBC);
  if (em_bits % 8 == 0) db.insert(db.begin(), 0);
  return db;
}

bool accepts(Bytes message, const Bytes& digest, std::size_t bits = 2048) {
  const auto hash = Botan::HashFunction::create_or_throw("SHA-256");
  return is_pss_encoding(message, bits, digest, *hash);
}

TEST(Pss, Rfc8017_9_1_2_AcceptsAnEncodingOfTheDigest) {
  const Bytes digest = digest_of("abc");
  for (const std::size_t bits : {2048U, 2049U, 2050U, 2055U, 2056U, 4096U, 8192U}) {
    EXPECT_TRUE(accepts(pss(digest, {.bits = bits}), digest, bits)) << bits;
  }
}

TEST(Pss, Rfc8017_9_1_2_RefusesEveryOtherBit) {
  const Bytes digest = digest_of("abc");
  for (const std::size_t bits : {2048U, 2049U}) {  // with unused bits, and with a zero octet
    const Bytes message = pss(digest, {.bits = bits});
    for (std::size_t bit = 0; bit < 8 * message.size(); ++bit) {
      Bytes changed = message;
      changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ 1U << bit % 8);
      ASSERT_FALSE(accepts(changed, digest, bits)) << bits << " bits, bit " << bit;
    }
  }
}

TEST(Pss, Rfc7518_3_5_RefusesAnotherSaltLengthAndAnotherMaskHash) {
  const Bytes digest = digest_of("abc");
  for (const std::size_t salt_size : {0U, 20U, 31U, 33U, 64U}) {
    EXPECT_FALSE(accepts(pss(digest, {.salt_size = salt_size}), digest)) << salt_size;
  }
  EXPECT_FALSE(accepts(pss(digest, {.mgf_hash = "SHA-512"}), digest));
}

TEST(Pss, RefusesAnotherDigestAndAMessageThatIsTooShort) {
  EXPECT_FALSE(accepts(pss(digest_of("abc"), {}), digest_of("abd")));
  Bytes tiny(65, 0);
  tiny.back() = 0xBC;
  EXPECT_FALSE(accepts(tiny, digest_of("abc"), 8 * 65));
}

}  // namespace
}  // namespace assay::test
