#include "jwks/key_refresher.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

namespace assay::jwks {
namespace {

using Outcome = boost::system::result<FetchedKeys, KeyFault>;

/// The thread looks at the clock at least this often: an injected clock may run at another speed.
constexpr double kLongestRest = 60;

ScheduleLimits limits_of(const JwksOptions& options) {
  return {static_cast<double>(options.max_stale.count()),
          static_cast<double>(options.cooldown.count())};
}

}  // namespace

KeyRefresher::KeyRefresher(std::shared_ptr<const Policy> policy, const JwksOptions& options)
    : policy_(std::move(policy)),
      now_(options.steady_now),
      endpoint_(policy_, options),
      schedule_(limits_of(options)) {
  thread_ = std::thread([this] { run(); });
}

KeyRefresher::~KeyRefresher() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  endpoint_.stop();
  work_.notify_all();
  thread_.join();
}

KeyRefresher::Keys KeyRefresher::current() {
  const std::scoped_lock lock(mutex_);
  act(schedule_.need(now_()));
  return serving();
}

KeyRefresher::Keys KeyRefresher::wait() {
  std::unique_lock lock(mutex_);
  if (act(schedule_.need(now_())) != Next::nothing && serving() == nullptr) wait_for_attempt(lock);
  return serving();
}

KeyRefresher::LookUp KeyRefresher::look_up(const Keys& seen, std::uint64_t since, bool waits) {
  std::unique_lock lock(mutex_);
  for (;;) {
    const Keys keys = serving();
    if (keys != nullptr && keys != seen) return LookUp::found;
    if (keys != nullptr && keys_attempt_ > since) return LookUp::settled;
    if (act(schedule_.look_up(now_())) == Next::nothing) {
      return schedule_.is_settled(now_()) ? LookUp::settled : LookUp::unknown;
    }
    if (!waits) return LookUp::under_way;
    wait_for_attempt(lock);
  }
}

std::uint64_t KeyRefresher::attempts() const {
  const std::scoped_lock lock(mutex_);
  return attempts_;
}

std::optional<Error> KeyRefresher::last_error() const {
  const std::scoped_lock lock(mutex_);
  return last_error_;
}

double KeyRefresher::seconds_until_attempt() const {
  const std::scoped_lock lock(mutex_);
  return schedule_.seconds_until_attempt(now_(), serving() != nullptr);
}

KeyStatus KeyRefresher::status() const {
  const std::scoped_lock lock(mutex_);
  KeyStatus status{serving() != nullptr, std::nullopt, fetches_, failures_,
                   last_error_,          last_detail_};
  if (schedule_.has_keys()) status.age = now_() - schedule_.fetched_at();
  return status;
}

void KeyRefresher::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (!requested_ && schedule_.need(now_()) == Next::start) requested_ = true;
    if (requested_) {
      attempt(lock);
    } else {
      rest(lock);
    }
  }
}

void KeyRefresher::attempt(std::unique_lock<std::mutex>& lock) {
  requested_ = false;
  ++attempts_;
  const double requested_at = now_();
  const bool may_be_conditional = schedule_.may_be_conditional();
  lock.unlock();
  Outcome outcome = fetch(may_be_conditional);
  lock.lock();
  take(std::move(outcome), requested_at);
  ended_.notify_all();
}

Outcome KeyRefresher::fetch(bool may_be_conditional) {
  try {
    return endpoint_.fetch(may_be_conditional);
  } catch (const std::exception&) {
    // No memory, most likely. A failed attempt is better than a program that ends.
    return KeyFault{Reason::internal, "", 0};
  }
}

void KeyRefresher::take(Outcome outcome, double requested_at) {
  const double now = now_();
  std::optional<Error> error;
  if (outcome && outcome->jwk_set) {
    auto prepared = PreparedVerifier::create(policy_, std::move(*outcome->jwk_set));
    if (prepared) {
      keys_ = std::make_shared<const PreparedVerifier>(std::move(*prepared));
    } else {
      error = prepared.error();
    }
  }
  if (!outcome) error = outcome.error().error;
  if (error) {
    const double retry_after = outcome ? 0 : outcome.error().retry_after;
    std::uniform_real_distribution<double> share(0, 1);
    schedule_.failed(now, share(random_), retry_after);
    ++failures_;
  } else {
    schedule_.fetched(requested_at, outcome->max_age, now);
    ++fetches_;
    keys_attempt_ = attempts_;
  }
  last_detail_ = outcome ? "" : outcome.error().detail;
  last_error_ = std::move(error);
}

void KeyRefresher::rest(std::unique_lock<std::mutex>& lock) {
  const double seconds = std::clamp(schedule_.due_at() - now_(), 0.001, kLongestRest);
  work_.wait_for(lock, std::chrono::duration<double>(seconds),
                 [this] { return stopping_ || requested_; });
}

Next KeyRefresher::act(Next next) {
  if (next == Next::start) {
    requested_ = true;
    work_.notify_one();
  }
  return next;
}

void KeyRefresher::wait_for_attempt(std::unique_lock<std::mutex>& lock) {
  const auto before = fetches_ + failures_;
  ended_.wait(lock, [this, before] { return fetches_ + failures_ != before; });
}

KeyRefresher::Keys KeyRefresher::serving() const {
  return schedule_.serves(now_()) ? keys_ : nullptr;
}

}  // namespace assay::jwks
