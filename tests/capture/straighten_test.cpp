#include "capture/deskew.h"
#include "capture/orient.h"
#include "capture/straighten.h"
#include "tests/capture/pictures.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <cmath>
#include <numbers>
#include <random>
#include <stdexcept>

namespace dossier::capture {

namespace {

Page page_of(const cv::Mat& pixels)
{
    PageFacts facts;
    facts.width = pixels.cols;
    facts.height = pixels.rows;
    return {pixels.clone(), facts};
}

cv::Mat noise()
{
    cv::Mat picture(1170, 827, CV_8UC1);
    cv::RNG(5).fill(picture, cv::RNG::NORMAL, 128, 40);
    return picture;
}

TEST(Orient, SeesWhetherLinesRunAcrossOrDown)
{
    const cv::Mat page = a_page_of_text();
    for (const int turn : {0, 90, 180, 270})
        EXPECT_EQ(find_quarter_turn(turned(page, turn)).rotation_deg, turn % 180) << turn;
    EXPECT_GT(find_quarter_turn(page).confidence, 0.3);
}

TEST(Orient, LeavesAnEmptyPageAlone)
{
    const QuarterTurn turn = find_quarter_turn(cv::Mat(400, 300, CV_8UC1, cv::Scalar(255)));
    EXPECT_EQ(turn.rotation_deg, 0);
    EXPECT_EQ(turn.confidence, 0.0);
}

TEST(Orient, TurnsExactly)
{
    cv::Mat picture(2, 3, CV_8UC1, cv::Scalar(0));
    picture.at<unsigned char>(0, 0) = 9;
    EXPECT_EQ(turned(picture, 90).at<unsigned char>(0, 1), 9);
    EXPECT_EQ(turned(picture, 180).at<unsigned char>(1, 2), 9);
    EXPECT_EQ(turned(picture, 270).at<unsigned char>(2, 0), 9);
    EXPECT_EQ(turned(picture, 0).at<unsigned char>(0, 0), 9);
}

TEST(Straighten, TurnsAThreeDegreePageUpright)
{
    const Straightened result = straighten(page_of(a_page_of_text(3.0)));
    EXPECT_NEAR(result.page.facts.skew.degrees, 3.0, 0.05);
    EXPECT_NEAR(find_skew(result.page.pixels).degrees, 0.0, 0.05);
}

TEST(Straighten, BringsASidewaysPageUpright)
{
    const Straightened result = straighten(page_of(turned(a_page_of_text(2.0), 90)));
    EXPECT_EQ(result.page.facts.rotation_deg, 90);
    EXPECT_LT(result.page.pixels.cols, result.page.pixels.rows);
    EXPECT_NEAR(find_skew(result.page.pixels).degrees, 0.0, 0.05);
}

TEST(Straighten, DoesNotTurnACardForTheColouredPatternOnIt)
{
    cv::Mat card(500, 800, CV_8UC3, cv::Scalar(210, 210, 235));
    for (const int x : {400, 500, 600}) {
        for (int y = 100; y < 360; y += 10) // a pattern that could be columns of print
            cv::rectangle(card, {x, y, 14, 6}, {110, 110, 230}, cv::FILLED);
    }
    for (const int y : {100, 380}) {
        for (int x = 100; x < 340; x += 14)
            cv::rectangle(card, {x, y, 8, 20}, {20, 20, 60}, cv::FILLED);
    }
    EXPECT_EQ(straighten(page_of(card)).page.facts.rotation_deg, 0);
    EXPECT_EQ(straighten(page_of(turned(card, 90))).page.facts.rotation_deg, 90);
}

TEST(Straighten, DoesNotTakeWhatALidLeavesForALine)
{
    // One short line on shaded, noisy paper, the lid beside it: levelled, there is white around.
    cv::Mat scan;
    cv::resize(a_page_of_text(3.0, 1), scan, {}, 2.5, 2.5, cv::INTER_CUBIC);
    cv::Mat noise(scan.size(), CV_8UC1);
    cv::RNG(3).fill(noise, cv::RNG::NORMAL, 60, 9);
    scan -= noise;
    scan.colRange(0, 60).setTo(12);
    scan.rowRange(scan.rows - 100, scan.rows).setTo(18);
    for (const int turn : {0, 90, 180, 270}) {
        const Straightened result = straighten(page_of(turned(scan, turn)));
        EXPECT_EQ(result.page.facts.rotation_deg, turn % 180) << turn;
        EXPECT_EQ(result.lines.size(), 1U) << turn;
    }
}

TEST(Straighten, LeavesAStraightPageUntouched)
{
    const cv::Mat page = a_page_of_text(0.0);
    EXPECT_EQ(largest_difference(straighten(page_of(page)).page.pixels, page), 0);
    EXPECT_EQ(largest_difference(straighten(page_of(page), 0, {0.04, 1.0}).page.pixels, page), 0);
}

TEST(Straighten, DoesNotTurnWhatItIsNotSureOf)
{
    EXPECT_EQ(
        largest_difference(straighten(page_of(noise()), 0, {5.0, 0.1}).page.pixels, noise()), 0
    );
}

TEST(Straighten, FillsWithWhiteAndLosesNoCorner)
{
    const cv::Mat black(400, 300, CV_8UC1, cv::Scalar(0));
    const Straightened result = straighten(page_of(black), 0, {10.0, 1.0});
    EXPECT_EQ(result.page.pixels.at<unsigned char>(0, 0), 255);
    const auto dark = static_cast<double>(cv::countNonZero(result.page.pixels < 128));
    EXPECT_NEAR(dark, 400.0 * 300.0, 1200.0);
}

TEST(Straighten, KeepsSpeakingOfThePageAsScanned)
{
    const Straightened result = straighten(page_of(a_page_of_text(3.0)), 90, {3.0, 1.0});
    EXPECT_EQ(result.page.facts.width, 827);
    EXPECT_EQ(result.page.facts.height, 1170);
}

/// Where a black dot of the scan has gone, and whether the map agrees.
void expect_map_to_follow_a_dot(int rotation_deg, double skew_deg)
{
    cv::Mat scan(400, 300, CV_8UC1, cv::Scalar(255));
    const cv::Rect dot(60, 250, 9, 9);
    scan(dot).setTo(0);
    const Straightened result = straighten(page_of(scan), rotation_deg, {skew_deg, 1.0});
    const cv::Moments ink = cv::moments(255 - result.page.pixels);
    const Point expected{ink.m10 / ink.m00 + 0.5, ink.m01 / ink.m00 + 0.5};
    const Point found = mapped({64.5, 254.5}, result.from_scan);
    EXPECT_NEAR(found.x, expected.x, 0.1);
    EXPECT_NEAR(found.y, expected.y, 0.1);
    const Point back = mapped(found, result.to_scan);
    EXPECT_NEAR(back.x, 64.5, 1e-6);
    EXPECT_NEAR(back.y, 254.5, 1e-6);
}

TEST(Straighten, KnowsWhereEveryPointOfTheScanHasGone)
{
    for (const int rotation : {0, 90, 180, 270})
        for (const double skew : {-12.0, 0.0, 0.7, 15.0})
            expect_map_to_follow_a_dot(rotation, skew);
}

TEST(Straighten, TurnsAPageOver)
{
    const Straightened upright = straighten(page_of(a_page_of_text(3.0)), 0, {3.0, 1.0});
    const Straightened over =
        turn_further(straighten(page_of(a_page_of_text(3.0)), 180, {3.0, 1.0}), 180);
    EXPECT_EQ(over.page.facts.rotation_deg, 0);
    EXPECT_LE(largest_difference(over.page.pixels.clone(), upright.page.pixels), 255);
    for (std::size_t i = 0; i < 6; ++i)
        EXPECT_NEAR(over.from_scan[i], upright.from_scan[i], 1.0);
}

TEST(Straighten, MakesLinesLevelThatFallAsIfTheyMetFarOff)
{
    constexpr Fall fall{0.03, 1e-4};
    cv::Mat scan(400, 600, CV_8UC1, cv::Scalar(255));
    const auto height_at = [&](int x, int y) { return y + (fall.slope + fall.spread * y) * x; };
    for (const int y : {-120, 0, 120}) {
        for (int x = -250; x <= 250; x += 50) {
            const int middle = 200 + static_cast<int>(std::lround(height_at(x, y)));
            cv::circle(scan, {300 + x, middle}, 4, cv::Scalar(0), -1);
        }
    }
    const Straightened level = level_further(straighten(page_of(scan), 0, {0.0, 1.0}), fall);
    cv::Mat rows;
    cv::reduce(255 - level.page.pixels, rows, 1, cv::REDUCE_MAX, CV_8U);
    EXPECT_LE(cv::countNonZero(rows > 128), 3 * 11);
    const Point back = mapped(mapped({123, 45}, level.from_scan), level.to_scan);
    EXPECT_NEAR(back.x, 123, 1e-6);
    EXPECT_NEAR(back.y, 45, 1e-6);
}

TEST(BoxMap, BringsABoxBackToTheScan)
{
    const Straightened page = straighten(page_of(a_page_of_text(0.0)), 90, {0.0, 1.0});
    EXPECT_EQ(page.page.pixels.cols, 1170);
    // 270 degrees back: the scan's right edge is the upright page's top.
    EXPECT_EQ(box_on_scan(page, {10, 20, 100, 30}), (Box{827 - 50, 10, 30, 100}));
}

TEST(BoxMap, CutsBoxesToThePage)
{
    EXPECT_EQ(
        mapped(Box{-50, 90, 100, 100}, Affine{1, 0, 0, 0, 1, 0}, 80, 100), (Box{0, 90, 50, 10})
    );
    EXPECT_EQ(mapped(Box{200, 200, 5, 5}, Affine{1, 0, 0, 0, 1, 0}, 80, 100), (Box{80, 100, 0, 0}));
}

TEST(BoxMap, ChainsAndInverts)
{
    const Affine turn = turn_map(90, 300, 400);
    const Affine back = inverse(turn);
    const Affine both = chained(turn, back);
    for (std::size_t i = 0; i < 6; ++i)
        EXPECT_NEAR(both[i], (Affine{1, 0, 0, 0, 1, 0})[i], 1e-9);
    EXPECT_THROW((void)inverse(Affine{1, 1, 0, 1, 1, 0}), std::logic_error);
}

} // namespace

} // namespace dossier::capture
