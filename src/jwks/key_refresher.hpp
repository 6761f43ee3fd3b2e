#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <thread>

#include "jwks/key_endpoint.hpp"
#include "jwks/schedule.hpp"

namespace assay::jwks {

/// The keys at hand, and the one thread that fetches them as the Schedule decides. Every function
/// may be called by any thread; none holds the lock while something is fetched or verified.
class KeyRefresher {
 public:
  using Keys = std::shared_ptr<const PreparedVerifier>;

  /// Starts the thread, which fetches at once.
  KeyRefresher(std::shared_ptr<const Policy> policy, const JwksOptions& options);
  /// Ends the exchange that is under way, and the thread.
  ~KeyRefresher();
  KeyRefresher(const KeyRefresher&) = delete;
  KeyRefresher& operator=(const KeyRefresher&) = delete;

  /// The keys that serve now; null: none do. Has stale ones refreshed.
  [[nodiscard]] Keys current();
  /// The keys that serve now. Where none do, waits for the attempt to fetch some.
  /// @return null: it failed, or is not due yet
  [[nodiscard]] Keys wait();

  /// What a look-up found out.
  enum class LookUp : std::uint8_t {
    found,      ///< other keys than those that were seen
    settled,    ///< the issuer has no other keys
    under_way,  ///< not known yet: only where the caller does not wait
    unknown,    ///< the last attempt failed, or the cooldown is not over
  };
  /// Looks for other keys than `seen`.
  /// @param since attempts() when the token came: keys of a later attempt are the issuer's
  /// @param waits whether to wait for the attempt
  [[nodiscard]] LookUp look_up(const Keys& seen, std::uint64_t since, bool waits);
  /// How many attempts have begun.
  [[nodiscard]] std::uint64_t attempts() const;

  /// Why there are no keys, or no newer ones: the last attempt's error.
  [[nodiscard]] std::optional<Error> last_error() const;
  [[nodiscard]] double seconds_until_attempt() const;
  [[nodiscard]] KeyStatus status() const;

 private:
  void run();
  /// The attempt that is under way. Called with the lock, which it gives up meanwhile.
  void attempt(std::unique_lock<std::mutex>& lock);
  [[nodiscard]] boost::system::result<FetchedKeys, KeyFault> fetch(bool may_be_conditional);
  void take(boost::system::result<FetchedKeys, KeyFault> outcome, double requested_at);
  /// Waits for work: a request, the time at which the keys are due, or the end.
  void rest(std::unique_lock<std::mutex>& lock);
  /// Has the thread do what the schedule said. @return it
  Next act(Next next);
  /// Waits until the attempt that is under way has ended.
  void wait_for_attempt(std::unique_lock<std::mutex>& lock);
  [[nodiscard]] Keys serving() const;

  const std::shared_ptr<const Policy> policy_;
  const std::function<double()> now_;
  KeyEndpoint endpoint_;  // only the thread uses it, except for stop()

  mutable std::mutex mutex_;  // guards all that follows
  std::condition_variable work_;
  std::condition_variable ended_;
  Schedule schedule_;
  Keys keys_;
  std::uint64_t attempts_ = 0;
  std::uint64_t keys_attempt_ = 0;  ///< the attempt that got the keys, or confirmed them
  std::minstd_rand random_{std::random_device{}()};
  std::optional<Error> last_error_;
  std::string last_detail_;
  std::uint64_t fetches_ = 0;
  std::uint64_t failures_ = 0;
  bool requested_ = false;  ///< an attempt is under way that the thread has not begun
  bool stopping_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace assay::jwks
