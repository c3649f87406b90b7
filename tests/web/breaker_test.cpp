// Every state of the breaker under every event, and the retry schedule, without a clock.

#include "web/connectors/breaker.h"

#include <gtest/gtest.h>

#include <array>
#include <utility>
#include <vector>

namespace dossier::web {

namespace {

using namespace std::chrono_literals;
using capture::Instant;
using enum BreakerEvent;

constexpr BreakerRules rules{.failures = 3, .pause = 10s, .longest = 60s};
constexpr Instant start{1'000s};

Breaker failed_times(int times, Instant now = start)
{
    Breaker breaker;
    for (int i = 0; i < times; ++i)
        breaker = after(after(breaker, asked, rules, now), failed, rules, now);
    return breaker;
}

TEST(Breaker, StaysClosedUntilEnoughFailuresInARow)
{
    EXPECT_EQ(failed_times(2).state, BreakerState::closed);
    EXPECT_TRUE(may_ask(failed_times(2), start));
    const auto open = failed_times(3);
    EXPECT_EQ(open.state, BreakerState::open);
    EXPECT_EQ(open.until, start + 10s);
    EXPECT_FALSE(may_ask(open, start + 10s - 1ms));
    EXPECT_TRUE(may_ask(open, start + 10s));
}

TEST(Breaker, ForgetsFailuresWithEveryAnswer)
{
    auto breaker = after(failed_times(2), answered, rules, start);
    EXPECT_EQ(breaker, Breaker{});
    breaker = after(breaker, failed, rules, start);
    EXPECT_EQ(breaker.state, BreakerState::closed);
}

TEST(Breaker, LetsOneTrialThroughBehindThePause)
{
    const auto trial = after(failed_times(3), asked, rules, start + 10s);
    EXPECT_EQ(trial.state, BreakerState::half_open);
    EXPECT_FALSE(may_ask(trial, start + 1h)) << "one is enough";
    EXPECT_EQ(after(trial, answered, rules, start + 10s), Breaker{});
}

TEST(Breaker, PausesTwiceAsLongBehindATrialThatFailsUpToAnEnd)
{
    auto breaker = failed_times(3);
    for (const auto pause : {20s, 40s, 60s, 60s}) {
        const auto now = breaker.until;
        breaker = after(after(breaker, asked, rules, now), failed, rules, now);
        EXPECT_EQ(breaker.state, BreakerState::open);
        EXPECT_EQ(breaker.until - now, pause);
    }
}

/// All that can be reached, whatever happens in whatever order: held to what a breaker promises.
TEST(Breaker, KeepsItsPromisesInEveryReachableState)
{
    constexpr std::array events{asked, answered, failed};
    std::vector<std::pair<Breaker, Instant>> level{{Breaker{}, start}};
    int seen = 0;
    for (int depth = 0; depth < 9; ++depth) {
        std::vector<std::pair<Breaker, Instant>> next;
        for (const auto& [before, now] : level)
            for (const auto event : events)
                for (const auto step : {0s, 10s}) {
                    const auto moment = now + step;
                    const auto breaker = after(before, event, rules, moment);
                    ++seen;
                    EXPECT_LE(breaker.pause, rules.longest);
                    EXPECT_TRUE(event != answered || breaker == Breaker{});
                    const bool may_not = event == asked && !may_ask(before, moment);
                    EXPECT_TRUE(!may_not || breaker == before);
                    if (event == failed) {
                        const bool is_open = breaker.state == BreakerState::open;
                        EXPECT_EQ(breaker.failures, before.failures + 1);
                        EXPECT_NE(breaker.state, BreakerState::half_open);
                        EXPECT_TRUE(is_open || breaker.failures < rules.failures);
                    }
                    // It is never left alone for ever.
                    const bool is_asked_again = may_ask(breaker, moment + rules.longest);
                    EXPECT_TRUE(breaker.state != BreakerState::open || is_asked_again);
                    next.emplace_back(breaker, moment);
                }
        if (next.size() > 5'000) next.resize(5'000);
        level = std::move(next);
    }
    EXPECT_GT(seen, 40'000);
}

TEST(WaitBehind, DoublesFromTheFirstToTheLongest)
{
    constexpr RetryRules retry{.first = 5s, .longest = 60s};
    EXPECT_EQ(wait_behind(1, 0, retry), 5s);
    EXPECT_EQ(wait_behind(2, 0, retry), 10s);
    EXPECT_EQ(wait_behind(4, 0, retry), 40s);
    EXPECT_EQ(wait_behind(5, 0, retry), 60s);
    EXPECT_EQ(wait_behind(2'000'000, 0, retry), 60s);
}

TEST(WaitBehind, GivesUpToHalfOfItToChance)
{
    constexpr RetryRules retry{.first = 8s, .longest = 60s};
    EXPECT_EQ(wait_behind(1, 1, retry), 4s);
    EXPECT_EQ(wait_behind(1, 0.5, retry), 6s);
    for (int attempts = 1; attempts < 50; ++attempts)
        for (double chance = 0; chance < 1; chance += 0.05) {
            EXPECT_GE(wait_behind(attempts, chance, retry), 4s);
            EXPECT_LE(wait_behind(attempts, chance, retry), retry.longest);
        }
}

} // namespace

} // namespace dossier::web
