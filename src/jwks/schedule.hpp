#pragma once

#include <cstdint>
#include <limits>

namespace assay::jwks {

/// In seconds.
struct ScheduleLimits {
  double max_stale = 86'400;  ///< how long keys serve after they were fetched, if not fresh longer
  double cooldown = 30;       ///< between two look-ups, and the back-off's unit while keys serve
};

/// What whoever needs keys does next.
enum class Next : std::uint8_t {
  nothing,  ///< neither is an attempt under way nor may one start
  wait,     ///< an attempt is under way
  start,    ///< an attempt has to start; the schedule counts it as under way
};

/// When the keys are fetched, used and given up. It reads no clock, does no I/O and rolls no dice:
/// `now` is in seconds of a clock that never goes back.
///
/// - Keys are fresh for `max_age`. Then one attempt refreshes them; they serve meanwhile, and while
///   it fails, until `max_stale` after they were fetched.
/// - A token that other keys might save starts an attempt, too: one per `cooldown`.
/// - After a failure the next attempt waits for `cooldown`, doubled twice at most; while no keys
///   serve, for one second, doubled up to `cooldown`. Both waits are randomly shortened.
class Schedule {
 public:
  explicit Schedule(const ScheduleLimits& limits) noexcept : limits_(limits) {}

  /// For a token, and for the thread that keeps the keys fresh.
  [[nodiscard]] Next need(double now) noexcept;
  /// For a token that other keys might save.
  [[nodiscard]] Next look_up(double now) noexcept;
  /// The attempt got keys, or their confirmation. @param at when they were requested
  void fetched(double at, double max_age, double now) noexcept;
  /// The attempt got none. @param random 0 to 1 @param retry_after what the endpoint asks for
  void failed(double now, double random, double retry_after) noexcept;

  [[nodiscard]] bool has_keys() const noexcept { return fetched_at_ != kNever; }
  [[nodiscard]] bool serves(double now) const noexcept { return now < expires_at(); }
  /// Whether it is known that there are no other keys: the endpoint was asked within the cooldown.
  [[nodiscard]] bool is_settled(double now) const noexcept;
  [[nodiscard]] bool is_under_way() const noexcept { return under_way_; }
  /// A server may fail because of the condition: after a failure the request has none.
  [[nodiscard]] bool may_be_conditional() const noexcept { return failures_ == 0; }
  [[nodiscard]] double fetched_at() const noexcept { return fetched_at_; }
  [[nodiscard]] double expires_at() const noexcept;
  /// When need() starts an attempt; while one is under way that is unknown.
  [[nodiscard]] double due_at() const noexcept;
  /// Whole seconds until an attempt may start, at least 1. @param is_look_up it has its own
  /// cooldown
  [[nodiscard]] double seconds_until_attempt(double now, bool is_look_up) const noexcept;

 private:
  static constexpr double kNever = -std::numeric_limits<double>::infinity();

  [[nodiscard]] double refresh_at() const noexcept { return fetched_at_ + max_age_; }
  void end_attempt() noexcept;

  ScheduleLimits limits_;
  double fetched_at_ = kNever;
  double max_age_ = 0;
  double retry_at_ = kNever;
  double look_up_at_ = kNever;
  int failures_ = 0;
  bool under_way_ = false;
};

}  // namespace assay::jwks
