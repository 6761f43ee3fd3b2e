#include "verify/policy.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "jose/jws.hpp"
#include "verify/issuer_name.hpp"

namespace assay {
namespace {

/// RFC 9068 §2.2, without those that every token must have: iss, exp, aud and sub.
constexpr std::array<std::string_view, 3> kAccessTokenProfileClaims{"client_id", "iat", "jti"};

bool has_empty(const std::vector<std::string>& values) {
  return std::ranges::any_of(values, &std::string::empty);
}

bool contains(const std::vector<std::string>& values, std::string_view value) {
  return std::ranges::find(values, value) != values.end();
}

/// The first option that is missing or invalid; "": none is.
std::string_view first_fault(const Policy& policy) {
  if (!is_issuer_name(policy.issuer)) return "issuer";
  if (!std::ranges::all_of(policy.other_issuers, is_issuer_name)) return "issuer";
  const auto& audiences = policy.audiences;
  if (audiences && (audiences->empty() || has_empty(*audiences))) return "audience";
  if (!audiences && policy.exclusive_audience) return "audienceMatch";
  if (policy.algorithms.empty()) return "algorithms";
  if (policy.allowed_scopes && has_empty(*policy.allowed_scopes)) return "allowedScopes";
  if (std::ranges::any_of(policy.scopes_claims, &ClaimPath::empty)) return "scopesClaim";
  const auto& types = policy.types;
  if (types && (types->empty() || !std::ranges::all_of(*types, is_normal_type))) return "typ";
  if (has_empty(policy.required_claims)) return "requiredClaims";
  if (!std::ranges::all_of(policy.claims, &ClaimRule::is_valid)) return "claims";
  const auto& age = policy.max_token_age;
  if (age && !(std::isfinite(*age) && *age > 0)) return "maxTokenAge";
  const std::size_t bytes = policy.max_token_bytes;
  if (bytes == 0 || bytes > kMaxTokenBytesLimit) return "maxTokenBytes";
  const std::size_t secret = policy.token_id_secret.size();
  const bool has_size = secret >= kMinSecretBytes && secret <= kMaxSecretBytes;
  if (secret != 0 && !has_size) return "tokenIdSecret";
  return {};
}

}  // namespace

Policy::Policy() = default;
Policy::Policy(const Policy& other) = default;
Policy::Policy(Policy&& other) noexcept = default;
Policy& Policy::operator=(const Policy& other) = default;
Policy& Policy::operator=(Policy&& other) noexcept = default;
Policy::~Policy() = default;

Result<void> Policy::require_access_token_profile() {
  // RFC 9068 §4: a resource server must find itself in "aud".
  if (!audiences) return Error(Reason::option_invalid, "audience");
  if (types && !contains(*types, kAccessTokenProfileType)) {
    return Error(Reason::option_invalid, "typ");
  }
  if (!require_subject) return Error(Reason::option_invalid, "requireSubject");  // RFC 9068 §2.2
  types = {std::string(kAccessTokenProfileType)};
  for (const std::string_view name : kAccessTokenProfileClaims) {
    if (!contains(required_claims, name)) required_claims.emplace_back(name);
  }
  return {};
}

Result<void> Policy::check() const {
  const std::string_view option = first_fault(*this);
  if (option.empty()) return {};
  const bool is_missing = issuer.empty() || (option == "audience" && audiences->empty());
  return Error(is_missing ? Reason::option_missing : Reason::option_invalid, option);
}

double Policy::bounded_clock_tolerance() const noexcept {
  if (!(clock_tolerance > 0)) return 0;  // NaN arrives here too
  return std::min(clock_tolerance, kMaxClockTolerance);
}

}  // namespace assay
