#include "verify/claim_rule.hpp"

#include <algorithm>
#include <cmath>

#include "jose/claims.hpp"

namespace assay {
namespace {

constexpr double kNumberLimit =
    9007199254740991;  // 2^53 - 1: beyond it two integers are one double

/// Two types of JSON that may be compared.
bool same_type(json::Value value, const ClaimValue& expected) {
  switch (value.kind()) {
    case json::Kind::boolean:
      return std::holds_alternative<bool>(expected);
    case json::Kind::number:
      return std::holds_alternative<double>(expected);
    case json::Kind::string:
      return std::holds_alternative<std::string>(expected);
    default:
      return false;
  }
}

bool equals(json::Value value, const ClaimValue& expected) {
  if (const bool* const truth = std::get_if<bool>(&expected)) return value.as_boolean() == *truth;
  if (const double* const number = std::get_if<double>(&expected)) {
    return value.as_number() == *number;
  }
  return value.as_string() == std::get<std::string>(expected);
}

bool has_type_of(json::Value value, const ClaimRule& rule) {
  if (value.kind() == json::Kind::string && !rule.prefixes.empty()) return true;
  return std::ranges::any_of(rule.values, [&](const auto& each) { return same_type(value, each); });
}

bool is_among(json::Value value, const ClaimRule& rule) {
  const auto text = value.as_string();
  const auto begins = [&](const std::string& prefix) { return text && text->starts_with(prefix); };
  return std::ranges::any_of(rule.prefixes, begins) ||
         std::ranges::any_of(rule.values, [&](const auto& each) { return equals(value, each); });
}

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string text_of(const ClaimValue& value) {
  if (const bool* const truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
  if (const double* const number = std::get_if<double>(&value)) return number_text(*number);
  return in_quotes(std::get<std::string>(value));
}

std::string text_of(json::Value value) {
  switch (value.kind()) {
    case json::Kind::boolean:
      return *value.as_boolean() ? "true" : "false";
    case json::Kind::number:
      return number_text(*value.as_number());
    case json::Kind::string:
      return in_quotes(*value.as_string());
    case json::Kind::object:
      return "an object";
    case json::Kind::array:
      return "an array";
    default:
      return "null";
  }
}

}  // namespace

bool ClaimRule::is_valid() const {
  const auto is_comparable = [](const ClaimValue& value) {
    const double* const number = std::get_if<double>(&value);
    return number == nullptr || std::abs(*number) <= kNumberLimit;  // false for NaN
  };
  return !path.empty() && (!values.empty() || !prefixes.empty()) &&
         std::ranges::all_of(values, is_comparable) &&
         std::ranges::none_of(prefixes, &std::string::empty);
}

bool ClaimRule::is_kept_by(const Claims& claims) const {
  const auto claim = claims.at(path);
  if (!claim) return false;
  if (claim->kind() != json::Kind::array) {
    return has_type_of(*claim, *this) && is_among(*claim, *this) != negated;
  }
  bool contains = false;
  for (const json::Value element : claim->children()) {
    // An element of another type is not known to be allowed.
    if (negated && !has_type_of(element, *this)) return false;
    contains = contains || is_among(element, *this);
  }
  return contains != negated;
}

std::string ClaimRule::name() const {
  std::string name;
  for (const std::string& each : path) name += (name.empty() ? "" : ".") + each;
  return name;
}

std::string ClaimRule::description() const {
  std::string any;
  for (const ClaimValue& value : values) any += (any.empty() ? "" : " or ") + text_of(value);
  for (const std::string& prefix : prefixes) {
    any += (any.empty() ? "" : " or ") + in_quotes(prefix + "…");
  }
  return name() + (negated ? " is not " : " is ") + any;
}

std::string ClaimRule::value_in(const Claims& claims) const {
  const auto claim = claims.at(path);
  if (!claim) return "no " + name();
  if (claim->kind() != json::Kind::array) return text_of(*claim);
  std::string list;
  for (const json::Value element : claim->children()) {
    list += (list.empty() ? "" : ", ") + text_of(element);
  }
  return '[' + list + ']';
}

std::string number_text(double number) {
  constexpr double kInt64Limit = 9e18;
  constexpr std::uint64_t kMillion = 1'000'000;
  if (!(std::abs(number) < kInt64Limit)) return "a number beyond ±9e18";
  auto whole = static_cast<std::uint64_t>(std::abs(number));
  auto micros = static_cast<std::uint64_t>(
      std::llround((std::abs(number) - static_cast<double>(whole)) * kMillion));
  whole += micros / kMillion;
  micros %= kMillion;
  std::string text = (number < 0 ? "-" : "") + std::to_string(whole);
  if (micros == 0) return text;
  std::string decimals = std::to_string(kMillion + micros);
  decimals.front() = '.';
  decimals.erase(decimals.find_last_not_of('0') + 1);
  return text + decimals;
}

}  // namespace assay
