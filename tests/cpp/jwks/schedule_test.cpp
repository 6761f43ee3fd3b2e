// When keys are fetched, used and given up: a function of state and time, without any clock.
#include "jwks/schedule.hpp"

#include <gtest/gtest.h>

namespace assay::jwks {
namespace {

constexpr double kBegin = 1000;

Schedule fetched_schedule(ScheduleLimits limits = {}, double max_age = 600) {
  Schedule schedule(limits);
  EXPECT_EQ(schedule.need(kBegin), Next::start);
  schedule.fetched(kBegin, max_age, kBegin);
  return schedule;
}

TEST(Schedule, AsksAtOnceAndOnlyOnceWhileAnAttemptIsUnderWay) {
  Schedule schedule({});
  EXPECT_FALSE(schedule.serves(kBegin));
  EXPECT_EQ(schedule.need(kBegin), Next::start);
  EXPECT_EQ(schedule.need(kBegin), Next::wait);
  EXPECT_EQ(schedule.look_up(kBegin), Next::wait);
  EXPECT_EQ(schedule.seconds_until_attempt(kBegin, false), 1);
}

TEST(Schedule, FreshKeysServeAndStaleOnesServeWhileOneAttemptRefreshesThem) {
  Schedule schedule = fetched_schedule();
  EXPECT_EQ(schedule.need(kBegin + 599), Next::nothing);
  EXPECT_EQ(schedule.due_at(), kBegin + 600);
  EXPECT_EQ(schedule.need(kBegin + 600), Next::start);
  EXPECT_TRUE(schedule.serves(kBegin + 600));
  EXPECT_EQ(schedule.need(kBegin + 601), Next::nothing) << "nobody waits for a refresh";
}

TEST(Schedule, KeysServeNoLongerThanTheHardCap) {
  const Schedule schedule = fetched_schedule({.max_stale = 3600});
  EXPECT_TRUE(schedule.serves(kBegin + 3599));
  EXPECT_FALSE(schedule.serves(kBegin + 3600));
  const Schedule strict = fetched_schedule({.max_stale = 0});
  EXPECT_TRUE(strict.serves(kBegin + 599));
  EXPECT_FALSE(strict.serves(kBegin + 600)) << "0: never longer than they are fresh";
  const Schedule lasting = fetched_schedule({.max_stale = 60}, 7200);
  EXPECT_TRUE(lasting.serves(kBegin + 7199)) << "the cap never ends what is fresh";
}

TEST(Schedule, ASlowAnswerServesThoseWhoWaitedForIt) {
  Schedule schedule({.max_stale = 0});
  EXPECT_EQ(schedule.need(kBegin), Next::start);
  schedule.fetched(kBegin, 60, kBegin + 100);
  EXPECT_TRUE(schedule.serves(kBegin + 100));
  EXPECT_FALSE(schedule.serves(kBegin + 101));
}

TEST(Schedule, LooksUpAtMostOncePerCooldown) {
  Schedule schedule = fetched_schedule({.cooldown = 30});
  EXPECT_EQ(schedule.look_up(kBegin + 5), Next::start) << "the first fetch was no look-up";
  schedule.fetched(kBegin + 5, 600, kBegin + 6);
  EXPECT_EQ(schedule.look_up(kBegin + 34), Next::nothing);
  EXPECT_TRUE(schedule.is_settled(kBegin + 34));
  EXPECT_EQ(schedule.look_up(kBegin + 35), Next::start);
}

TEST(Schedule, AFailedLookUpSettlesNothing) {
  Schedule schedule = fetched_schedule({.cooldown = 30});
  EXPECT_EQ(schedule.look_up(kBegin + 5), Next::start);
  schedule.failed(kBegin + 6, 0, 0);
  EXPECT_FALSE(schedule.is_settled(kBegin + 7));
  EXPECT_EQ(schedule.look_up(kBegin + 35), Next::nothing) << "held back after the failure";
  EXPECT_EQ(schedule.look_up(kBegin + 36), Next::start);
}

TEST(Schedule, WithoutKeysTheBackOffBeginsAtOneSecondAndEndsAtTheCooldown) {
  Schedule schedule({.cooldown = 30});
  double now = kBegin;
  for (const double pause : {1, 2, 4, 8, 16, 30, 30}) {
    ASSERT_EQ(schedule.need(now), Next::start);
    schedule.failed(now, 0, 0);
    EXPECT_EQ(schedule.need(now + pause - 0.001), Next::nothing) << pause;
    EXPECT_EQ(schedule.seconds_until_attempt(now, false), pause);
    now += pause;
  }
}

TEST(Schedule, WithKeysTheBackOffBeginsAtTheCooldown) {
  Schedule schedule = fetched_schedule({.cooldown = 30}, 60);
  double now = kBegin + 60;
  for (const double pause : {30, 60, 120, 120}) {
    ASSERT_EQ(schedule.need(now), Next::start);
    EXPECT_EQ(schedule.may_be_conditional(), pause == 30) << "a server may fail for the condition";
    schedule.failed(now, 0, 0);
    EXPECT_EQ(schedule.need(now + pause - 0.001), Next::nothing) << pause;
    now += pause;
  }
}

TEST(Schedule, BothWaitsAreRandomlyShortenedAndRetryAfterIsHonoured) {
  Schedule without({.cooldown = 30});
  EXPECT_EQ(without.need(kBegin), Next::start);
  without.failed(kBegin, 1, 0);
  EXPECT_DOUBLE_EQ(without.due_at(), kBegin + 0.9);
  Schedule with = fetched_schedule({.cooldown = 30}, 60);
  EXPECT_EQ(with.need(kBegin + 60), Next::start);
  with.failed(kBegin + 60, 1, 0);
  EXPECT_DOUBLE_EQ(with.due_at(), kBegin + 75);
  EXPECT_EQ(with.need(kBegin + 75), Next::start);
  with.failed(kBegin + 75, 1, 500);
  EXPECT_DOUBLE_EQ(with.due_at(), kBegin + 575);
}

TEST(Schedule, AnAnswerEndsTheBackOff) {
  Schedule schedule({.cooldown = 30});
  EXPECT_EQ(schedule.need(kBegin), Next::start);
  schedule.failed(kBegin, 0, 0);
  EXPECT_EQ(schedule.need(kBegin + 1), Next::start);
  schedule.fetched(kBegin + 1, 600, kBegin + 1);
  EXPECT_TRUE(schedule.may_be_conditional());
  EXPECT_DOUBLE_EQ(schedule.due_at(), kBegin + 601);
}

}  // namespace
}  // namespace assay::jwks
