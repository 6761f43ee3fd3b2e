#include "verify/verifier.hpp"

#include "verify/pipeline.hpp"

namespace assay {
namespace {

void add_notes(std::vector<std::string>& notes, const JoseHeader& header) {
  for (const std::string_view member : header.ignored_key_members()) {
    notes.push_back("The header's " + std::string(member) +
                    " was ignored: a key that comes with the token proves nothing");
  }
}

/// As seconds these are years from 5138 on, as milliseconds those from 1973 to 5138.
bool looks_like_milliseconds(double date) noexcept { return date >= 1e11 && date < 1e14; }

void add_notes(std::vector<std::string>& notes, const Claims& claims) {
  for (const std::string_view name : {"exp", "nbf", "iat"}) {
    const auto date = claims.numeric_date(name);
    if (!date || !*date || !looks_like_milliseconds(**date)) continue;
    notes.push_back(std::string(name) +
                    " looks like milliseconds; NumericDate is in seconds (RFC 7519 §2)");
  }
}

}  // namespace

Result<PreparedVerifier> PreparedVerifier::create(Policy policy, JwkSet jwk_set) {
  if (const auto valid = policy.check(); !valid) return valid.error();
  return PreparedVerifier(std::move(policy), std::move(jwk_set));
}

Result<VerifiedToken> PreparedVerifier::verify(std::string_view token,
                                               std::span<const std::string_view> required_scopes,
                                               double now) const {
  return Pipeline(policy_, jwk_set_, required_scopes, now).verify_token(token);
}

Report PreparedVerifier::explain(std::string_view token,
                                 std::span<const std::string_view> required_scopes,
                                 double now) const {
  return explain_token(policy_, jwk_set_, token, required_scopes, now);
}

Report explain_token(const Policy& policy, const JwkSet& jwk_set, std::string_view token,
                     std::span<const std::string_view> required_scopes, double now) {
  Report report;
  Pipeline pipeline(policy, jwk_set, required_scopes, now, &report.trace);
  const auto verified = pipeline.verify_token(token);
  if (!verified) report.error = verified.error();
  report.signature_verified = pipeline.signature_verified();
  if (const auto& header = pipeline.header()) {
    report.header = header->text();
    add_notes(report.notes, *header);
  }
  if (const Claims* claims = pipeline.claims()) {
    report.claims = claims->text();
    add_notes(report.notes, *claims);
  }
  return report;
}

Result<VerifiedToken> verify_bearer_jwt(std::string_view token, Policy policy,
                                        std::string_view jwk_set,
                                        std::span<const std::string_view> required_scopes,
                                        double now) {
  auto set = JwkSet::parse(jwk_set);
  if (!set) return set.error();
  const auto verifier = PreparedVerifier::create(std::move(policy), std::move(*set));
  if (!verifier) return verifier.error();
  return verifier->verify(token, required_scopes, now);
}

Result<VerifiedJws> verify_jws(std::string_view jws, const JwkSet& jwk_set,
                               std::span<const Algorithm> algorithms, std::size_t max_bytes) {
  return Pipeline::verify_jws(jws, jwk_set, algorithms, max_bytes);
}

}  // namespace assay
