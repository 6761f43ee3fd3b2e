#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/json.hpp"

namespace assay::test {

/// The first bytes of a text, for a failure message.
inline std::string excerpt(std::string_view text) { return std::string(text.substr(0, 60)); }

inline testing::AssertionResult parses(std::string_view text) {
  const auto document = json::parse(text);
  if (document) return testing::AssertionSuccess();
  return testing::AssertionFailure() << excerpt(text) << " refused at " << document.error().offset
                                     << ", kind " << static_cast<int>(document.error().kind);
}

inline testing::AssertionResult faults(std::string_view text, json::FaultKind kind) {
  const auto document = json::parse(text);
  if (document) return testing::AssertionFailure() << excerpt(text) << " parsed";
  if (document.error().kind == kind) return testing::AssertionSuccess();
  return testing::AssertionFailure()
         << excerpt(text) << " refused as kind " << static_cast<int>(document.error().kind);
}

}  // namespace assay::test
