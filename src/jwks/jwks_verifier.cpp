#include "jwks/jwks_verifier.hpp"

#include <utility>

#include "jwks/key_refresher.hpp"
#include "jwks/key_url.hpp"

namespace assay {
namespace {

using jwks::KeyRefresher;
using LookUp = KeyRefresher::LookUp;

constexpr std::chrono::milliseconds kMaxTimeout{60'000};
constexpr std::chrono::seconds kMaxMaxStale{2'592'000};
constexpr std::chrono::seconds kMaxCooldown{3'600};
constexpr std::size_t kMaxMaxBytes = 1'048'576;

double seconds_of(std::chrono::duration<double> time) noexcept { return time.count(); }

double system_now() { return seconds_of(std::chrono::system_clock::now().time_since_epoch()); }
double steady_now() { return seconds_of(std::chrono::steady_clock::now().time_since_epoch()); }

/// @return nothing, or option_invalid with the option's name
Result<void> check_url(const std::string& url, std::string_view option, bool insecure_loopback) {
  const std::string_view fault = jwks::fault_of_key_url(url, insecure_loopback);
  if (fault.empty()) return {};
  return Error(Reason::option_invalid, std::string(option).append(" ").append(fault));
}

Result<void> check_place(const Policy& policy, const JwksOptions& options) {
  const bool insecure = options.allow_insecure_loopback;
  if (!options.jwks_uri.empty()) return check_url(options.jwks_uri, "jwks_uri", insecure);
  if (!options.metadata_url.empty()) {
    return check_url(options.metadata_url, "metadata_url", insecure);
  }
  if (policy.issuer.find('{') != std::string::npos) {
    return Error(Reason::option_missing, "jwks_uri or metadata_url (the issuer is a template)");
  }
  return check_url(policy.issuer, "issuer, without jwks_uri,", insecure);
}

Result<void> check(const Policy& policy, const JwksOptions& options) {
  using std::chrono::milliseconds;
  using std::chrono::seconds;
  if (auto sound = policy.check(); !sound) return sound;
  if (auto sound = check_place(policy, options); !sound) return sound;
  if (options.timeout < milliseconds(1) || options.timeout > kMaxTimeout) {
    return Error(Reason::option_invalid, "timeout must be 1 ms to 60 s");
  }
  if (options.max_stale < seconds(0) || options.max_stale > kMaxMaxStale) {
    return Error(Reason::option_invalid, "max_stale must be 0 to 30 days");
  }
  if (options.cooldown < seconds(1) || options.cooldown > kMaxCooldown) {
    return Error(Reason::option_invalid, "cooldown must be 1 s to 1 h");
  }
  if (options.max_bytes < 1 || options.max_bytes > kMaxMaxBytes) {
    return Error(Reason::option_invalid, "max_bytes must be 1 to 1,048,576");
  }
  return {};
}

}  // namespace

class JwksVerifier::State {
 public:
  State(Policy policy, const JwksOptions& options)
      : policy_(std::make_shared<const Policy>(std::move(policy))),
        now_(options.now),
        refresher_(policy_, options) {}

  [[nodiscard]] Result<VerifiedToken> verify(std::string_view token,
                                             std::span<const std::string_view> required_scopes,
                                             bool waits) {
    const std::uint64_t since = refresher_.attempts();
    KeyRefresher::Keys keys = waits ? refresher_.wait() : refresher_.current();
    for (;;) {
      if (keys == nullptr) return unavailable();
      auto verified = keys->verify(token, required_scopes, now_());
      if (verified || !verified.error().look_up) return verified;
      const LookUp outcome = refresher_.look_up(keys, since, waits);
      if (outcome == LookUp::settled) return verified;
      if (outcome == LookUp::unknown) return unavailable();
      if (outcome == LookUp::under_way) return outdated();
      keys = refresher_.current();
    }
  }

  [[nodiscard]] Result<void> ready() {
    if (refresher_.wait() == nullptr) return unavailable();
    return {};
  }

  [[nodiscard]] Report explain(std::string_view token,
                               std::span<const std::string_view> required_scopes) {
    const KeyRefresher::Keys keys = refresher_.current();
    return keys != nullptr ? keys->explain(token, required_scopes, now_())
                           : explain_token(*policy_, {}, token, required_scopes, now_());
  }

  [[nodiscard]] const KeyRefresher& refresher() const noexcept { return refresher_; }

 private:
  static Error outdated() {
    return Error::saying(Reason::keys_outdated,
                         "The JWK Set has no key for this token and may be outdated");
  }

  /// Why it is not known which keys the issuer has.
  [[nodiscard]] Error unavailable() const {
    if (auto error = refresher_.last_error()) return *error;
    return refresher_.status().has_keys
               ? outdated()
               : Error::saying(Reason::keys_not_loaded, "The JWK Set is not loaded yet");
  }

  std::shared_ptr<const Policy> policy_;
  std::function<double()> now_;
  KeyRefresher refresher_;
};

Result<JwksVerifier> JwksVerifier::create(Policy policy, JwksOptions options) {
  if (auto sound = check(policy, options); !sound) return sound.error();
  if (!options.now) options.now = system_now;
  if (!options.steady_now) options.steady_now = steady_now;
  return JwksVerifier(std::make_unique<State>(std::move(policy), options));
}

JwksVerifier::JwksVerifier(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
JwksVerifier::JwksVerifier(JwksVerifier&& other) noexcept = default;
JwksVerifier& JwksVerifier::operator=(JwksVerifier&& other) noexcept = default;
JwksVerifier::~JwksVerifier() = default;

Result<void> JwksVerifier::ready() const { return state_->ready(); }

Result<VerifiedToken> JwksVerifier::verify(
    std::string_view token, std::span<const std::string_view> required_scopes) const {
  return state_->verify(token, required_scopes, true);
}

Result<VerifiedToken> JwksVerifier::try_verify(
    std::string_view token, std::span<const std::string_view> required_scopes) const {
  return state_->verify(token, required_scopes, false);
}

Report JwksVerifier::explain(std::string_view token,
                             std::span<const std::string_view> required_scopes) const {
  return state_->explain(token, required_scopes);
}

std::chrono::seconds JwksVerifier::retry_after() const {
  return std::chrono::seconds(
      static_cast<std::int64_t>(state_->refresher().seconds_until_attempt()));
}

KeyStatus JwksVerifier::status() const { return state_->refresher().status(); }

}  // namespace assay
