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
  if (issuer.empty()) return Error(Reason::option_missing, "issuer");
  if (!is_issuer_name(issuer) || !std::ranges::all_of(other_issuers, is_issuer_name)) {
    return Error(Reason::option_invalid, "issuer");
  }
  if (audiences && audiences->empty()) return Error(Reason::option_missing, "audience");
  if (audiences && has_empty(*audiences)) return Error(Reason::option_invalid, "audience");
  if (!audiences && exclusive_audience) return Error(Reason::option_invalid, "audienceMatch");
  if (algorithms.empty()) return Error(Reason::option_invalid, "algorithms");
  if (allowed_scopes && has_empty(*allowed_scopes)) {
    return Error(Reason::option_invalid, "allowedScopes");
  }
  if (std::ranges::any_of(scopes_claims, [](const ClaimPath& path) { return path.empty(); })) {
    return Error(Reason::option_invalid, "scopesClaim");
  }
  if (types && (types->empty() || !std::ranges::all_of(*types, is_normal_type))) {
    return Error(Reason::option_invalid, "typ");
  }
  if (has_empty(required_claims)) return Error(Reason::option_invalid, "requiredClaims");
  if (!std::ranges::all_of(claims, &ClaimRule::is_valid)) {
    return Error(Reason::option_invalid, "claims");
  }
  if (max_token_age && !(std::isfinite(*max_token_age) && *max_token_age > 0)) {
    return Error(Reason::option_invalid, "maxTokenAge");
  }
  if (max_token_bytes == 0 || max_token_bytes > kMaxTokenBytesLimit) {
    return Error(Reason::option_invalid, "maxTokenBytes");
  }
  if (!token_id_secret.empty() && token_id_secret.size() < kMinTokenIdSecretBytes) {
    return Error(Reason::option_invalid, "tokenIdSecret");
  }
  return {};
}

double Policy::bounded_clock_tolerance() const noexcept {
  if (!(clock_tolerance > 0)) return 0;  // NaN arrives here too
  return std::min(clock_tolerance, kMaxClockTolerance);
}

}  // namespace assay
