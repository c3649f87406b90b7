#include "capture/station_health.h"

#include <gtest/gtest.h>

#include <random>

namespace dossier::capture {
namespace {

using Warnings = std::vector<StationWarning>;

/// Newest first: good pages, a little crooked either way.
std::vector<PageSample> good_pages(std::size_t count)
{
    std::mt19937 dice(5); // NOLINT(cert-msc51-cpp): the same pages every time
    std::uniform_real_distribution<double> tilt(-0.4, 0.4);
    std::vector<PageSample> pages(count);
    for (auto& page : pages) {
        page.skew = {tilt(dice), 0.9};
        page.trace.paper_brightness = 235 + static_cast<int>(dice() % 9);
    }
    return pages;
}

TEST(StationHealth, OfGoodPagesIsGood)
{
    const auto health = assess_station(good_pages(100));
    EXPECT_EQ(health.warnings, Warnings{});
    EXPECT_NEAR(health.skew_deg.value(), 0, 0.2);
    EXPECT_NEAR(health.paper_brightness.value(), 239, 4);
    EXPECT_NEAR(health.brightness_change.value(), 0, 4);
}

TEST(StationHealth, OfTooFewPagesSaysNothing)
{
    const auto health = assess_station(good_pages(5));
    EXPECT_EQ(health.warnings, Warnings{});
    EXPECT_FALSE(health.skew_deg);
    EXPECT_FALSE(health.paper_brightness);
    EXPECT_EQ(assess_station({}).warnings, Warnings{});
}

TEST(StationHealth, SeesDirtThatDrawsTheSameLineOnEveryPage)
{
    auto pages = good_pages(40);
    for (std::size_t i = 0; i < 10; ++i)
        pages[i].trace.streaks = {120, 611 + static_cast<int>(i % 3)};
    pages[3].trace.streaks = {611};
    const auto health = assess_station(pages);
    EXPECT_EQ(health.warnings, Warnings{StationWarning::dirty_glass});
    EXPECT_EQ(health.streak_at, 611);
    EXPECT_EQ(health.streak_pages, 10);
}

TEST(StationHealth, TakesLinesAtDifferentPlacesForRulesOfForms)
{
    auto pages = good_pages(40);
    for (std::size_t i = 0; i < pages.size(); ++i)
        pages[i].trace.streaks = {100 + static_cast<int>(17 * i)};
    EXPECT_EQ(assess_station(pages).warnings, Warnings{});
}

TEST(StationHealth, ForgetsDirtThatWasWipedOff)
{
    auto pages = good_pages(40);
    for (std::size_t i = 1; i < pages.size(); ++i)
        pages[i].trace.streaks = {611};
    EXPECT_EQ(assess_station(pages).warnings, Warnings{});
}

TEST(StationHealth, SeesAFeederThatPullsToOneSide)
{
    auto pages = good_pages(60);
    for (std::size_t i = 0; i < 20; ++i)
        pages[i].skew.degrees += 1.1;
    const auto health = assess_station(pages);
    EXPECT_EQ(health.warnings, Warnings{StationWarning::feeder_crooked});
    EXPECT_NEAR(health.skew_change_deg.value(), 1.1, 0.3);
}

TEST(StationHealth, DoesNotTrustAnglesOfPagesWithoutText)
{
    auto pages = good_pages(60);
    for (std::size_t i = 0; i < 20; ++i)
        pages[i].skew = {9.0, 0.05};
    EXPECT_EQ(assess_station(pages).warnings, Warnings{});
}

TEST(StationHealth, SeesALampThatDims)
{
    auto pages = good_pages(80);
    for (std::size_t i = 0; i < 20; ++i)
        pages[i].trace.paper_brightness -= 30;
    const auto health = assess_station(pages);
    EXPECT_EQ(health.warnings, Warnings{StationWarning::lamp_dim});
    EXPECT_NEAR(health.brightness_change.value(), -30, 5);
}

TEST(StationHealth, SeesThatPaperWasAlwaysTooDark)
{
    auto pages = good_pages(80);
    for (auto& page : pages)
        page.trace.paper_brightness = 120;
    EXPECT_EQ(assess_station(pages).warnings, Warnings{StationWarning::lamp_dim});
}

using namespace std::chrono_literals;
using What = StationTime::What;

constexpr Instant noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 25} + 12h};

/// Deliveries a minute apart, by how long before their arrival they were written or sent, as the
/// station's clock has it.
std::vector<ClockSample> deliveries(What what, std::initializer_list<std::chrono::seconds> lags)
{
    std::vector<ClockSample> samples;
    Instant at = noon;
    for (const auto lag : lags)
        samples.push_back({.arrived_at = at += 1min, .station = {what, at - lag}});
    return samples;
}

TEST(StationClock, ThatIsRightIsNotWarnedOf)
{
    const auto clock = assess_clock(deliveries(What::written, {3s, 40s, 2s, 3s, 500s}));
    EXPECT_EQ(clock.ahead_s, -3);
    EXPECT_FALSE(clock.warning);
}

TEST(StationClock, IsUnknownWhereFewDeliveriesTellATime)
{
    EXPECT_FALSE(assess_clock({}).ahead_s);
    EXPECT_FALSE(assess_clock(deliveries(What::written, {-9h, -9h})).ahead_s);
}

TEST(StationClock, IsFastForCertainWhenFilesComeFromTheFuture)
{
    const auto clock = assess_clock(deliveries(What::written, {-290s, 60s, -295s, -280s, -297s}));
    EXPECT_EQ(clock.ahead_s, 290);
    EXPECT_EQ(clock.warning, StationWarning::clock_fast);
}

TEST(StationClock, IsNotBlamedForTwoFilesThatHaveATimeOfTheirOwn)
{
    const auto clock = assess_clock(deliveries(What::written, {3s, -10h, 4s, -8760h, 3s, 2s}));
    EXPECT_EQ(clock.ahead_s, -2);
    EXPECT_FALSE(clock.warning);
}

TEST(StationClock, IsSlowOrTheDeliveriesAreLateWhenAllFilesAreOld)
{
    const auto clock = assess_clock(deliveries(What::written, {610s, 605s, 700s, 9000s}));
    EXPECT_EQ(clock.ahead_s, -700);
    EXPECT_EQ(clock.warning, StationWarning::clock_slow_or_late);
}

TEST(StationClock, IsMeasuredWhereTheStationSaysWhenItSends)
{
    auto samples = deliveries(What::written, {2s, 2s, 2s, 2s});
    const auto sent = deliveries(What::sent, {301s, 302s, 300s, 320s});
    samples.insert(samples.end(), sent.begin(), sent.end());
    const auto clock = assess_clock(samples);
    EXPECT_EQ(clock.ahead_s, -302);
    EXPECT_EQ(clock.warning, StationWarning::clock_slow);
}

TEST(StationClock, IsWarnedOfBeyondTwoMinutesOnly)
{
    EXPECT_FALSE(assess_clock(deliveries(What::sent, {120s, 120s, 120s})).warning);
    EXPECT_TRUE(assess_clock(deliveries(What::sent, {121s, 121s, 121s})).warning);
    EXPECT_FALSE(assess_clock(deliveries(What::sent, {-120s, -120s, -120s})).warning);
    EXPECT_TRUE(assess_clock(deliveries(What::sent, {-121s, -121s, -121s})).warning);
}

} // namespace
} // namespace dossier::capture
