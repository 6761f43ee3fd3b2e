// Nonces without a memory: RFC 9449 §8, §9.
#include "dpop/nonce.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/base64url.hpp"
#include "base/secret_bytes.hpp"
#include "support/token.hpp"

namespace assay::test {
namespace {

const SecretBytes& secret() {
  static const SecretBytes bytes(32, 0x11);
  return bytes;
}
constexpr double kPeriod = 60;

TEST(Nonce, IsGoodInItsPeriodAndInTheNextOne) {
  const std::string nonce = make_nonce(secret(), kPeriod, kNow);
  EXPECT_EQ(nonce.size(), 28U);
  for (const double later : {0.0, 1.0, 59.0, 60.0, 119.0}) {
    EXPECT_TRUE(is_nonce_of(nonce, secret(), kPeriod, kNow + later)) << later;
  }
  EXPECT_FALSE(is_nonce_of(nonce, secret(), kPeriod, kNow + 120)) << "two periods later";
  EXPECT_TRUE(is_nonce_of(nonce, secret(), kPeriod, kNow - 1)) << "of a server that is ahead";
  EXPECT_FALSE(is_nonce_of(nonce, secret(), kPeriod, kNow - 61));
}

TEST(Nonce, IsTheSameForAllClientsOfAPeriodAndAnotherInTheNext) {
  std::set<std::string> made;
  for (int i = 0; i < 10; ++i) made.insert(make_nonce(secret(), kPeriod, kNow + 60 * i + i));
  EXPECT_EQ(made.size(), 10U);
  EXPECT_EQ(make_nonce(secret(), kPeriod, kNow + 59), make_nonce(secret(), kPeriod, kNow));
}

TEST(Nonce, WithOneBitChangedIsRefused) {
  const std::string nonce = make_nonce(secret(), kPeriod, kNow);
  const Bytes bytes = *decode_base64url(nonce);
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    Bytes changed = bytes;
    changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
    EXPECT_FALSE(is_nonce_of(encode_base64url(changed), secret(), kPeriod, kNow)) << bit;
  }
}

TEST(Nonce, OfAnotherSecretPeriodOrFormIsRefused) {
  const std::string nonce = make_nonce(secret(), kPeriod, kNow);
  EXPECT_FALSE(is_nonce_of(nonce, SecretBytes(32, 0x12), kPeriod, kNow));
  EXPECT_FALSE(is_nonce_of(nonce, secret(), 30, kNow));
  for (const std::string& wrong : {std::string(), nonce + "A", nonce.substr(1), nonce + "=",
                                   ' ' + nonce, std::string(28, 'A')}) {
    EXPECT_FALSE(is_nonce_of(wrong, secret(), kPeriod, kNow)) << wrong.size();
  }
}

}  // namespace
}  // namespace assay::test
