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

} // namespace
} // namespace dossier::capture
