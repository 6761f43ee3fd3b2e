#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "jose/claim_path.hpp"

namespace assay {

class Claims;

/// What a claim may be compared with: strings exactly, numbers and booleans by value.
using ClaimValue = std::variant<bool, double, std::string>;

/// What is required of one claim: one of the values, or to begin with one of the prefixes. An array
/// must contain such an element. A claim that is missing, null or of another type breaks the rule.
struct ClaimRule {
  ClaimPath path = {};                     ///< the claim's name, and the names of members inside it
  std::vector<ClaimValue> values = {};     ///< allowed
  std::vector<std::string> prefixes = {};  ///< allowed at the begin of a string; none is empty
  /// Values and prefixes are those that are forbidden. An array must not contain one.
  bool negated = false;

  /// Whether the rule can be kept: a path, something to compare with, numbers within ±2^53.
  [[nodiscard]] bool is_valid() const;
  [[nodiscard]] bool is_kept_by(const Claims& claims) const;
  /// The path, its names joined by dots.
  [[nodiscard]] std::string name() const;
  /// For explain(): e.g. `client_id is "web" or "cli"`.
  [[nodiscard]] std::string description() const;
  /// For explain(): the claim's value.
  [[nodiscard]] std::string value_in(const Claims& claims) const;
};

/// A number for a reader, with up to six decimals. Without printf, whose floating point alone is
/// 10 kB of WebAssembly.
[[nodiscard]] std::string number_text(double number);

}  // namespace assay
