// RFC 7515 §4 and RFC 7519 §4: member names within an object must be unique; here at each level.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/json.hpp"
#include "support/json_verdict.hpp"

namespace assay::json {
namespace {

using test::faults;
using test::parses;

testing::AssertionResult duplicate(std::string_view text) {
  return faults(text, FaultKind::duplicate_member);
}

/// An object with members named m0, m1, …, in an order that is not the sorted one.
std::vector<std::string> names(std::size_t count) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < count; ++i) all.push_back("m" + std::to_string(i * 7919 % 100003));
  return all;
}

std::string object_of(const std::vector<std::string>& all) {
  std::string text = "{";
  for (const std::string& name : all) {
    if (text.size() > 1) text += ',';
    text.append("\"").append(name).append("\":0");
  }
  return text + '}';
}

TEST(JsonDuplicates, Rfc7515_4_AreRefusedInEachSizeOfObject) {
  for (const std::size_t size : {2U, 3U, 15U, 16U, 17U, 18U, 100U, 1000U}) {
    SCOPED_TRACE(size);
    EXPECT_TRUE(parses(object_of(names(size))));
    // The last member repeats another: the first, the one before, one in the middle.
    for (const std::size_t other : {std::size_t{0}, size / 2, size - 2}) {
      auto repeated = names(size);
      repeated.back() = repeated[std::min(other, size - 2)];
      EXPECT_TRUE(duplicate(object_of(repeated))) << other;
    }
    auto first_two = names(size);
    first_two[1] = first_two[0];
    EXPECT_TRUE(duplicate(object_of(first_two)));
  }
}

TEST(JsonDuplicates, AreRefusedWhateverTheValues) {
  for (const std::string_view text :
       {R"({"a":1,"a":1})", R"({"a":null,"a":1})", R"({"a":[],"a":{}})", R"({"a":{},"a":"x"})",
        R"({"a":{"a":1},"a":1})", R"({"a":1,"b":[{"c":1}],"a":1})", R"({"":1,"":2})",
        R"({"":{"":1},"b":0,"":2})"}) {
    EXPECT_TRUE(duplicate(text));
  }
}

TEST(JsonDuplicates, AreRefusedAtEachLevel) {
  for (const std::string_view text :
       {R"({"x":{"a":1,"a":2}})", R"([{"a":1,"a":2}])", R"({"x":[1,{"b":0},{"a":1,"a":2}]})",
        R"({"x":{"y":{"z":[[{"a":1,"b":2,"a":3}]]}}})", R"({"keys":[{"n":"x","n":"y"}]})"}) {
    EXPECT_TRUE(duplicate(text));
  }
  std::string deep;
  for (int i = 0; i < 31; ++i) deep += "[";
  deep += R"({"a":1,"a":2})";
  for (int i = 0; i < 31; ++i) deep += "]";
  EXPECT_TRUE(duplicate(deep));
}

TEST(JsonDuplicates, AreComparedAfterUnescaping) {
  for (const std::string_view text :
       {R"({"alg":1,"\u0061lg":2})", R"({"\u0061lg":1,"alg":2})", R"({"a/":1,"a\/":2})",
        R"({"\u00e9":1,"é":2})", R"({"\u00E9":1,"\u00e9":2})", R"({"\ud83d\ude00":1,"😀":2})",
        R"({"\n":1,"\u000a":2})", R"({"\u0000":1,"\u0000":2})", R"({"\"":1,"\u0022":2})"}) {
    EXPECT_TRUE(duplicate(text));
  }
  std::string many = object_of(names(40));
  many.back() = ',';
  EXPECT_TRUE(duplicate(many + R"("\u006d0":1})")) << "the sorted comparison, too";
}

TEST(JsonDuplicates, AreNotWhatOnlyLooksAlike) {
  for (const std::string_view text :
       {R"({"a":1,"A":2})", R"({"a":1,"a ":2})", R"({"a":{"a":{"a":1}}})", R"([{"a":1},{"a":1}])",
        R"({"a":[{"b":1},{"b":2}],"b":3})", R"({"a":"a","b":"a"})", R"({"\u0000":1,"":2})",
        R"({"a\u0000b":1,"a\u0000c":2})", R"({"é":1,"e\u0301":2})", R"({"\\u0061":1,"a":2})",
        R"({"ab":1,"a":2,"b":3})", R"({"a":["a","a"]})"}) {
    EXPECT_TRUE(parses(text));
  }
}

TEST(JsonDuplicates, AreFoundInNamesOfFourKibibytesThatDifferAtTheEnd) {
  const std::string name(5000, 'n');
  EXPECT_TRUE(parses(object_of({name + "1", name + "2", name})));
  EXPECT_TRUE(duplicate(object_of({name + "1", name + "2", name + "1"})));
}

}  // namespace
}  // namespace assay::json
