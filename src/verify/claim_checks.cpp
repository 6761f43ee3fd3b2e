// The pipeline's second half: what the policy asks of the claims, in the order of BEHAVIOUR.
#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "verify/pipeline.hpp"
#include "verify/token_id.hpp"

namespace assay {
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

/// A claim that must be a string and must say something.
Result<void> require_string(const Claims& claims, std::string_view name) {
  const auto value = claims.string(name);
  if (!value) return value.error();
  if (!*value || (*value)->empty()) return Error(Reason::claim_missing, name);
  return {};
}

std::optional<std::string> string_or_nothing(const Claims& claims, std::string_view name) {
  const auto value = claims.string(name);
  if (!value || !*value) return std::nullopt;
  return std::string(**value);
}

}  // namespace

struct Pipeline::ClaimCheck {
  Check check;
  Outcome (Pipeline::*run)();
};

void Pipeline::check_claims() {
  static constexpr std::array<ClaimCheck, 9> kClaimChecks{{
      {Check::issuer, &Pipeline::check_issuer},
      {Check::audience, &Pipeline::check_audience},
      {Check::exp, &Pipeline::check_exp},
      {Check::nbf, &Pipeline::check_nbf},
      {Check::iat, &Pipeline::check_iat},
      {Check::max_token_age, &Pipeline::check_max_token_age},
      {Check::required_claims, &Pipeline::check_required_claims},
      {Check::scope, &Pipeline::check_scope},
      {Check::token_id_hash, &Pipeline::check_token_id},
  }};
  for (const ClaimCheck& step : kClaimChecks) {
    record(step.check, (this->*step.run)());
    if (!goes_on()) return;
  }
}

Pipeline::Outcome Pipeline::check_issuer() {
  const auto issuer = claims_->string("iss");
  if (!issuer) return issuer.error();
  describe(Check::issuer, policy_.issuer, *issuer);
  if (!*issuer) return Error(Reason::claim_missing, "iss");
  if (**issuer != policy_.issuer) return Error(Reason::issuer_mismatch, "iss");
  return true;
}

Pipeline::Outcome Pipeline::check_audience() {
  if (!policy_.audiences) {
    const auto any = claims_->audience();
    if (!any) return any.error();
    return false;
  }
  const auto match = claims_->first_audience_of(*policy_.audiences);
  if (trace_ != nullptr && (match || match.error().reason == Reason::claim_missing)) {
    const auto audience = claims_->audience();
    describe(Check::audience,
             join(*policy_.audiences) + (policy_.exclusive_audience ? " and no other" : ""),
             *audience ? std::optional(join(**audience)) : std::nullopt);
  }
  if (!match) return match.error();
  // RFC 7519 §4.1.3: the token is rejected unless its "aud" names this resource.
  if (!*match) return Error(Reason::audience_mismatch, "aud");
  // RFC 8707 §2: a token for several resources could be sent on by any of them.
  if (policy_.exclusive_audience && !is_for_these_alone(**claims_->audience())) {
    return Error(Reason::audience_mismatch, "aud");
  }
  return true;
}

bool Pipeline::is_for_these_alone(std::span<const std::string_view> audience) const {
  return std::ranges::all_of(audience, [&](std::string_view entry) {
    return std::ranges::find(*policy_.audiences, entry) != policy_.audiences->end();
  });
}

Pipeline::Outcome Pipeline::check_exp() {
  const auto exp = claims_->numeric_date("exp");
  if (!exp) return exp.error();
  if (!*exp) return Error(Reason::claim_missing, "exp");
  if (trace_ != nullptr) {
    describe(Check::exp, "after " + date_text(now_ - tolerance_), date_text(**exp));
  }
  // RFC 7519 §4.1.4: on or after "exp" the JWT MUST NOT be accepted. Without a clock (NaN, ±∞)
  // every token counts as expired: "exp" is the one date that all of them have.
  if (!std::isfinite(now_) || now_ >= **exp + tolerance_) return Error(Reason::expired, "exp");
  return true;
}

Pipeline::Outcome Pipeline::check_nbf() {
  const auto nbf = claims_->numeric_date("nbf");
  if (!nbf) return nbf.error();
  if (!*nbf) return false;
  if (trace_ != nullptr) {
    describe(Check::nbf, "at most " + date_text(now_ + tolerance_), date_text(**nbf));
  }
  // RFC 7519 §4.1.5: before "nbf" the JWT MUST NOT be accepted.
  if (!(now_ >= **nbf - tolerance_)) return Error(Reason::not_yet_valid, "nbf");
  return true;
}

Pipeline::Outcome Pipeline::check_iat() {
  const auto iat = claims_->numeric_date("iat");
  if (!iat) return iat.error();
  if (!*iat) return false;
  if (trace_ != nullptr) {
    describe(Check::iat, "at most " + date_text(now_ + tolerance_), date_text(**iat));
  }
  if (!(**iat <= now_ + tolerance_)) return Error(Reason::issued_in_future, "iat");
  return true;
}

Pipeline::Outcome Pipeline::check_max_token_age() {
  if (!policy_.max_token_age) return false;
  const auto iat = claims_->numeric_date("iat");
  if (!iat) return iat.error();
  if (!*iat) return Error(Reason::claim_missing, "iat");
  if (trace_ != nullptr) {
    describe(Check::max_token_age, "at most " + date_text(*policy_.max_token_age),
             date_text(now_ - **iat));
  }
  if (!(now_ - **iat <= *policy_.max_token_age + tolerance_)) {
    return Error(Reason::too_old, "iat");
  }
  return true;
}

Pipeline::Outcome Pipeline::check_required_claims() {
  if (trace_ != nullptr) {
    describe(Check::required_claims, "sub " + join(policy_.required_claims), std::nullopt);
  }
  if (const auto subject = require_string(*claims_, "sub"); !subject) return subject.error();
  for (const std::string& name : policy_.required_claims) {
    if (!claims_->has(name)) return Error(Reason::claim_missing, name);
    // RFC 7519 §4.1.7, RFC 8693 §4.3: these are strings. The dates are checked in any case.
    if (name != "jti" && name != "client_id") continue;
    if (const auto string = require_string(*claims_, name); !string) return string.error();
  }
  return true;
}

Pipeline::Outcome Pipeline::check_scope() {
  if (const auto checked = claims_->check_scopes(); !checked) return checked.error();
  if (trace_ != nullptr) describe(Check::scope, join(required_scopes_), join(granted_scopes()));

  std::vector<std::string_view> missing;
  std::ranges::copy_if(required_scopes_, std::back_inserter(missing), [&](std::string_view scope) {
    return !is_grantable(scope) || !claims_->has_scope(scope);
  });
  if (!missing.empty()) return Error(Reason::scope_missing, "scope", join(missing));
  return true;
}

Pipeline::Outcome Pipeline::check_token_id() {
  const auto token_id = claims_->string("jti");
  if (!token_id) return token_id.error();
  return hashes_token_id();
}

bool Pipeline::is_grantable(std::string_view scope) const {
  const auto& allowed = policy_.allowed_scopes;
  return !allowed || std::ranges::find(*allowed, scope) != allowed->end();
}

std::vector<std::string_view> Pipeline::granted_scopes() const {
  std::vector<std::string_view> granted = *claims_->scopes();
  std::ranges::sort(granted);
  // Not std::ranges::unique: clang-tidy 14 cannot read what libstdc++ 12 makes of its result.
  granted.erase(std::unique(granted.begin(), granted.end()), granted.end());
  std::erase_if(granted, [&](std::string_view scope) { return !is_grantable(scope); });
  return granted;
}

bool Pipeline::hashes_token_id() const {
  return !policy_.token_id_secret.empty() && signature_verified_ &&
         claims_->string("jti")->has_value();
}

VerifiedToken Pipeline::surface() const {
  VerifiedToken token;
  token.header_json_ = (known_ != nullptr ? known_->header : *header_).text();
  token.claims_json_ = claims_->text();
  token.issuer_ = policy_.issuer;  // compared byte for byte
  token.subject_ = **claims_->string("sub");
  if (policy_.audiences)
    token.audience_ = std::string(**claims_->first_audience_of(*policy_.audiences));
  const auto scopes = granted_scopes();
  token.scopes_.assign(scopes.begin(), scopes.end());
  token.expires_at_ = **claims_->numeric_date("exp");
  token.tenant_id_ = string_or_nothing(*claims_, "tenant_id");
  token.client_id_ = string_or_nothing(*claims_, "client_id");
  if (!token.client_id_) token.client_id_ = string_or_nothing(*claims_, "azp");
  if (hashes_token_id()) {
    token.token_id_hash_ = hash_token_id(policy_.token_id_secret, **claims_->string("jti"));
  }
  return token;
}

}  // namespace assay
