#include "verify/token_id.hpp"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

std::string hash(std::string_view secret, std::string_view token_id) {
  return hash_token_id({secret.begin(), secret.end()}, token_id);
}

TEST(TokenId, IsTheSeedsVector) {
  EXPECT_EQ(hash("token-id-test-secret", "token-id-123"),
            "1e7aad10a8c63059ce4fabce2f24793bf4703ae76ac4fb1dc7fc04ac53e4562c");
}

TEST(TokenId, Rfc4231_4_3_IsHmacSha256) {
  EXPECT_EQ(hash("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(TokenId, Rfc4231_4_7_HashesAKeyLongerThanTheBlock) {
  EXPECT_EQ(
      hash(std::string(131, '\xAA'), "Test Using Larger Than Block-Size Key - Hash Key First"),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(TokenId, DependsOnSecretAndIdToTheLastByte) {
  const std::string reference = hash("token-id-test-secret", "token-id-123");
  EXPECT_NE(hash("token-id-test-secreT", "token-id-123"), reference);
  EXPECT_NE(hash("token-id-test-secret", "token-id-124"), reference);
  EXPECT_NE(hash("token-id-test-secret", std::string("token-id-123\0", 13)), reference);
}

TEST(TokenId, IsSixtyFourLowerCaseHexadecimalDigits) {
  const std::string text = hash("token-id-test-secret", "");
  EXPECT_EQ(text.size(), 64U);
  EXPECT_EQ(text.find_first_not_of("0123456789abcdef"), std::string::npos);
}

}  // namespace
}  // namespace assay
