// Depth and the range of numbers: where this reader is stricter than RFC 8259 asks (§9 allows it).
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "base/json.hpp"
#include "support/json_verdict.hpp"

namespace assay::json {
namespace {

using test::faults;
using test::parses;

std::string repeat(std::string_view part, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

std::optional<double> number(std::string_view text) {
  const auto document = parse(text);
  if (!document) return std::nullopt;
  return document->root().as_number();
}

testing::AssertionResult out_of_range(std::string_view text) {
  return faults(text, FaultKind::number_range);
}

TEST(JsonDepth, Of32IsReadAnd33IsRefused) {
  EXPECT_TRUE(parses(repeat("[", 32) + repeat("]", 32)));
  EXPECT_TRUE(faults(repeat("[", 33) + repeat("]", 33), FaultKind::too_deep));
  EXPECT_TRUE(parses(repeat(R"({"a":)", 32) + "1" + repeat("}", 32)));
  EXPECT_TRUE(faults(repeat(R"({"a":)", 33) + "1" + repeat("}", 33), FaultKind::too_deep));
  EXPECT_TRUE(parses(repeat(R"([{"a":)", 16) + "1" + repeat("}]", 16)));
  EXPECT_TRUE(faults(repeat(R"([{"a":)", 16) + "[]" + repeat("}]", 16), FaultKind::too_deep));
  EXPECT_TRUE(faults(repeat(R"([{"a":)", 16) + "{}" + repeat("}]", 16), FaultKind::too_deep));
  EXPECT_TRUE(faults(repeat("[", 32) + "{}" + repeat("]", 32), FaultKind::too_deep));
}

TEST(JsonDepth, IsOfTheDeepestPlaceAndNotOfTheWholeText) {
  EXPECT_TRUE(parses("[" + repeat(repeat("[", 31) + repeat("]", 31) + ",", 50) + "1]"));
  EXPECT_TRUE(faults("[[],{},[]," + repeat("[", 32) + repeat("]", 32) + "]", FaultKind::too_deep));
}

TEST(JsonDepth, OfAMillionIsRefusedWithoutBeingFollowed) {
  EXPECT_TRUE(faults(repeat("[", 1'000'000), FaultKind::too_deep));
  EXPECT_TRUE(faults(repeat(R"({"a":)", 200'000), FaultKind::too_deep));
}

TEST(JsonNumbers, OfAnyLengthAreReadWhereADoubleHoldsThem) {
  EXPECT_EQ(number("9223372036854775807"), 9223372036854775807.0);
  EXPECT_EQ(number("9223372036854775808"), 9223372036854775808.0);
  EXPECT_EQ(number("18446744073709551615"), 18446744073709551615.0);
  EXPECT_EQ(number("18446744073709551616"), 18446744073709551616.0);
  EXPECT_EQ(number("-9223372036854775808"), -9223372036854775808.0);
  EXPECT_EQ(number("-9223372036854775809"), -9223372036854775808.0);
  EXPECT_EQ(number("-18446744073709551616"), -18446744073709551616.0);
  EXPECT_TRUE(parses("[1,99999999999999999999]"));
  EXPECT_TRUE(parses(std::string(308, '9')));
  EXPECT_TRUE(out_of_range(std::string(310, '9')));
  EXPECT_TRUE(out_of_range("-" + std::string(400, '1')));
}

TEST(JsonNumbers, ThatADoubleHoldsAreRead) {
  EXPECT_EQ(number("1e308"), 1e308);
  EXPECT_EQ(number("-1e308"), -1e308);
  EXPECT_EQ(number("1e2"), 100);
  EXPECT_EQ(number("1E+2"), 100);
  EXPECT_EQ(number("1800000000.25"), 1800000000.25);
  EXPECT_EQ(number("1.8e9"), 1800000000);
  EXPECT_EQ(number("9223372036854775808.0"), 9223372036854775808.0) << "no integer by its form";
  EXPECT_TRUE(parses("1.7976931348623157e308")) << "the largest double";
  EXPECT_TRUE(parses("-1.7976931348623157e+308"));
  EXPECT_TRUE(parses("2.2250738585072014e-308")) << "the smallest normal double";
}

TEST(JsonNumbers, ThatADoubleCantHoldAreRefused) {
  for (const std::string_view text :
       {"1e309", "-1e309", "1e400", "-1e400", "1.8e308", "1.7976931348623159e308", "1.5e9999",
        "1e99999999999999999999", "0.4e99999999999999999999"}) {
    EXPECT_TRUE(out_of_range(text)) << text;
  }
}

TEST(JsonNumbers, ThatAreTooSmallForADoubleAreZero) {
  for (const std::string_view text :
       {"1e-400", "-1e-400", "0.1e-999", "123.456e-789", "1e-99999999999999999999"}) {
    EXPECT_EQ(number(text), 0) << text;
  }
}

TEST(JsonNumbers, ThatAreZeroAreZero) {
  for (const std::string_view text :
       {"0", "-0", "0.0", "-0.0", "0e0", "0e-400", "0E+1", "0.000e-5", "-0e1"}) {
    EXPECT_EQ(number(text), 0) << text;
  }
}

TEST(JsonNumbers, OfTenThousandDigitsAreReadWhereTheyAreFinite) {
  for (const std::string& text :
       {"0." + std::string(10'000, '0'), "0." + std::string(10'000, '1'),
        "1." + std::string(10'000, '9') + "e-5", std::string(10'000, '1') + "e-9999",
        "1e" + std::string(10'000, '0') + "1"}) {
    EXPECT_TRUE(parses(text));
  }
  EXPECT_EQ(number("1." + std::string(10'000, '0')), 1);
  EXPECT_EQ(number("1" + std::string(300, '0') + "e-300"), 1);
  for (const std::string& text :
       {std::string(10'000, '9'), "-" + std::string(10'000, '1'), std::string(10'000, '1') + ".5",
        "1e" + std::string(10'000, '9')}) {
    EXPECT_TRUE(out_of_range(text));
  }
}

TEST(JsonNumbers, Beyond2To53AreNotRoundedBackToIt) {
  EXPECT_EQ(number("9007199254740992"), 9007199254740992.0);
  EXPECT_GT(number("9007199254740993").value_or(0), 9007199254740992.0);
  EXPECT_LT(number("-9007199254740993").value_or(0), -9007199254740992.0);
  EXPECT_GT(number("9007199254740992.5").value_or(0), 9007199254740992.0);
  EXPECT_GT(number("9007199254740993e0").value_or(0), 9007199254740992.0);
  EXPECT_EQ(number("9007199254740992.000"), 9007199254740992.0);
}

}  // namespace
}  // namespace assay::json
