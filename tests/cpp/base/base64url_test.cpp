#include "base/base64url.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "support/test_key.hpp"

namespace assay {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::optional<std::string> decoded(std::string_view text) {
  const auto bytes = decode_base64url(text);
  if (!bytes) return std::nullopt;
  return std::string(as_text(*bytes));
}

TEST(Base64url, Rfc4648_10_DecodesTheTestVectorsWithoutPadding) {
  EXPECT_EQ(decoded(""), "");
  EXPECT_EQ(decoded("Zg"), "f");
  EXPECT_EQ(decoded("Zm8"), "fo");
  EXPECT_EQ(decoded("Zm9v"), "foo");
  EXPECT_EQ(decoded("Zm9vYg"), "foob");
  EXPECT_EQ(decoded("Zm9vYmE"), "fooba");
  EXPECT_EQ(decoded("Zm9vYmFy"), "foobar");
}

TEST(Base64url, Rfc7515_C_DecodesTheExample) {
  EXPECT_EQ(decode_base64url("A-z_4ME"), (Bytes{3, 236, 255, 224, 193}));
}

TEST(Base64url, Rfc4648_5_UsesMinusAndUnderscore) {
  EXPECT_EQ(decode_base64url("-_-_"), (Bytes{0xFB, 0xFF, 0xBF}));
  EXPECT_EQ(decoded("+_-_"), std::nullopt);
  EXPECT_EQ(decoded("-/-_"), std::nullopt);
}

TEST(Base64url, RefusesALengthThatNoByteStringHas) {
  for (const std::string_view text : {"A", "AAAAA", "AAAAAAAAA"}) {
    EXPECT_EQ(decoded(text), std::nullopt) << text;
  }
}

TEST(Base64url, TakesExactlyTheAlphabetAtEachPosition) {
  // Whole quanta, and tails of two and three characters whose last one is tested below.
  for (const std::string_view base : {"AAAA", "AAAAAAAA", "AAAAAA", "AAAAAAA"}) {
    const std::size_t tail = base.size() % 4;
    const std::size_t positions = tail == 0 ? base.size() : base.size() - 1;
    for (std::size_t position = 0; position < positions; ++position) {
      for (int c = 0; c < 256; ++c) {
        std::string text(base);
        text[position] = static_cast<char>(c);
        const bool in_alphabet = kAlphabet.find(static_cast<char>(c)) != std::string_view::npos;
        EXPECT_EQ(decoded(text).has_value(), in_alphabet)
            << base << " position " << position << " character " << c;
      }
    }
  }
}

TEST(Base64url, Rfc4648_3_5_RefusesBitsBehindTheLastByte) {
  for (int c = 0; c < 256; ++c) {
    const std::size_t value = kAlphabet.find(static_cast<char>(c));
    const bool digit = value != std::string_view::npos;
    std::string two = "AAAAA";
    two += static_cast<char>(c);
    std::string three = "AAAAAA";
    three += static_cast<char>(c);
    EXPECT_EQ(decoded(two).has_value(), digit && value % 16 == 0) << c;
    EXPECT_EQ(decoded(three).has_value(), digit && value % 4 == 0) << c;
  }
}

TEST(Base64url, Rfc7515_2_RefusesPaddingWhiteSpaceAndLineBreaks) {
  for (const std::string_view text :
       {"Zg==", "Zm8=", "Zg=", "Zm9v=", "Zm9v====", "=", "====", " Zm9v", "Zm9v ", "Zm9v\n",
        "Zm9v\r\n", "Zm\n9v", "Zm9v\t", "Z m9v", "Zm9v."}) {
    EXPECT_EQ(decoded(text), std::nullopt) << text;
  }
  EXPECT_EQ(decoded(std::string_view("Zm9\0", 4)), std::nullopt);
  EXPECT_EQ(decoded("Zm9\xC3\xA9Zm9"), std::nullopt);
}

TEST(Base64url, ReadsBackRandomBytesOfEachLength) {
  std::mt19937 random(7515);  // the same bytes each time
  for (std::size_t size = 0; size < 200; ++size) {
    Bytes bytes(size);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
    const std::string text = test::encode_base64url(bytes);
    EXPECT_EQ(decode_base64url(text), bytes) << text;
    EXPECT_EQ(decoded(text + "="), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace assay
