// nst/JSONTestSuite: y_ must parse, n_ must not, i_ is for the implementation to decide.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "support/json_test_suite.hpp"
#include "support/json_verdict.hpp"

namespace assay::json {
namespace {

using test::faults;
using test::json_test_suite;
using test::parses;

/// Valid by RFC 8259 (§4: names SHOULD be unique), and refused here by RFC 7515 §4, RFC 7519 §4.
const std::set<std::string> kDuplicates{"y_object_duplicated_key.json",
                                        "y_object_duplicated_key_and_value.json"};

/// Numbers that a double holds, though not to the last digit.
const std::set<std::string> kRead{"i_number_double_huge_neg_exp.json",
                                  "i_number_real_underflow.json", "i_number_too_big_neg_int.json",
                                  "i_number_too_big_pos_int.json",
                                  "i_number_very_big_negative_int.json"};

/// All others are refused, each for the reason of its group.
const std::map<std::string, FaultKind> kRefused{
    // A number beyond every finite double.
    {"i_number_huge_exp.json", FaultKind::number_range},
    {"i_number_pos_double_huge_exp.json", FaultKind::number_range},
    {"i_number_neg_int_huge_exp.json", FaultKind::number_range},
    {"i_number_real_neg_overflow.json", FaultKind::number_range},
    {"i_number_real_pos_overflow.json", FaultKind::number_range},
    // A surrogate escape without its other half: no Unicode character, RFC 8259 §8.2.
    {"i_object_key_lone_2nd_surrogate.json", FaultKind::syntax},
    {"i_string_1st_surrogate_but_2nd_missing.json", FaultKind::syntax},
    {"i_string_1st_valid_surrogate_2nd_invalid.json", FaultKind::syntax},
    {"i_string_incomplete_surrogate_and_escape_valid.json", FaultKind::syntax},
    {"i_string_incomplete_surrogate_pair.json", FaultKind::syntax},
    {"i_string_incomplete_surrogates_escape_valid.json", FaultKind::syntax},
    {"i_string_invalid_lonely_surrogate.json", FaultKind::syntax},
    {"i_string_invalid_surrogate.json", FaultKind::syntax},
    {"i_string_inverted_surrogates_U+1D11E.json", FaultKind::syntax},
    {"i_string_lone_second_surrogate.json", FaultKind::syntax},
    // Not UTF-8: RFC 8259 §8.1, RFC 3629 §3.
    {"i_string_UTF-16LE_with_BOM.json", FaultKind::syntax},
    {"i_string_UTF-8_invalid_sequence.json", FaultKind::syntax},
    {"i_string_UTF8_surrogate_U+D800.json", FaultKind::syntax},
    {"i_string_invalid_utf-8.json", FaultKind::syntax},
    {"i_string_iso_latin_1.json", FaultKind::syntax},
    {"i_string_lone_utf8_continuation_byte.json", FaultKind::syntax},
    {"i_string_not_in_unicode_range.json", FaultKind::syntax},
    {"i_string_overlong_sequence_2_bytes.json", FaultKind::syntax},
    {"i_string_overlong_sequence_6_bytes.json", FaultKind::syntax},
    {"i_string_overlong_sequence_6_bytes_null.json", FaultKind::syntax},
    {"i_string_truncated-utf-8.json", FaultKind::syntax},
    {"i_string_utf16BE_no_BOM.json", FaultKind::syntax},
    {"i_string_utf16LE_no_BOM.json", FaultKind::syntax},
    // A byte order mark: RFC 8259 §8.1 forbids senders to add it and lets a reader refuse it.
    {"i_structure_UTF-8_BOM_empty_object.json", FaultKind::syntax},
    // 500 levels; 32 are read.
    {"i_structure_500_nested_arrays.json", FaultKind::too_deep},
};

TEST(JsonTestSuite, EachValidTextParsesButThoseWithAMemberTwice) {
  ASSAY_NEEDS(test::json_test_suite_data());
  std::size_t parsed = 0;
  std::size_t duplicates = 0;
  for (const auto& [name, bytes] : json_test_suite("y_").texts) {
    SCOPED_TRACE(name);
    if (kDuplicates.contains(name)) {
      EXPECT_TRUE(faults(bytes, FaultKind::duplicate_member));
      ++duplicates;
    } else {
      EXPECT_TRUE(parses(bytes));
      ++parsed;
    }
  }
  EXPECT_EQ(parsed, 93U);
  EXPECT_EQ(duplicates, 2U);
}

TEST(JsonTestSuite, EachInvalidTextIsRefused) {
  ASSAY_NEEDS(test::json_test_suite_data());
  const auto suite = json_test_suite("n_");
  std::size_t refused = 0;
  for (const auto& [name, bytes] : suite.texts) {
    EXPECT_FALSE(parse(bytes).has_value()) << name;
    ++refused;
  }
  EXPECT_EQ(refused, suite.whole ? 188U : 176U);
}

TEST(JsonTestSuite, EachTextLeftToTheReaderIsReadOrRefusedForItsReason) {
  ASSAY_NEEDS(test::json_test_suite_data());
  const auto suite = json_test_suite("i_");
  std::size_t decided = 0;
  for (const auto& [name, bytes] : suite.texts) {
    SCOPED_TRACE(name);
    if (kRead.contains(name)) {
      EXPECT_TRUE(parses(bytes));
    } else {
      ASSERT_TRUE(kRefused.contains(name)) << "no decision for it is written down";
      EXPECT_TRUE(faults(bytes, kRefused.at(name)));
    }
    ++decided;
  }
  EXPECT_EQ(decided, suite.whole ? 35U : 22U);
  EXPECT_EQ(kRead.size() + kRefused.size(), 35U);
}

}  // namespace
}  // namespace assay::json
