#include "capture/preview.h"
#include "capture/regions.h"
#include "capture/straighten.h"
#include "tests/capture/pictures.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dossier::capture {

namespace {

using Outline = std::array<cv::Point2f, 4>;

/// A light card with rounded corners and five lines of blocks, 1012 x 638.
cv::Mat a_card()
{
    cv::Mat card(638, 1012, CV_8UC3, cv::Scalar(240, 238, 228));
    for (int line = 0; line < 5; ++line)
        for (int x = 80; x < 560 - 40 * line; x += 44)
            cv::rectangle(card, cv::Rect(x, 80 + 100 * line, 30, 36), cv::Scalar::all(40), -1);
    return card;
}

cv::Mat card_mask()
{
    cv::Mat mask(638, 1012, CV_8UC1, cv::Scalar(0));
    constexpr int radius = 38;
    cv::rectangle(mask, cv::Rect(radius, 0, 1012 - 2 * radius, 638), cv::Scalar(255), -1);
    cv::rectangle(mask, cv::Rect(0, radius, 1012, 638 - 2 * radius), cv::Scalar(255), -1);
    for (const cv::Point corner :
         {cv::Point(radius, radius),
          cv::Point(1011 - radius, radius),
          cv::Point(1011 - radius, 637 - radius),
          cv::Point(radius, 637 - radius)})
        cv::circle(mask, corner, radius, cv::Scalar(255), -1);
    return mask;
}

/// Lays the card onto the ground with its corners there.
void lay(cv::Mat& ground, const Outline& corners)
{
    const Outline own{
        cv::Point2f(0, 0), cv::Point2f(1012, 0), cv::Point2f(1012, 638), cv::Point2f(0, 638)};
    const cv::Mat map = cv::getPerspectiveTransform(own.data(), corners.data());
    cv::Mat laid;
    cv::Mat mask;
    cv::warpPerspective(a_card(), laid, map, ground.size());
    cv::warpPerspective(card_mask(), mask, map, ground.size());
    laid.copyTo(ground, mask);
}

/// Corners of an upright card of that width, turned clockwise about its middle.
Outline turned_card(cv::Point2f middle, double width, double degrees)
{
    const double angle = degrees * std::numbers::pi / 180;
    const double height = width * 638 / 1012;
    Outline corners;
    for (std::size_t i = 0; i < 4; ++i) {
        const double x = (i == 1 || i == 2 ? 0.5 : -0.5) * width;
        const double y = (i >= 2 ? 0.5 : -0.5) * height;
        corners[i] = middle + cv::Point2f(
                                  static_cast<float>(x * std::cos(angle) - y * std::sin(angle)),
                                  static_cast<float>(x * std::sin(angle) + y * std::cos(angle))
                              );
    }
    return corners;
}

/// Corners of an upright card of that width, tilted towards a camera whose focal length is 1.2 of
/// the picture's longest side.
Outline tilted_card(double width, double degrees)
{
    constexpr double focal = 1.2 * 1600;
    const double angle = degrees * std::numbers::pi / 180;
    const double height = width * 638 / 1012;
    Outline corners;
    for (std::size_t i = 0; i < 4; ++i) {
        const double x = (i == 1 || i == 2 ? 0.5 : -0.5) * width;
        const double y = (i >= 2 ? 0.5 : -0.5) * height;
        const double nearer = focal / (focal - y * std::sin(angle));
        corners[i] = {
            static_cast<float>(800 + x * nearer),
            static_cast<float>(600 + y * std::cos(angle) * nearer)};
    }
    return corners;
}

cv::Mat a_table_top()
{
    cv::Mat ground(1200, 1600, CV_8UC3);
    cv::RNG(3).fill(ground, cv::RNG::NORMAL, cv::Scalar(60, 80, 100), cv::Scalar::all(14));
    cv::GaussianBlur(ground, ground, {0, 0}, 1.0);
    return ground;
}

Page page_of(const cv::Mat& pixels)
{
    PageFacts facts;
    facts.width = pixels.cols;
    facts.height = pixels.rows;
    return {pixels.clone(), facts};
}

/// How far the region's corners are from those of the object, whichever it begins with.
double farthest(const Region& region, const Outline& truth)
{
    double least = 1e9;
    for (std::size_t turn = 0; turn < 4; ++turn) {
        double worst = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            const Point& found = region.corners[(i + turn) % 4];
            const auto& right = truth[i];
            worst = std::max(
                worst,
                std::hypot(
                    found.x - static_cast<double>(right.x), found.y - static_cast<double>(right.y)
                )
            );
        }
        least = std::min(least, worst);
    }
    return least;
}

const Outline aslant{
    cv::Point2f(330, 260), cv::Point2f(1230, 330), cv::Point2f(1300, 960), cv::Point2f(240, 830)};

TEST(Regions, FindACardThatACameraSeesAslant)
{
    cv::Mat photograph = a_table_top();
    lay(photograph, aslant);
    const auto regions = find_regions(photograph);
    ASSERT_EQ(regions.size(), 1U);
    EXPECT_LT(farthest(regions[0], aslant), 0.005 * 950);
    EXPECT_TRUE(find_rectifiable(regions, 1600, 1200).has_value());
}

TEST(Regions, FindACardWhoseSidesRunTogetherSteeply)
{
    cv::Mat photograph = a_table_top();
    const Outline near_the_lens{
        cv::Point2f(267, 261),
        cv::Point2f(1188, 459),
        cv::Point2f(1159, 1072),
        cv::Point2f(31, 819)};
    lay(photograph, near_the_lens);
    const auto regions = find_regions(photograph);
    ASSERT_EQ(regions.size(), 1U);
    EXPECT_LT(farthest(regions[0], near_the_lens), 0.01 * 1150);
}

TEST(Regions, KnowTheShapeOfACardThatIsTiltedOneWayOnly)
{
    cv::Mat photograph = a_table_top();
    lay(photograph, tilted_card(1000, 28));
    const auto regions = find_regions(photograph);
    ASSERT_EQ(regions.size(), 1U);
    EXPECT_NEAR(regions[0].aspect, 1012.0 / 638, 0.05);
}

TEST(Regions, FindACardAmongManyLongerLines)
{
    cv::Mat tiles(1200, 1600, CV_8UC3, cv::Scalar(160, 170, 178));
    for (int at = 60; at < 1600; at += 130) {
        cv::line(tiles, {at, 0}, {at + 40, 1200}, cv::Scalar::all(80), 5, cv::LINE_AA);
        cv::line(tiles, {0, at}, {1600, at - 40}, cv::Scalar::all(80), 5, cv::LINE_AA);
    }
    const Outline card = turned_card({800, 600}, 560, 40);
    lay(tiles, card);
    const auto regions = find_regions(tiles);
    ASSERT_EQ(regions.size(), 1U);
    EXPECT_LT(farthest(regions[0], card), 0.01 * 560);
}

/// Between dark joints, so many that they are all that is steep.
TEST(Regions, FindAPaleCardAmongMuchSteeperLines)
{
    cv::Mat tiles(1200, 1600, CV_8UC3, cv::Scalar(206, 206, 200));
    for (int at = 40; at < 1600; at += 110) {
        cv::line(tiles, {at, 0}, {at + 40, 1200}, cv::Scalar::all(20), 6, cv::LINE_AA);
        cv::line(tiles, {0, at}, {1600, at - 40}, cv::Scalar::all(20), 6, cv::LINE_AA);
    }
    const Outline card = turned_card({800, 600}, 760, 28);
    lay(tiles, card);
    cv::GaussianBlur(tiles, tiles, {0, 0}, 2.5);
    const auto regions = find_regions(tiles);
    ASSERT_EQ(regions.size(), 1U);
    EXPECT_LT(farthest(regions[0], card), 0.01 * 760);
}

TEST(Regions, TakeTheEdgeOfACardAndNotAStickThatRunsAwayFromIt)
{
    cv::Mat photograph = a_table_top();
    const Outline card = turned_card({800, 600}, 900, -62);
    const cv::Point2f along = (card[2] - card[3]) / 900.0F;
    const cv::Point2f away(along.y, -along.x);
    const auto at = [](cv::Point2f point) { return cv::Point(point); };
    cv::line(
        photograph,
        at(card[3] - 300 * along - 21 * away),
        at(card[2] - 190 * along),
        cv::Scalar(90, 190, 200),
        9,
        cv::LINE_AA
    );
    lay(photograph, card);
    const auto regions = find_regions(photograph);
    ASSERT_EQ(regions.size(), 1U);
    EXPECT_LT(farthest(regions[0], card), 0.01 * 900);
}

TEST(Regions, TakeTheEdgeOfASheetAndNotAFramePrintedAlongIt)
{
    cv::Mat photograph = a_table_top();
    const Outline sheet{
        cv::Point2f(330, 200),
        cv::Point2f(1250, 240),
        cv::Point2f(1210, 900),
        cv::Point2f(300, 850)};
    cv::Mat licence(700, 990, CV_8UC3, cv::Scalar::all(235));
    cv::rectangle(licence, cv::Rect(18, 18, 954, 664), cv::Scalar(40, 60, 160), 5);
    const Outline own{
        cv::Point2f(0, 0), cv::Point2f(990, 0), cv::Point2f(990, 700), cv::Point2f(0, 700)};
    const cv::Mat map = cv::getPerspectiveTransform(own.data(), sheet.data());
    cv::warpPerspective(
        licence, photograph, map, photograph.size(), cv::INTER_AREA, cv::BORDER_TRANSPARENT
    );
    const auto regions = find_regions(photograph);
    ASSERT_EQ(regions.size(), 1U);
    EXPECT_LT(farthest(regions[0], sheet), 0.005 * 950);
}

/// A sheet with a bright panel on it, whose edge is clearer than the sheet's own.
TEST(Regions, TakeTheEdgeOfASheetWhereWhatIsPrintedIsClearer)
{
    cv::Mat photograph(1200, 1600, CV_8UC3);
    cv::RNG(4).fill(photograph, cv::RNG::NORMAL, cv::Scalar(150, 158, 164), cv::Scalar::all(5));
    const Outline sheet{
        cv::Point2f(330, 200),
        cv::Point2f(1250, 240),
        cv::Point2f(1210, 900),
        cv::Point2f(300, 850)};
    cv::Mat licence(700, 990, CV_8UC3, cv::Scalar(172, 182, 188));
    cv::rectangle(licence, cv::Rect(28, 28, 934, 644), cv::Scalar(222, 232, 236), -1);
    const Outline own{
        cv::Point2f(0, 0), cv::Point2f(990, 0), cv::Point2f(990, 700), cv::Point2f(0, 700)};
    const cv::Mat map = cv::getPerspectiveTransform(own.data(), sheet.data());
    cv::warpPerspective(
        licence, photograph, map, photograph.size(), cv::INTER_AREA, cv::BORDER_TRANSPARENT
    );
    cv::GaussianBlur(photograph, photograph, {0, 0}, 1.2);
    const auto regions = find_regions(photograph);
    ASSERT_EQ(regions.size(), 1U);
    EXPECT_LT(farthest(regions[0], sheet), 0.01 * 950);
}

TEST(Regions, LeaveTheShadowOfACardOutside)
{
    cv::Mat photograph(1200, 1600, CV_8UC3);
    cv::RNG(5).fill(photograph, cv::RNG::NORMAL, cv::Scalar(176, 184, 190), cv::Scalar::all(4));
    const Outline card = turned_card({800, 600}, 900, 12);
    std::vector<cv::Point> shadow;
    for (const auto& corner : turned_card({788, 612}, 930, 12))
        shadow.emplace_back(cv::Point(corner));
    cv::fillConvexPoly(photograph, shadow, cv::Scalar(146, 154, 160));
    cv::GaussianBlur(photograph, photograph, {0, 0}, 2.0);
    lay(photograph, card);
    cv::GaussianBlur(photograph, photograph, {0, 0}, 1.0);
    const auto regions = find_regions(photograph);
    ASSERT_EQ(regions.size(), 1U);
    EXPECT_LT(farthest(regions[0], card), 0.01 * 900);
}

TEST(Regions, FindCardsOnOneSheetHoweverTheyLie)
{
    cv::Mat glass(3508, 2480, CV_8UC3, cv::Scalar::all(120));
    const std::array cards{
        turned_card({700, 600}, 1012, 3),
        turned_card({1700, 1500}, 1012, 90),
        turned_card({800, 2600}, 1012, 181)};
    for (const Outline& card : cards)
        lay(glass, card);
    const auto found = find_cards(find_regions(glass));
    ASSERT_EQ(found.size(), 3U);
    for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_LT(farthest(found[i], cards[i]), 0.01 * 1012) << i;
}

TEST(Regions, SeeNothingInPrint)
{
    EXPECT_TRUE(find_regions(a_page_of_text()).empty());
    cv::Mat form(1170, 827, CV_8UC1, cv::Scalar(250));
    cv::rectangle(form, cv::Rect(100, 200, 620, 440), cv::Scalar(0), 3);
    cv::rectangle(form, cv::Rect(100, 700, 300, 190), cv::Scalar(200), -1);
    for (int y = 260; y < 640; y += 60)
        cv::line(form, {100, y}, {720, y}, cv::Scalar(0), 2);
    EXPECT_TRUE(find_regions(form).empty());
    EXPECT_TRUE(find_regions(cv::Mat(20, 30, CV_8UC1, cv::Scalar(9))).empty());
}

TEST(Regions, SeeNothingInATableBesideALid)
{
    cv::Mat form(1754, 1240, CV_8UC1, cv::Scalar(254));
    cv::rectangle(form, cv::Rect(120, 300, 1040, 642), cv::Scalar(236), -1);
    for (int y = 300; y <= 942; y += 107)
        cv::line(form, {22, y}, {1160, y}, cv::Scalar(30), 2);
    cv::line(form, {1160, 300}, {1160, 942}, cv::Scalar(30), 2);
    cv::rectangle(form, cv::Rect(0, 0, 20, 1754), cv::Scalar(22), -1);
    EXPECT_TRUE(find_regions(form).empty());
}

TEST(Regions, LeaveASheetThatFillsItsScanAlone)
{
    EXPECT_FALSE(find_rectifiable({}, 827, 1170).has_value());
    Region flat;
    flat.corners = {Point{20, 20}, Point{810, 21}, Point{811, 1150}, Point{21, 1149}};
    flat.contrast = 60;
    EXPECT_FALSE(find_rectifiable({flat}, 827, 1170).has_value());
}

TEST(Regions, BecomeFlatAndLevelAndLeadBackToTheScan)
{
    cv::Mat photograph = a_table_top();
    const Outline tilted = tilted_card(900, 24);
    lay(photograph, tilted);
    const Page scan = page_of(photograph);
    const auto regions = find_regions(photograph);
    ASSERT_EQ(regions.size(), 1U);
    const Straightened card = straighten(scan, regions[0]);
    const double aspect = 1.0 * card.page.pixels.cols / card.page.pixels.rows;
    EXPECT_NEAR(aspect, 1012.0 / 638, 0.06);
    EXPECT_EQ(card.page.facts.width, 1600);
    EXPECT_EQ(card.page.facts.rotation_deg, 0);
    for (const auto& corner : tilted) {
        const Point there = mapped({corner.x, corner.y}, card.from_scan);
        const Point back = mapped(there, card.to_scan);
        EXPECT_NEAR(back.x, static_cast<double>(corner.x), 1e-3);
        EXPECT_NEAR(back.y, static_cast<double>(corner.y), 1e-3);
        EXPECT_GT(there.x, -5);
        EXPECT_LT(there.x, card.page.pixels.cols + 5);
    }
    const Preview preview = make_preview(card);
    EXPECT_FALSE(is_affine(preview.from_scan));
}

TEST(Regions, AreCutOutOfTheirPage)
{
    cv::Mat sheet(1200, 1600, CV_8UC3, cv::Scalar::all(255));
    const Outline place = turned_card({800, 600}, 700, 10);
    lay(sheet, place);
    Region card;
    for (std::size_t i = 0; i < 4; ++i)
        card.corners[i] = {place[i].x, place[i].y};
    const Straightened rest = without(straighten(page_of(sheet), 0, {}), {card});
    EXPECT_EQ(cv::countNonZero(rest.page.pixels.reshape(1) < 250), 0);
}

TEST(Straighten, CutsTheLidOffAndLeavesARimOfIt)
{
    cv::Mat scan(1300, 1100, CV_8UC1, cv::Scalar(12));
    a_page_of_text().copyTo(scan(cv::Rect(120, 60, 827, 1170)));
    Page page = page_of(scan);
    page.facts.dpi = 100;
    const Straightened result = straighten(std::move(page));
    const double rim = 2.5 / 25.4 * 100;
    EXPECT_NEAR(result.page.pixels.cols, 827 + 2 * rim, 12);
    EXPECT_NEAR(result.page.pixels.rows, 1170 + 2 * rim, 12);
    const Point corner = mapped({120, 60}, result.from_scan);
    EXPECT_NEAR(corner.x, rim, 6);
    EXPECT_NEAR(corner.y, rim, 6);
}

TEST(BoxMap, FollowsAHomographyThereAndBack)
{
    const Homography tilt{1.1, 0.05, 30, -0.02, 0.9, 12, 1e-4, -2e-4, 1};
    const Homography back = inverse(tilt);
    const Point there = mapped({400, 300}, tilt);
    EXPECT_NEAR(mapped(there, back).x, 400, 1e-6);
    EXPECT_NEAR(mapped(there, back).y, 300, 1e-6);
    const Homography none = chained(tilt, back);
    for (std::size_t i = 0; i < 9; ++i)
        EXPECT_NEAR(none[i], i % 4 == 0 ? 1.0 : 0.0, 1e-9) << i;
    EXPECT_FALSE(is_affine(tilt));
    EXPECT_TRUE(is_affine(homography_of({2, 0, 1, 0, 2, 1})));
}

} // namespace

} // namespace dossier::capture
