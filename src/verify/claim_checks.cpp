#include "verify/claim_checks.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "verify/claim_check_list.hpp"
#include "verify/issuer_name.hpp"

namespace assay {
namespace {

constexpr std::string_view kNoSubjectHint =
    "Tokens without a user (client credentials) may lack sub: requireSubject: false accepts that";
constexpr std::string_view kNoAudienceHint =
    "Have the issuer write aud; where it can't, audience: null with the option claims for whom the "
    "token is (client_id, azp)";
constexpr std::string_view kNearAudienceHint =
    "aud and the option audience differ only by the slash at the end or by case";
constexpr std::string_view kClaimHint =
    "Compare the claim with the option claims: explain shows both";
constexpr std::string_view kNestedHint =
    "A member of a claim is no name with a dot: nest it, or write a path as an array";
constexpr std::string_view kPermissionsHint =
    "The token has permissions: scopesClaim: 'permissions' reads the scopes from it";
constexpr std::string_view kRolesHint =
    "The token has roles: scopesClaim: 'roles' reads the scopes from it";

/// A claim that must be a non-empty string.
Result<void> require_string(const Claims& claims, std::string_view name) {
  const auto value = claims.string(name);
  if (!value) return value.error();
  if (!*value || (*value)->empty()) return Error(Reason::claim_missing, name);
  return {};
}

[[gnu::noinline]] bool are_all_in(std::span<const std::string_view> entries,
                                  std::span<const std::string> allowed) {
  return std::ranges::all_of(entries, [&](std::string_view entry) {
    return std::ranges::find(allowed, entry) != allowed.end();
  });
}

[[gnu::noinline]] std::string_view audience_hint(const Claims& claims,
                                                 std::span<const std::string> allowed) {
  const auto entries = claims.audience();
  for (const std::string_view entry : **entries) {
    const auto is_near = [&](const std::string& name) { return differs_little(entry, name); };
    if (std::ranges::any_of(allowed, is_near)) return kNearAudienceHint;
  }
  return "";
}

bool is_allowed(std::string_view scope, const Policy& policy) {
  const auto& allowed = policy.allowed_scopes;
  return !allowed || std::ranges::find(*allowed, scope) != allowed->end();
}

/// @param required a scope, or alternatives that any_of_scopes() joined
bool is_granted(std::string_view required, const ScopeClaims& scopes, const Policy& policy) {
  for (;;) {
    const std::size_t end = std::min(required.find(kScopeOr), required.size());
    const std::string_view scope = required.substr(0, end);
    if (is_allowed(scope, policy) && scopes.contain(scope)) return true;
    if (end == required.size()) return false;
    required.remove_prefix(end + 1);
  }
}

/// Sorts scopes. Nearly every token has few: for them the engine need not compile std::sort.
void sort(std::vector<std::string_view>& scopes) {
  constexpr std::size_t kFew = 16;
  if (scopes.size() > kFew) {
    std::ranges::sort(scopes);
    return;
  }
  for (auto next = scopes.begin(); next != scopes.end(); ++next) {
    std::rotate(std::upper_bound(scopes.begin(), next, *next), next, next + 1);
  }
}

/// Whether a claim that is not there was probably meant as a member of another one.
bool is_dotted(const ClaimPath& path, const Claims& claims) {
  const std::string& name = path.front();
  const std::size_t dot = name.find('.');
  return dot != std::string::npos && !claims.has(name) && claims.has(name.substr(0, dot));
}

/// Where the scopes may be instead, in a token that has none where they are looked for.
std::string_view scopes_hint(const Claims& claims, const Policy& policy) {
  for (const ClaimPath& path : policy.scopes_claims) {
    if (is_dotted(path, claims)) return kNestedHint;
  }
  if (!policy.scopes_claims.empty()) return "";
  if (claims.has("permissions")) return kPermissionsHint;
  return !claims.has("scope") && !claims.has("scp") && claims.has("roles") ? kRolesHint : "";
}

/// Whether all required scopes are granted.
[[gnu::noinline]] Result<bool> required_scopes(const Claims& claims, const ClaimRules& rules) {
  const ScopeClaims scopes = claims.scope_claims(rules.policy.scopes_claims);
  if (const auto checked = scopes.check(); !checked) return checked.error();
  // Counted, too: a missing empty scope adds nothing to the names.
  std::size_t missing = 0;
  std::string names;
  for (const std::string_view required : rules.required_scopes) {
    if (is_granted(required, scopes, rules.policy)) continue;
    if (missing++ > 0) names += ' ';
    names += required;
  }
  if (missing == 0) return true;
  return Error(Reason::scope_missing, "scope", std::move(names))
      .with_hint(scopes_hint(claims, rules.policy));
}

/// Whether an issuer fits a template, or another one of the policy's names.
[[gnu::noinline]] Result<bool> other_issuer(std::string_view issuer, const Claims& claims,
                                            const Policy& policy) {
  if (is_issuer(issuer, policy.issuer, claims)) return true;
  std::string_view hint = issuer_hint(issuer, policy.issuer);
  for (const std::string& name : policy.other_issuers) {
    if (is_issuer(issuer, name, claims)) return true;
    if (hint.empty()) hint = issuer_hint(issuer, name);
  }
  return Error(Reason::issuer_mismatch, "iss").with_hint(hint);
}

}  // namespace

namespace check {

Result<bool> issuer(const Claims& claims, const ClaimRules& rules) {
  const auto issuer = claims.string("iss");
  if (!issuer) return issuer.error();
  if (!*issuer) return Error(Reason::claim_missing, "iss");
  // Nearly every token has the first name, which is no template.
  const std::string& name = rules.policy.issuer;
  if (**issuer == name && name.find('{') == std::string::npos) return true;
  return other_issuer(**issuer, claims, rules.policy);
}

Result<bool> audience(const Claims& claims, const ClaimRules& rules) {
  const auto& allowed = rules.policy.audiences;
  if (!allowed) {
    const auto any = claims.audience();
    if (!any) return any.error();
    return false;
  }
  const auto match = claims.first_audience_of(*allowed);
  if (!match) {
    const bool is_missing = match.error().reason == Reason::claim_missing;
    return is_missing ? match.error().with_hint(kNoAudienceHint) : match.error();
  }
  // RFC 7519 §4.1.3: the token is rejected unless its "aud" names this resource.
  if (!*match)
    return Error(Reason::audience_mismatch, "aud").with_hint(audience_hint(claims, *allowed));
  // RFC 8707 §2: any of several resources could send its token on to another.
  if (rules.policy.exclusive_audience && !are_all_in(**claims.audience(), *allowed)) {
    return Error(Reason::audience_mismatch, "aud");
  }
  return true;
}

Result<bool> exp(const Claims& claims, const ClaimRules& rules) {
  const auto exp = claims.numeric_date("exp");
  if (!exp) return exp.error();
  if (!*exp) return Error(Reason::claim_missing, "exp");
  // RFC 7519 §4.1.4: on or after "exp" the JWT MUST NOT be accepted. Without a clock (NaN, ±∞)
  // every token counts as expired: "exp" is the one date that all of them have.
  if (!std::isfinite(rules.now) || rules.now >= **exp + rules.tolerance) {
    return Error(Reason::expired, "exp");
  }
  return true;
}

Result<bool> nbf(const Claims& claims, const ClaimRules& rules) {
  const auto nbf = claims.numeric_date("nbf");
  if (!nbf) return nbf.error();
  if (!*nbf) return false;
  // RFC 7519 §4.1.5: before "nbf" the JWT MUST NOT be accepted.
  if (!(rules.now >= **nbf - rules.tolerance)) return Error(Reason::not_yet_valid, "nbf");
  return true;
}

Result<bool> iat(const Claims& claims, const ClaimRules& rules) {
  const auto iat = claims.numeric_date("iat");
  if (!iat) return iat.error();
  if (!*iat) return false;
  if (!(**iat <= rules.now + rules.tolerance)) return Error(Reason::issued_in_future, "iat");
  return true;
}

Result<bool> max_token_age(const Claims& claims, const ClaimRules& rules) {
  const auto& limit = rules.policy.max_token_age;
  if (!limit) return false;
  const auto iat = claims.numeric_date("iat");
  if (!iat) return iat.error();
  if (!*iat) return Error(Reason::claim_missing, "iat");
  if (!(rules.now - **iat <= *limit + rules.tolerance)) return Error(Reason::too_old, "iat");
  return true;
}

Result<bool> required_claims(const Claims& claims, const ClaimRules& rules) {
  const auto subject = require_string(claims, "sub");
  if (!subject && subject.error().reason != Reason::claim_missing) return subject.error();
  if (!subject && rules.policy.require_subject) return subject.error().with_hint(kNoSubjectHint);
  for (const std::string& name : rules.policy.required_claims) {
    if (!claims.has(name)) return Error(Reason::claim_missing, name);
    // RFC 7519 §4.1.2, §4.1.7, RFC 8693 §4.3: these are strings. The dates are checked in any case.
    if (name != "sub" && name != "jti" && name != "client_id") continue;
    if (const auto string = require_string(claims, name); !string) return string.error();
  }
  return true;
}

Result<bool> claims(const Claims& claims, const ClaimRules& rules) {
  for (const ClaimRule& rule : rules.policy.claims) {
    if (rule.is_kept_by(claims)) continue;
    return Error(Reason::claim_mismatch, rule.name())
        .with_hint(is_dotted(rule.path, claims) ? kNestedHint : kClaimHint);
  }
  return !rules.policy.claims.empty();
}

Result<bool> scope(const Claims& claims, const ClaimRules& rules) {
  if (rules.required_scopes.empty()) return true;
  return required_scopes(claims, rules);
}

Result<bool> token_id_hash(const Claims& claims, const ClaimRules& rules) {
  const auto token_id = claims.string("jti");
  if (!token_id) return token_id.error();
  return hashes_token_id(claims, rules.policy);
}

}  // namespace check

std::string any_of_scopes(std::span<const std::string_view> alternatives) {
  std::string joined;
  for (const std::string_view scope : alternatives) {
    if (!joined.empty()) joined += kScopeOr;
    joined += scope;
  }
  return joined;
}

std::span<const ClaimCheck> claim_checks() noexcept { return kClaimChecks; }

std::vector<std::string_view> granted_scopes(const Claims& claims, const Policy& policy) {
  // A claim of another shape grants nothing. Where scopes are required it refuses the token.
  const ScopeClaims scopes = claims.scope_claims(policy.scopes_claims);
  if (!scopes.check()) return {};
  std::vector<std::string_view> granted = scopes.list();
  sort(granted);
  // Not std::ranges::unique: clang-tidy 14 can't parse the type that it returns in libstdc++ 12.
  granted.erase(std::unique(granted.begin(), granted.end()), granted.end());
  std::erase_if(granted, [&](std::string_view scope) { return !is_allowed(scope, policy); });
  return granted;
}

bool hashes_token_id(const Claims& claims, const Policy& policy) {
  return !policy.token_id_secret.empty() && claims.string("jti")->has_value();
}

}  // namespace assay
