#include "jwks/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace assay::jwks {
namespace {

constexpr int kMostDoublings = 10;  // more than any cooldown has

}  // namespace

Next Schedule::need(double now) noexcept {
  const bool serves_now = serves(now);
  if (serves_now && now < refresh_at()) return Next::nothing;
  if (under_way_) return serves_now ? Next::nothing : Next::wait;
  if (now < retry_at_) return Next::nothing;
  under_way_ = true;
  return Next::start;
}

Next Schedule::look_up(double now) noexcept {
  if (under_way_) return Next::wait;
  if (now < std::max(look_up_at_ + limits_.cooldown, retry_at_)) return Next::nothing;
  look_up_at_ = now;
  under_way_ = true;
  return Next::start;
}

void Schedule::fetched(double at, double max_age, double now) noexcept {
  fetched_at_ = at;
  max_age_ = std::max(max_age, now - at + 1);  // a slow answer still serves those who waited for it
  end_attempt();
}

void Schedule::failed(double now, double random, double retry_after) noexcept {
  const double doubled = std::ldexp(1.0, std::min(failures_, kMostDoublings));
  const double pause = serves(now) ? limits_.cooldown * std::min(doubled, 4.0) * (1 - random / 2)
                                   : std::min(doubled, limits_.cooldown) * (1 - random / 10);
  const int failures = failures_ + 1;
  end_attempt();
  retry_at_ = now + std::max(pause, retry_after);
  failures_ = failures;
}

bool Schedule::is_settled(double now) const noexcept {
  return has_keys() && failures_ == 0 && now < fetched_at_ + limits_.cooldown;
}

double Schedule::expires_at() const noexcept {
  return std::max(refresh_at(), fetched_at_ + limits_.max_stale);
}

double Schedule::due_at() const noexcept { return std::max(refresh_at(), retry_at_); }

double Schedule::seconds_until_attempt(double now, bool is_look_up) const noexcept {
  if (under_way_) return 1;
  // A refresh that is due sooner fetches the same keys.
  const double look_up = is_look_up ? std::min(look_up_at_ + limits_.cooldown, refresh_at()) : now;
  return std::max(std::ceil(std::max(retry_at_, look_up) - now), 1.0);
}

void Schedule::end_attempt() noexcept {
  under_way_ = false;
  failures_ = 0;
  retry_at_ = kNever;
}

}  // namespace assay::jwks
