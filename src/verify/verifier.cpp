#include "verify/verifier.hpp"

#include "verify/pipeline.hpp"

namespace assay {

Result<PreparedVerifier> PreparedVerifier::create(std::shared_ptr<const Policy> policy,
                                                  JwkSet jwk_set) {
  if (const auto valid = policy->check(); !valid) return valid.error();
  return PreparedVerifier(std::move(policy), std::move(jwk_set));
}

Result<VerifiedToken> PreparedVerifier::verify(std::string_view token,
                                               std::span<const std::string_view> required_scopes,
                                               double now) const {
  const auto split = SplitToken::split(token, policy_->max_token_bytes);
  if (!split) return split.error();
  const auto header = CheckedHeader::check(*split, *policy_, jwk_set_);
  if (!header) return header.error();
  const auto jws = SignedJws::verify(*split, *header);
  if (!jws) return jws.error();
  const auto signed_token = SignedToken::parse(*jws, *header);
  if (!signed_token) return signed_token.error();
  return signed_token->verify(*header, ClaimRules(*policy_, required_scopes, now));
}

Report PreparedVerifier::explain(std::string_view token,
                                 std::span<const std::string_view> required_scopes,
                                 double now) const {
  return explain_token(*policy_, jwk_set_, token, required_scopes, now);
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
  const auto split = SplitToken::split(jws, max_bytes);
  if (!split) return split.error();
  const auto header = CheckedHeader::check_any_type(*split, algorithms, jwk_set);
  if (!header) return header.error();
  const auto signed_jws = SignedJws::verify(*split, *header);
  if (!signed_jws) return signed_jws.error();
  return signed_jws->decode(*header);
}

}  // namespace assay
