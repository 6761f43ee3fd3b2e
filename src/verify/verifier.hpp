#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jose/jwk_set.hpp"
#include "verify/policy.hpp"
#include "verify/required_scope.hpp"
#include "verify/trace.hpp"
#include "verify/verified.hpp"

namespace assay {

/// Every check of one token, for the person who asks why it was refused.
struct Report {
  std::optional<Error> error;         ///< what verify() returns; nothing: accepted
  Trace trace;                        ///< each check of the pipeline
  std::optional<std::string> header;  ///< the header's JSON text, where it could be read
  std::optional<std::string> claims;  ///< the claims' JSON text, where it could be read
  bool signature_verified = false;    ///< while false, header and claims are only asserted
  std::vector<std::string> notes;     ///< findings that decide nothing
};

/// A policy and a JWK Set, prepared once to verify many tokens. Immutable, so threads may share it.
///
///     auto verifier = assay::PreparedVerifier::create(policy, std::move(jwk_set));
///     auto token = verifier->verify(jwt, scopes, now);
///     if (!token) return refuse(token.error().message());
class PreparedVerifier {
 public:
  /// @param jwk_set may lack a usable key, because an issuer may withdraw its last one. Then
  ///        verify() refuses with jwks_no_usable_key; JwkSet::usable_keys() tells beforehand
  /// @return the verifier, or option_missing or option_invalid
  [[nodiscard]] static Result<PreparedVerifier> create(Policy policy, JwkSet jwk_set) {
    return create(std::make_shared<const Policy>(std::move(policy)), std::move(jwk_set));
  }
  /// The same for a policy that several verifiers share. @param policy not null
  [[nodiscard]] static Result<PreparedVerifier> create(std::shared_ptr<const Policy> policy,
                                                       JwkSet jwk_set);

  /// Verifies a bearer token: RFC 7519 §7.2, RFC 8725, and what the policy requires.
  /// @param token JWS compact serialization
  /// @param required_scopes all must be granted; empty: none is required. any_of_scopes() makes one
  ///        of alternatives
  /// @param now seconds since the epoch; a number that isn't finite refuses every token
  [[nodiscard]] Result<VerifiedToken> verify(std::string_view token,
                                             std::span<const std::string_view> required_scopes,
                                             double now) const;

  [[nodiscard]] const JwkSet& jwk_set() const noexcept { return jwk_set_; }

  /// Runs the same checks and continues after a failure where it can.
  [[nodiscard]] Report explain(std::string_view token,
                               std::span<const std::string_view> required_scopes, double now) const;

 private:
  friend class CachedVerifier;
  PreparedVerifier(std::shared_ptr<const Policy> policy, JwkSet jwk_set) noexcept
      : policy_(std::move(policy)), jwk_set_(std::move(jwk_set)) {}

  std::shared_ptr<const Policy> policy_;
  JwkSet jwk_set_;
};

/// explain() for an unchecked policy and any set, so also while the keys are unavailable.
[[nodiscard, gnu::noinline]] Report explain_token(const Policy& policy, const JwkSet& jwk_set,
                                                  std::string_view token,
                                                  std::span<const std::string_view> required_scopes,
                                                  double now);

/// Verifies one token and prepares everything for it. To verify many, keep a PreparedVerifier.
/// @param jwk_set JSON text of a JWK Set (RFC 7517 §5)
[[nodiscard]] Result<VerifiedToken> verify_bearer_jwt(
    std::string_view token, Policy policy, std::string_view jwk_set,
    std::span<const std::string_view> required_scopes, double now);

/// Verifies a JWS compact serialization with a payload of any bytes (RFC 7515 §5.2).
/// @param algorithms the allow-list
[[nodiscard, gnu::noinline]] Result<VerifiedJws> verify_jws(
    std::string_view jws, const JwkSet& jwk_set, std::span<const Algorithm> algorithms,
    std::size_t max_bytes = kDefaultMaxTokenBytes);

}  // namespace assay
