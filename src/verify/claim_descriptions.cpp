// What explain() shows beside the outcome of a claim check.
#include <cmath>

#include "verify/claim_check_list.hpp"

namespace assay::describe {
namespace {

template <class Strings>
std::string join(const Strings& strings) {
  std::string joined;
  for (const auto& string : strings) {
    if (!joined.empty()) joined += ' ';
    joined += string;
  }
  return joined;
}

/// A NumericDate for a reader: seconds, with up to six decimals where it has a fraction. Without
/// printf, whose floating point alone is 10 kB of WebAssembly.
std::string date_text(double seconds) {
  constexpr double kInt64Limit = 9e18;
  constexpr std::uint64_t kMillion = 1'000'000;
  if (!(std::abs(seconds) < kInt64Limit)) return "no finite number";
  auto whole = static_cast<std::uint64_t>(std::abs(seconds));
  auto micros = static_cast<std::uint64_t>(
      std::llround((std::abs(seconds) - static_cast<double>(whole)) * kMillion));
  whole += micros / kMillion;
  micros %= kMillion;
  std::string text = (seconds < 0 ? "-" : "") + std::to_string(whole);
  if (micros == 0) return text;
  std::string decimals = std::to_string(kMillion + micros);
  decimals.front() = '.';
  decimals.erase(decimals.find_last_not_of('0') + 1);
  return text + decimals;
}

/// Nothing where the claim is absent or not a NumericDate.
Description date(const Claims& claims, std::string_view name, const char* bound, double limit) {
  const auto value = claims.numeric_date(name);
  if (!value || !*value) return {};
  return {.expected = bound + date_text(limit), .actual = date_text(**value)};
}

}  // namespace

Description issuer(const Claims& claims, const ClaimRules& rules) {
  const auto value = claims.string("iss");
  if (!value) return {};
  return {.expected = rules.policy.issuer,
          .actual = *value ? std::optional(std::string(**value)) : std::nullopt};
}

Description audience(const Claims& claims, const ClaimRules& rules) {
  const auto& allowed = rules.policy.audiences;
  if (!allowed) return {};
  const auto match = claims.first_audience_of(*allowed);
  if (!match && match.error().reason != Reason::claim_missing) return {};
  const auto entries = claims.audience();
  return {.expected = join(*allowed) + (rules.policy.exclusive_audience ? " and no other" : ""),
          .actual = *entries ? std::optional(join(**entries)) : std::nullopt};
}

Description exp(const Claims& claims, const ClaimRules& rules) {
  return date(claims, "exp", "after ", rules.now - rules.tolerance);
}

Description nbf(const Claims& claims, const ClaimRules& rules) {
  return date(claims, "nbf", "at most ", rules.now + rules.tolerance);
}

Description iat(const Claims& claims, const ClaimRules& rules) {
  return date(claims, "iat", "at most ", rules.now + rules.tolerance);
}

Description max_token_age(const Claims& claims, const ClaimRules& rules) {
  const auto iat = claims.numeric_date("iat");
  if (!rules.policy.max_token_age || !iat || !*iat) return {};
  return {.expected = "at most " + date_text(*rules.policy.max_token_age),
          .actual = date_text(rules.now - **iat)};
}

Description required_claims(const Claims& /*claims*/, const ClaimRules& rules) {
  return {.expected = "sub " + join(rules.policy.required_claims), .actual = std::nullopt};
}

Description scope(const Claims& claims, const ClaimRules& rules) {
  if (!claims.check_scopes()) return {};
  return {.expected = join(rules.required_scopes),
          .actual = join(granted_scopes(claims, rules.policy))};
}

/// The token id itself is never shown.
Description token_id_hash(const Claims& /*claims*/, const ClaimRules& /*rules*/) { return {}; }

}  // namespace assay::describe
