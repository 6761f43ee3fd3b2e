#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "jwks/jwks_verifier.hpp"
#include "jwks/key_server.hpp"
#include "support/verdict.hpp"

namespace assay::test {

/// A clock that a test sets: the verifier's thread reads it, too.
class FakeClock {
 public:
  [[nodiscard]] double now() const noexcept { return now_; }
  void advance(double seconds) noexcept { now_ = now_ + seconds; }

 private:
  std::atomic<double> now_ = 1'000'000;
};

/// A verifier of good_policy() whose keys a KeyServer has.
struct Service {
  KeyServer server;
  std::shared_ptr<FakeClock> clock = std::make_shared<FakeClock>();
  JwksOptions options;
  Policy policy = good_policy();

  explicit Service(KeyServer::Handler handler) : server(std::move(handler)) {
    options.jwks_uri = server.url();
    options.allow_insecure_loopback = true;
    options.now = [] { return kNow; };
    options.steady_now = [clock = clock] { return clock->now(); };
  }

  [[nodiscard]] JwksVerifier verifier() const {
    return must(JwksVerifier::create(policy, options));
  }
};

/// Answers each request alike.
[[nodiscard]] inline KeyServer::Handler always(Reply reply) {
  return [reply = std::move(reply)](const std::string&) { return reply; };
}

/// The set with second_key() alone, under the kid "second".
[[nodiscard]] inline std::string rotated_set() {
  return set_of({second_key().jwk(R"("kid":"second")")});
}
/// good_claims(), signed by second_key() under that kid.
[[nodiscard]] inline std::string rotated_token(std::string_view kid = "second") {
  return sign_token(good_header().with("kid", in_quotes(kid)).json(), good_claims().json(),
                    second_key());
}

/// Waits, by a condition that other threads make true. It never becomes a failure by being slow.
template <class Condition>
void wait_until(Condition condition) {
  while (!condition()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

/// What the first token gets, and what the status says of the failure.
struct Verdict {
  Result<VerifiedToken> result;
  KeyStatus status;
};

[[nodiscard]] inline Verdict first_token(const Service& service) {
  const JwksVerifier verifier = service.verifier();
  auto result = verifier.verify(good_token());
  return {std::move(result), verifier.status()};
}

[[nodiscard]] inline testing::AssertionResult unavailable(const Result<VerifiedToken>& result,
                                                          Reason reason) {
  return refused(result, Code::auth_keys_unavailable, reason);
}

}  // namespace assay::test
