// The combs of all keys are bounded: the least recently used goes first, and its key goes on as a
// new one.
#include "crypto/ec/comb_cache.hpp"

#include <botan/ed25519.h>
#include <botan/hash.h>
#include <botan/pubkey.h>
#include <botan/system_rng.h>
#include <gtest/gtest.h>

#include <vector>

#include "crypto/ec/curve_keys.hpp"

namespace assay::ec::test {
namespace {

using Bytes = std::vector<std::uint8_t>;

struct SignedKey {
  Handle handle;
  Bytes digest;
  Bytes signature;
};

/// A key with the signature of an empty message.
SignedKey make_key() {
  const Botan::Ed25519_PrivateKey secret(Botan::system_rng());
  Botan::PK_Signer signer(secret, Botan::system_rng(), "Pure");
  const Bytes signature = signer.sign_message(Bytes(), Botan::system_rng());
  const Bytes point = secret.get_public_key();
  const auto hash = Botan::HashFunction::create_or_throw("SHA-512");
  hash->update(std::span(signature).first(32));
  hash->update(point);
  Bytes digest(hash->output_length());
  hash->final(digest);
  return {prepare(Curve::ed25519, point), digest, signature};
}

bool verifies(const SignedKey& key) { return verify(key.handle, key.digest, key.signature); }

TEST(Ed25519Combs, AreBoundedAndAKeyDecidesAlikeWithoutAndWithItsComb) {
  std::vector<SignedKey> keys;
  for (std::size_t i = 0; i < kMaxCombs + 20; ++i) keys.push_back(make_key());
  for (const SignedKey& key : keys) {
    for (int use = 0; use < kUsesWithoutComb + 2; ++use) EXPECT_TRUE(verifies(key));
    EXPECT_LE(comb_cache().size(), kMaxCombs);
  }
  EXPECT_EQ(comb_cache().size(), kMaxCombs);
  for (const SignedKey& key : keys) EXPECT_TRUE(verifies(key));  // the first ones were thrown out
  for (SignedKey& key : keys) {
    key.digest[0] ^= 1U;
    EXPECT_FALSE(verifies(key));
    forget(key.handle);
    EXPECT_FALSE(verifies(key));
  }
  EXPECT_LE(comb_cache().size(), 1U);  // the base point's
}

TEST(Ed25519Combs, BecomeLargeForKeysThatAreUsedOftenAndFewOfThemAre) {
  std::vector<SignedKey> keys;
  for (std::size_t i = 0; i < 2 * kMaxLargeCombs; ++i) keys.push_back(make_key());
  for (SignedKey& key : keys) {
    for (int use = 0; use < kUsesWithoutLargeComb + 3; ++use) ASSERT_TRUE(verifies(key)) << use;
    key.digest[1] ^= 1U;
    EXPECT_FALSE(verifies(key));
    key.digest[1] ^= 1U;
    EXPECT_LE(comb_cache().large(), kMaxLargeCombs);
  }
  EXPECT_EQ(comb_cache().large(), kMaxLargeCombs);
  for (const SignedKey& key : keys) EXPECT_TRUE(verifies(key));  // some have lost theirs
  for (const SignedKey& key : keys) forget(key.handle);
  EXPECT_LE(comb_cache().large(), 1U);  // the base point's
}

TEST(Ed25519Combs, AreNotEnlargedByRareUse) {
  const std::size_t before = comb_cache().large();
  const SignedKey key = make_key();
  for (int use = 0; use < kUsesWithoutLargeComb; ++use) EXPECT_TRUE(verifies(key));
  EXPECT_LE(comb_cache().large(), before + 1);  // the base point's, where no test was before
  forget(key.handle);
}

}  // namespace
}  // namespace assay::ec::test
