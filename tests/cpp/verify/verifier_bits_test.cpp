// Every small change of a valid token is refused: no bit of it is left unread.
#include <gtest/gtest.h>

#include <string>

#include "jose/jws.hpp"
#include "support/verdict.hpp"

namespace assay::test {
namespace {

struct Parts {
  Bytes header, payload, signature;
  [[nodiscard]] std::string token() const {
    return encode_base64url(header) + '.' + encode_base64url(payload) + '.' +
           encode_base64url(signature);
  }
};

Parts parts_of(const std::string& token) {
  const auto jws = must(split_compact(token));
  return {*decode_base64url(jws.header), *decode_base64url(jws.payload),
          *decode_base64url(jws.signature)};
}

class EveryChange : public testing::Test {
 protected:
  void expect_refused(const std::string& changed, std::string_view what, std::size_t where) {
    const auto verdict = gate_(changed);
    ASSERT_FALSE(verdict.has_value()) << what << ' ' << where;
    EXPECT_EQ(verdict.error().code, Code::auth_token_invalid) << what << ' ' << where;
    ++refused_;
  }

  void flip_each_bit(Bytes Parts::*segment, std::string_view what) {
    Parts parts = parts_of(token_);
    ASSERT_EQ(parts.token(), token_);
    Bytes& bytes = parts.*segment;
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
      const auto mask = static_cast<std::uint8_t>(1U << bit % 8);
      bytes[bit / 8] ^= mask;
      expect_refused(parts.token(), what, bit);
      bytes[bit / 8] ^= mask;
    }
    EXPECT_EQ(refused_, bytes.size() * 8);
  }

  Gate gate_;
  std::string token_ = good_token();
  std::size_t refused_ = 0;
};

TEST_F(EveryChange, OfABitOfTheHeaderIsRefused) { flip_each_bit(&Parts::header, "bit"); }
TEST_F(EveryChange, OfABitOfTheClaimsIsRefused) { flip_each_bit(&Parts::payload, "bit"); }
TEST_F(EveryChange, OfABitOfTheSignatureIsRefused) { flip_each_bit(&Parts::signature, "bit"); }

TEST_F(EveryChange, OfABitOfTheTokensTextIsRefused) {
  ASSERT_TRUE(accepted(gate_(token_)));
  for (std::size_t bit = 0; bit < token_.size() * 8; ++bit) {
    std::string changed = token_;
    changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ static_cast<char>(1U << bit % 8));
    expect_refused(changed, "bit of the text", bit);
  }
  EXPECT_EQ(refused_, token_.size() * 8);
}

TEST_F(EveryChange, ThatCutsTheTokenIsRefused) {
  for (std::size_t size = 0; size < token_.size(); ++size) {
    expect_refused(token_.substr(0, size), "cut to", size);
    if (size > 0) expect_refused(token_.substr(size), "cut from", size);
  }
}

TEST_F(EveryChange, ThatDropsOrDoublesACharacterIsRefused) {
  for (std::size_t i = 0; i < token_.size(); ++i) {
    expect_refused(std::string(token_).erase(i, 1), "without", i);
    expect_refused(std::string(token_).insert(i, 1, token_[i]), "doubled", i);
  }
}

}  // namespace
}  // namespace assay::test
