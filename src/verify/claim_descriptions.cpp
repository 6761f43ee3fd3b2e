// What explain() shows beside the outcome of a claim check.
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

/// Nothing where nothing is required.
std::optional<std::string> unless_empty(std::string text) {
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

/// Nothing where the claim is absent or not a NumericDate.
Description date(const Claims& claims, std::string_view name, const char* bound, double limit) {
  const auto value = claims.numeric_date(name);
  if (!value || !*value) return {};
  return {.expected = bound + number_text(limit), .actual = number_text(**value)};
}

}  // namespace

Description issuer(const Claims& claims, const ClaimRules& rules) {
  const auto value = claims.string("iss");
  if (!value) return {};
  std::string expected = rules.policy.issuer;
  for (const std::string& name : rules.policy.other_issuers) expected += " or " + name;
  return {.expected = std::move(expected),
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
  return {.expected = "at most " + number_text(*rules.policy.max_token_age),
          .actual = number_text(rules.now - **iat)};
}

Description required_claims(const Claims& /*claims*/, const ClaimRules& rules) {
  std::string names = join(rules.policy.required_claims);
  if (rules.policy.require_subject) names = names.empty() ? "sub" : "sub " + names;
  return {.expected = unless_empty(std::move(names)), .actual = std::nullopt};
}

/// Of the first rule that is broken; where none is, of all.
Description claims(const Claims& claims, const ClaimRules& rules) {
  Description all;
  for (const ClaimRule& rule : rules.policy.claims) {
    Description one{.expected = rule.description(), .actual = rule.value_in(claims)};
    if (!rule.is_kept_by(claims)) return one;
    all.expected = all.expected ? *all.expected + "; " + *one.expected : *one.expected;
    all.actual = all.actual ? *all.actual + "; " + *one.actual : *one.actual;
  }
  return all;
}

Description scope(const Claims& claims, const ClaimRules& rules) {
  if (!claims.scope_claims(rules.policy.scopes_claims).check()) return {};
  std::string expected = join(rules.required_scopes);
  for (std::size_t at = 0; (at = expected.find(kScopeOr, at)) != std::string::npos;) {
    expected.replace(at, 1, " or ");
  }
  return {.expected = unless_empty(std::move(expected)),
          .actual = join(granted_scopes(claims, rules.policy))};
}

/// The token id itself is never shown.
Description token_id_hash(const Claims& /*claims*/, const ClaimRules& /*rules*/) { return {}; }

}  // namespace assay::describe
