// The document and its values; the rules of reading are in json_*_test.cpp.
#include "base/json.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/json_verdict.hpp"

namespace assay::json {
namespace {

using test::faults;
using test::parses;

Document read(std::string_view text) {
  auto document = parse(text);
  EXPECT_TRUE(document) << text;
  return std::move(*document);
}

TEST(Json, Rfc8259_3_ReadsEachKindOfValue) {
  EXPECT_EQ(read("null").root().kind(), Kind::null);
  EXPECT_EQ(read("true").root().as_boolean(), true);
  EXPECT_EQ(read("false").root().as_boolean(), false);
  EXPECT_EQ(read("-12.5e1").root().as_number(), -125);
  EXPECT_EQ(read(R"("a")").root().as_string(), "a");
  EXPECT_EQ(read("[]").root().kind(), Kind::array);
  EXPECT_EQ(read("{}").root().kind(), Kind::object);
}

TEST(Json, GivesNothingForAnotherKind) {
  const Document text = read(R"("1")");
  EXPECT_EQ(text.root().as_number(), std::nullopt);
  EXPECT_EQ(text.root().as_boolean(), std::nullopt);
  EXPECT_EQ(text.root().as_strings(), std::nullopt);
  EXPECT_FALSE(text.root().member("1"));
  EXPECT_EQ(read("1").root().as_string(), std::nullopt);
  EXPECT_EQ(read("null").root().as_boolean(), std::nullopt);
  EXPECT_EQ(read("0").root().as_boolean(), std::nullopt);
  EXPECT_EQ(read(R"({"0":"a"})").root().as_strings(), std::nullopt);
  EXPECT_FALSE(read(R"(["a"])").root().member("a"));
}

TEST(Json, FindsAMemberByExactlyItsNameAndOnlyInItsObject) {
  const Document document =
      read(R"({"ab":1,"a":{"b":2,"deep":{"abc":3}},"b":[{"c":4}],"A":5,"":6,"a b":7})");
  const Value root = document.root();
  EXPECT_EQ(root.member("ab")->as_number(), 1);
  EXPECT_EQ(root.member("A")->as_number(), 5);
  EXPECT_EQ(root.member("")->as_number(), 6);
  EXPECT_EQ(root.member("a")->member("b")->as_number(), 2);
  EXPECT_EQ(root.member("b")->kind(), Kind::array);
  for (const std::string_view absent : {"abc", "deep", "c", "AB", "a ", "aB"}) {
    EXPECT_FALSE(root.member(absent)) << absent;
  }
  EXPECT_FALSE(root.member(std::string_view("a\0", 2)));
}

TEST(Json, CountsNullAsAbsentWhereItIsAsked) {
  const Document document = read(R"({"a":null,"b":false})");
  EXPECT_TRUE(document.root().member("a"));
  EXPECT_FALSE(document.root().present("a"));
  EXPECT_TRUE(document.root().present("b"));
  EXPECT_FALSE(document.root().present("c"));
}

TEST(Json, WalksTheChildrenInOrderAndPassesOverWhatIsInsideThem) {
  const Document document = read(R"({"a":[1,[2,{"x":3}]],"b":{"c":{}},"d":"e"})");
  std::vector<std::string> names;
  for (const Value child : document.root().children()) names.emplace_back(child.name());
  EXPECT_EQ(names, (std::vector<std::string>{"a", "b", "d"}));
  const Value array = *document.root().member("a");
  int elements = 0;
  for (const Value element : array.children()) {
    EXPECT_EQ(element.name(), "");
    ++elements;
  }
  EXPECT_EQ(elements, 2);
}

TEST(Json, GivesTheStringsOfAnArrayThatHoldsNothingElse) {
  using Strings = std::vector<std::string_view>;
  const Document document = read(R"({"a":["x","","y"],"b":[],"c":["x",1],"d":[["x"]],"e":[null]})");
  EXPECT_EQ(document.root().member("a")->as_strings(), (Strings{"x", "", "y"}));
  EXPECT_EQ(document.root().member("b")->as_strings(), Strings{});
  for (const std::string_view mixed : {"c", "d", "e"}) {
    EXPECT_EQ(document.root().member(mixed)->as_strings(), std::nullopt) << mixed;
  }
}

TEST(Json, Rfc8259_2_AllowsWhiteSpaceAroundAndBetweenValues) {
  EXPECT_TRUE(parses(" \t\r\n{ \"a\" : [ 1 , 2 ] } \n"));
  EXPECT_TRUE(faults("\v{}", FaultKind::syntax));
  EXPECT_TRUE(faults("\xC2\xA0{}", FaultKind::syntax));
}

TEST(Json, RefusesWhatStandsBehindTheValue) {
  for (const std::string_view text :
       {"{}{}", "{} x", "{}]", "{},", "1 2", "{}//", "null\xC2\xA0"}) {
    EXPECT_TRUE(faults(text, FaultKind::syntax));
  }
  EXPECT_TRUE(faults(std::string_view("{}\0", 3), FaultKind::syntax));
}

TEST(Json, RefusesATextThatIsNoneOrEndsEarly) {
  EXPECT_TRUE(faults(std::string_view(), FaultKind::syntax));
  const std::string_view whole = R"({"a":[1,{"b":"c\u00e9"}],"d":-1.5e3,"e":true})";
  EXPECT_TRUE(parses(whole));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_TRUE(faults(whole.substr(0, size), FaultKind::syntax));
  }
}

TEST(Json, RefusesWhatOtherParsersTolerate) {
  for (const std::string_view text :
       {"{'a':1}",   "{a:1}",      R"({"a":1,})", "[1,]",        "[,1]",     "[1,,2]",
        "// c\n{}",  "/* c */{}",  "+1",          ".5",          "5.",       "01",
        "-01",       "0x10",       "1e",          "1e+",         "NaN",      "Infinity",
        "-Infinity", "nan",        "undefined",   "True",        "nul",      "--1",
        "1_000",     R"({"a" 1})", R"({"a"})",    "{1:2}",       "\"a\nb\"", "\"a\tb\"",
        R"("\x41")", R"("\u12")",  R"("\u12G4")", R"("\U0041")", R"("\')"}) {
    EXPECT_TRUE(faults(text, FaultKind::syntax));
  }
}

TEST(Json, SaysAtWhichByteItStopped) {
  EXPECT_EQ(parse(R"({"a":1 x)").error().offset, 7U);
  EXPECT_EQ(parse("{} {").error().offset, 3U);
}

}  // namespace
}  // namespace assay::json
