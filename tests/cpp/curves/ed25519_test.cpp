// Ed25519 against Botan's on random signatures, and against the equation of RFC 8032 §5.1.7 in
// Botan's BigInt for keys and signatures with a part of small order.
#include <botan/bigint.h>
#include <botan/ed25519.h>
#include <botan/hash.h>
#include <botan/hex.h>
#include <botan/pubkey.h>
#include <botan/system_rng.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "crypto/ec/curve_keys.hpp"
#include "curves/cases.hpp"
#include "curves/edwards_reference.hpp"

namespace assay::ec::test {
namespace {

using Botan::BigInt;
using Bytes = std::vector<std::uint8_t>;

std::mt19937_64& random_source() {
  static std::mt19937_64 source(20261128);  // NOLINT(cert-msc51-cpp): a failure is reproducible
  return source;
}

Bytes random_bytes(std::size_t size) {
  Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_source()());
  return bytes;
}

/// SHA-512 of R, A and the message.
Bytes digest_of(std::span<const std::uint8_t> signature, std::span<const std::uint8_t> key,
                std::span<const std::uint8_t> message) {
  const auto hash = Botan::HashFunction::create_or_throw("SHA-512");
  hash->update(signature.first(32));
  hash->update(key);
  hash->update(message);
  Bytes digest(hash->output_length());
  hash->final(digest);
  return digest;
}

bool verifies(Handle key, const Bytes& encoded_key, const Bytes& message, const Bytes& signature) {
  return verify(key, digest_of(signature, encoded_key, message), signature);
}

TEST(Ed25519, AgreesWithBotanOnRandomSignatures) {
  const int keys = cases_of_a_curve() / kUses;
  int valid = 0;
  for (int i = 0; i < keys; ++i) {
    const Bytes seed = random_bytes(32);
    const Botan::Ed25519_PrivateKey secret(
        Botan::secure_vector<std::uint8_t>(seed.begin(), seed.end()));
    const Bytes encoded = secret.get_public_key();
    const Botan::Ed25519_PublicKey botan(encoded);
    const Handle key = prepare(Curve::ed25519, encoded);
    ASSERT_GT(key, 0);
    if (has_large_comb(i)) use_often(key, Bytes(64, 1), Bytes(64, 1));
    for (int use = 0; use < uses_of_key(i); ++use) {
      const Bytes message = random_bytes(random_source()() % 200);
      Botan::PK_Signer signer(secret, Botan::system_rng(), "Pure");
      Bytes signature = signer.sign_message(message, Botan::system_rng());
      if (use % 3 == 2) flip_bit(signature, random_source()());
      Botan::PK_Verifier verifier(botan, "Pure");
      const bool expected = verifier.verify_message(message, signature);
      EXPECT_EQ(verifies(key, encoded, message, signature), expected)
          << Botan::hex_encode(signature);
      if (expected) ++valid;
    }
    forget(key);
  }
  EXPECT_GE(valid, keys * 4);
}

/// S of a signature by the secret scalar a for R = r B + a point of small order.
Bytes sign(const BigInt& r, const Edwards25519::Point& extra, const BigInt& a, const Bytes& key,
           const Bytes& message) {
  const auto& curve = Edwards25519::get();
  Bytes signature = curve.encode(curve.add(curve.times(r, curve.base()), extra));
  signature.resize(64);
  const BigInt k = Edwards25519::read(digest_of(signature, key, message)) % curve.order();
  Edwards25519::write((r + k * a) % curve.order(), std::span(signature).subspan(32));
  return signature;
}

TEST(Ed25519, Rfc8032Section517VerifiesWithoutTheCofactor) {
  const auto& curve = Edwards25519::get();
#ifdef ASSAY_CHECK_BOUNDS
  constexpr int kSecrets = 2;
#else
  constexpr int kSecrets = 6;
#endif
  int valid = 0;
  for (int i = 0; i < kSecrets; ++i) {
    const BigInt a = Edwards25519::read(random_bytes(32)) % curve.order();
    for (int of_key = 0; of_key < 8; ++of_key) {
      const auto point = curve.add(curve.times(a, curve.base()), curve.small(of_key));
      const Bytes encoded = curve.encode(point);
      const Handle key = prepare(Curve::ed25519, encoded);
      ASSERT_GT(key, 0);
      for (int of_r = 0; of_r < 8; ++of_r) {
        const Bytes message = random_bytes(20);
        const BigInt r = Edwards25519::read(random_bytes(32)) % curve.order();
        const Bytes signature = sign(r, curve.small(of_r), a, encoded, message);
        const bool expected =
            curve.verifies(point, digest_of(signature, encoded, message), signature);
        EXPECT_EQ(verifies(key, encoded, message, signature), expected) << of_key << " " << of_r;
        if (expected) ++valid;
      }
      forget(key);
    }
  }
  EXPECT_GT(valid, kSecrets * 8 / 2);      // an eighth of them, about: without the cofactor
  EXPECT_LT(valid, kSecrets * 8 * 8 / 2);  // with it, all would be
}

TEST(Ed25519, RefusesKeysOfSmallOrder) {
  const auto& curve = Edwards25519::get();
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(prepare(Curve::ed25519, curve.encode(curve.small(i))), kSmallOrder);
  }
}

TEST(Ed25519, RefusesAnROfSmallOrder) {
  // With R = infinity, S = k a solves the equation: whoever sees it knows a.
  const auto& curve = Edwards25519::get();
  const BigInt a = Edwards25519::read(random_bytes(32)) % curve.order();
  const Bytes encoded = curve.encode(curve.times(a, curve.base()));
  const Handle key = prepare(Curve::ed25519, encoded);
  for (int use = 0; use < kUses; ++use) {
    for (int i = 0; i < 8; ++i) {
      const Bytes message = random_bytes(20);
      const Bytes signature = sign(0, curve.small(i), a, encoded, message);
      if (i == 0) {
        EXPECT_TRUE(curve.verifies(curve.times(a, curve.base()),
                                   digest_of(signature, encoded, message), signature));
      }
      EXPECT_FALSE(verifies(key, encoded, message, signature));
    }
  }
  forget(key);
}

TEST(Ed25519, Rfc8032Section517RefusesAnSOfTheOrderOrMore) {
  const auto& curve = Edwards25519::get();
  const BigInt a = Edwards25519::read(random_bytes(32)) % curve.order();
  const Bytes encoded = curve.encode(curve.times(a, curve.base()));
  const Handle key = prepare(Curve::ed25519, encoded);
  const Bytes message = random_bytes(20);
  const Bytes good = sign(BigInt(12345), curve.small(0), a, encoded, message);
  const BigInt s = Edwards25519::read(std::span(good).subspan(32));
  for (int use = 0; use < kUses; ++use) {
    EXPECT_TRUE(verifies(key, encoded, message, good));
    for (BigInt bad = s + curve.order(); bad.bits() <= 256; bad += curve.order()) {
      Bytes signature = good;
      Edwards25519::write(bad, std::span(signature).subspan(32));
      EXPECT_FALSE(verifies(key, encoded, message, signature));
    }
  }
  forget(key);
}

TEST(Ed25519, Rfc8032Section513RefusesWhatIsNoPointInCanonicalForm) {
  const auto& curve = Edwards25519::get();
  int points = 0;
  for (int i = 0; i < 2'000; ++i) {
    Bytes encoded = i < 40 ? Bytes(32, 0xFF) : random_bytes(32);
    if (i < 40) {  // y from p - 1 on, and again with the other sign
      Edwards25519::write(curve.prime() - 1 + i % 20, encoded);
      if (i >= 20) encoded[31] |= 0x80;
    }
    const bool is_point = curve.decode(encoded).has_value();
    const Handle key = prepare(Curve::ed25519, encoded);
    if (is_point) {
      ++points;
      EXPECT_TRUE(key > 0 || key == kSmallOrder) << Botan::hex_encode(encoded);
    } else {
      EXPECT_EQ(key, kInvalidPoint) << Botan::hex_encode(encoded);
    }
    if (key > 0) forget(key);
  }
  EXPECT_GT(points, 500);
  Bytes identity(32, 0);
  identity[0] = 1;
  identity[31] = 0x80;  // x = 0 with its sign set
  EXPECT_EQ(prepare(Curve::ed25519, identity), kInvalidPoint);
  for (const std::size_t size : {0, 1, 31, 33, 64}) {
    EXPECT_EQ(prepare(Curve::ed25519, Bytes(size, 9)), kInvalidPoint);
  }
}

}  // namespace
}  // namespace assay::ec::test
