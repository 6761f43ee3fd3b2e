// UTF-8, escapes, and strings of any length.
#include <gtest/gtest.h>

#include <string>

#include "base/json.hpp"
#include "support/json_verdict.hpp"

namespace assay::json {
namespace {

using test::faults;
using test::parses;

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

/// As a value and as a member's name: both are strings.
testing::AssertionResult refused_text(std::string_view text) {
  if (auto as_value = faults(in_quotes(text), FaultKind::syntax); !as_value) return as_value;
  return faults("{" + in_quotes(text) + ":1}", FaultKind::syntax);
}

TEST(JsonText, Rfc3629_3_ReadsTheFirstAndLastOfEachLength) {
  for (const std::string_view text :
       {"\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    const auto document = parse(in_quotes(text));
    ASSERT_TRUE(document) << text;
    EXPECT_EQ(document->root().as_string(), text);
  }
}

TEST(JsonText, Rfc3629_3_RefusesOverlongForms) {
  for (const std::string_view text : {"\xC0\x80", "\xC1\xBF", "\xC0\xAF", "\xE0\x80\x80",
                                      "\xE0\x9F\xBF", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF"}) {
    EXPECT_TRUE(refused_text(text));
  }
}

TEST(JsonText, Rfc3629_3_RefusesSurrogatesAndWhatIsBeyondUnicode) {
  for (const std::string_view text :
       {"\xED\xA0\x80", "\xED\xAF\xBF", "\xED\xB0\x80", "\xED\xBF\xBF", "\xED\xA0\xBD\xED\xB8\x80",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xF8\x88\x80\x80\x80", "\xFC\x84\x80\x80\x80\x80",
        "\xFE", "\xFF"}) {
    EXPECT_TRUE(refused_text(text));
  }
}

TEST(JsonText, RefusesTruncatedAndLooseBytes) {
  for (const std::string_view text :
       {"\xC3", "\xC3z", "\xE2\x82", "\xE2\x82z", "\xE2z", "\xF0\x9F\x98", "\xF0\x9F\x98z",
        "\xF0\x9Fz", "\xF0z", "\x80", "\xBF", "a\x80", "\xC3\xA9\xA9", "\xE9"}) {
    EXPECT_TRUE(refused_text(text));
  }
  EXPECT_TRUE(faults("\"\xC3", FaultKind::syntax));
}

TEST(JsonText, RefusesInvalidBytesOutsideOfStrings) {
  EXPECT_TRUE(faults("{}\xFF", FaultKind::syntax));
  EXPECT_TRUE(faults("\xFF{}", FaultKind::syntax));
  EXPECT_TRUE(faults("{\"a\":\xC3\xA9}", FaultKind::syntax));
}

TEST(JsonText, Rfc8259_8_1_RefusesAByteOrderMarkAndOtherEncodings) {
  EXPECT_TRUE(faults("\xEF\xBB\xBF{}", FaultKind::syntax));
  EXPECT_TRUE(faults(std::string_view("\xFF\xFE{\0}\0", 6), FaultKind::syntax));
  EXPECT_TRUE(faults(std::string_view("\xFE\xFF\0{\0}", 6), FaultKind::syntax));
  EXPECT_TRUE(faults(std::string_view("{\0}\0", 4), FaultKind::syntax));
  EXPECT_TRUE(faults(std::string_view("\0{\0}", 4), FaultKind::syntax));
  EXPECT_TRUE(parses("\"\xEF\xBB\xBF\"")) << "inside a string U+FEFF is a character";
}

TEST(JsonText, Rfc8259_8_2_RefusesLoneSurrogateEscapesOfEachKind) {
  for (const std::string_view text :
       {R"(\ud800)", R"(\udbff)", R"(\udc00)", R"(\udfff)", R"(\ud83d\ud83d)", R"(\ude00\ud83d)",
        R"(\ud83dx)", R"(\ud83d\n)", R"(\ud83d\u0041)", R"(\ud83d\\ude00)", R"(x\ud83d)",
        R"(\ud83d\ude00\ude00)", R"(\uD83D)", R"(\ud83d\u)"}) {
    EXPECT_TRUE(refused_text(text));
  }
  EXPECT_EQ(parse(R"("\ud83d\ude00")")->root().as_string(), "\U0001F600");
  EXPECT_EQ(parse(R"("\uDBFF\uDFFF")")->root().as_string(), "\U0010FFFF");
}

TEST(JsonText, RefusesAMixOfAnEscapedAndARawSurrogate) {
  EXPECT_TRUE(refused_text("\\ud83d\xED\xB8\x80"));
}

TEST(JsonText, RefusesRawControlCharactersAndTakesEscapedOnes) {
  for (char c = 0; c < 0x20; ++c) {
    EXPECT_TRUE(faults(in_quotes(std::string(1, c)), FaultKind::syntax)) << static_cast<int>(c);
  }
  EXPECT_EQ(parse(R"("a\u0000b")")->root().as_string(), std::string_view("a\0b", 3));
  EXPECT_EQ(parse(R"("\"\\\/\b\f\n\r\t")")->root().as_string(), "\"\\/\b\f\n\r\t");
}

TEST(JsonText, KeepsANulInANameApartFromItsEnd) {
  const auto document = parse(R"({"kid\u0000x":1})");
  ASSERT_TRUE(document);
  EXPECT_FALSE(document->root().member("kid"));
  EXPECT_TRUE(document->root().member(std::string_view("kid\0x", 5)));
}

// Boost.JSON hands over a string with escapes in parts, through a buffer of its own.
TEST(JsonText, KeepsLongNamesAndStringsOfEscapesToTheByte) {
  for (const std::size_t size : {100U, 1000U, 4000U, 4095U, 4096U, 4097U, 8192U, 20000U}) {
    std::string escaped;
    std::string plain;
    for (std::size_t i = 0; plain.size() < size; ++i) {
      switch (i % 5) {
        case 0:
          escaped += R"(\u00e9)";
          plain += "\u00e9";
          break;
        case 1:
          escaped += R"(\n)";
          plain += '\n';
          break;
        case 2:
          escaped += "plain" + std::to_string(i);
          plain += "plain" + std::to_string(i);
          break;
        case 3:
          escaped += R"(\ud83d\ude00)";
          plain += "\U0001F600";
          break;
        default:
          escaped += "\u20ac";
          plain += "\u20ac";
          break;
      }
    }
    const std::string text = "{\"before\":\"b\"," + in_quotes(escaped) + ":" +
                             in_quotes(escaped + "!") + ",\"list\":[" + in_quotes(escaped) +
                             ",\"\"],\"after\":\"a\"}";
    const auto document = parse(text);
    ASSERT_TRUE(document) << size;
    const auto value = document->root().member(plain);
    ASSERT_TRUE(value) << size;
    EXPECT_EQ(value->as_string(), plain + "!");
    EXPECT_EQ(value->name(), plain);
    EXPECT_EQ(document->root().member("before")->as_string(), "b");
    EXPECT_EQ(document->root().member("after")->as_string(), "a");
    const auto list = document->root().member("list")->as_strings();
    ASSERT_TRUE(list);
    EXPECT_EQ(list->at(0), plain);
    EXPECT_EQ(list->at(1), "");
  }
}

TEST(JsonText, ReadsAStringOfAMegabyte) {
  const std::string text(1 << 20, 'x');
  EXPECT_EQ(parse(in_quotes(text))->root().as_string(), text);
}

}  // namespace
}  // namespace assay::json
