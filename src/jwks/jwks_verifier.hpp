#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "verify/verifier.hpp"

namespace assay {

/// Where an issuer's keys are, and how long they are used.
struct JwksOptions {
  /// The JWK Set's URL, https:; "": the issuer's metadata names it (RFC 8414, OpenID Connect
  /// Discovery 1.0).
  std::string jwks_uri{};
  /// The metadata's URL, where it is at neither of the two well-known places.
  std::string metadata_url{};
  /// Allows http: for hosts of this machine: localhost, 127.0.0.0/8, [::1].
  bool allow_insecure_loopback = false;
  /// A file of certificates to trust, in PEM; "": those of the system.
  std::string ca_file{};
  /// For one whole exchange, body included: 1 ms to 60 s.
  std::chrono::milliseconds timeout{5'000};
  /// How long keys serve after they were fetched or confirmed, while they cannot be refreshed: 0 to
  /// 30 days. 0: never longer than they are fresh.
  std::chrono::seconds max_stale{86'400};
  /// Between two look-ups of unknown key ids, and before the first repetition of a failed fetch: 1
  /// s to 1 h.
  std::chrono::seconds cooldown{30};
  /// Of the JWK Set and of the metadata: 1 to 1,048,576.
  std::size_t max_bytes = kDefaultMaxJwksBytes;
  /// Seconds since the epoch, for the tokens' times; none: std::chrono::system_clock.
  std::function<double()> now{};
  /// Seconds of a clock that never goes back, for the keys' age; none: std::chrono::steady_clock.
  std::function<double()> steady_now{};
};

/// What is known of the keys, for logs and health checks.
struct KeyStatus {
  bool has_keys = false;            ///< whether keys serve now
  std::optional<double> age;        ///< seconds since they were requested, where there are some
  std::uint64_t fetches = 0;        ///< attempts that got keys, or their confirmation
  std::uint64_t failures = 0;       ///< attempts that got none
  std::optional<Error> last_error;  ///< of the last attempt, where it failed
  std::string last_detail;          ///< what the error does not say, e.g. URL and HTTP status
};

/// Verifies tokens with the keys that their issuer publishes. One thread of its own fetches the JWK
/// Set, refreshes it before anyone has to wait, and looks for a new key when a token names one that
/// the set lacks. Any number of threads may verify at once; none holds a lock meanwhile.
///
///     auto verifier = assay::JwksVerifier::create(policy, {});
///     auto token = verifier->verify(jwt, scopes);
///     if (!token) return refuse(assay::info(token.error().code).status);
///
/// Errors are those of PreparedVerifier::verify(), and AUTH_KEYS_UNAVAILABLE where it is not known
/// which keys the issuer has: answer with status 503 and retry_after().
class JwksVerifier {
 public:
  /// Starts the thread, which fetches at once.
  /// @return option_missing or option_invalid, which names the option
  [[nodiscard]] static Result<JwksVerifier> create(Policy policy, JwksOptions options);

  JwksVerifier(JwksVerifier&& other) noexcept;
  JwksVerifier& operator=(JwksVerifier&& other) noexcept;
  JwksVerifier(const JwksVerifier&) = delete;
  JwksVerifier& operator=(const JwksVerifier&) = delete;
  /// Ends an exchange that is under way, and the thread. Nobody may be verifying.
  ~JwksVerifier();

  /// Waits until there are keys, or until the attempt to fetch them has failed.
  [[nodiscard]] Result<void> ready() const;

  /// Verifies a bearer token. Waits, for one attempt at most, in two cases: while there are no keys
  /// at all; and for a token that other keys might save, once per cooldown. Stale keys are
  /// refreshed in the background.
  /// @param token JWS compact serialization
  /// @param required_scopes all must be granted; empty: none is required
  [[nodiscard]] Result<VerifiedToken> verify(
      std::string_view token, std::span<const std::string_view> required_scopes = {}) const;

  /// The same without ever waiting. Where verify() would, it starts the attempt and returns
  /// keys_not_loaded, keys_outdated or the last attempt's error, all AUTH_KEYS_UNAVAILABLE.
  [[nodiscard]] Result<VerifiedToken> try_verify(
      std::string_view token, std::span<const std::string_view> required_scopes = {}) const;

  /// Every check of one token with the keys at hand. Never waits.
  [[nodiscard]] Report explain(std::string_view token,
                               std::span<const std::string_view> required_scopes = {}) const;

  /// For Retry-After: until other keys may be there, at least 1 s.
  [[nodiscard]] std::chrono::seconds retry_after() const;
  [[nodiscard]] KeyStatus status() const;

 private:
  class State;
  explicit JwksVerifier(std::unique_ptr<State> state) noexcept;
  std::unique_ptr<State> state_;
};

}  // namespace assay
