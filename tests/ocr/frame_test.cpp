// The ornaments around a certificate.

#include "ocr/layout/frame.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace dossier::ocr {
namespace {

constexpr int print_height = 40;

cv::Mat page_with_labels()
{
    cv::Mat ink(2000, 1400, CV_8U, cv::Scalar(0));
    for (int y = 300; y < 1700; y += 120) {
        for (const int x : {240, 400, 640, 690, 740})
            cv::rectangle(ink, {x, y, 34, print_height}, 255, cv::FILLED);
    }
    return ink;
}

void draw_rings(cv::Mat& ink, int x)
{
    for (int y = 60; y < 1960; y += 36)
        cv::circle(ink, {x, y}, 16, 255, 3);
}

TEST(Frame, IsTheOrnamentsDownBothSides)
{
    cv::Mat ink = page_with_labels();
    draw_rings(ink, 80);
    draw_rings(ink, 1320);
    const auto frame = find_frame(ink, print_height);
    ASSERT_EQ(frame.size(), 2U);
    for (const auto& each : frame)
        ink(cv::Rect(each.x, each.y, each.width, each.height)).setTo(0);
    EXPECT_EQ(cv::countNonZero(ink), cv::countNonZero(page_with_labels()));
}

TEST(Frame, ReachesAcrossTopAndBottomToo)
{
    cv::Mat ink = page_with_labels();
    draw_rings(ink, 80);
    draw_rings(ink, 1320);
    for (int x = 116; x < 1300; x += 36) {
        cv::circle(ink, {x, 60}, 16, 255, 3);
        cv::circle(ink, {x, 1932}, 16, 255, 3);
    }
    EXPECT_EQ(find_frame(ink, print_height).size(), 4U);
}

TEST(Frame, IsNoColumnOfLabelsNorOrnamentsOfOneSide)
{
    cv::Mat ink = page_with_labels();
    EXPECT_TRUE(find_frame(ink, print_height).empty());
    draw_rings(ink, 80);
    EXPECT_TRUE(find_frame(ink, print_height).empty());
}

Segment segment(int x, int y, int width)
{
    const capture::Box box{x, y, width, print_height};
    return {box, {box}, 0.0};
}

/// What taking rules out has left of a frame's sides, a label and its value on every row.
std::vector<Segment> crumbs_and_print(bool on_both_sides)
{
    std::vector<Segment> segments;
    for (int y = 100; y < 1900; y += 90) {
        segments.push_back(segment(60 + y % 20, y, 50));
        if (on_both_sides) segments.push_back(segment(1300 + y % 20, y, 50));
        segments.push_back(segment(240, y + 20, 160));
        segments.push_back(segment(500, y + 20, 400));
    }
    return segments;
}

TEST(Frame, IsNoPrintWhereOnlyCrumbsOfItAreLeft)
{
    auto segments = crumbs_and_print(true);
    segments.push_back(segment(500, 1950, 860)); // runs into the right side
    segments.push_back(segment(900, 20, 480));   // stands outside, above the corner
    const auto kept = without_ornaments(segments, 2000, print_height);
    EXPECT_EQ(kept.size(), 2U * 20 + 2);
    for (const Segment& each : kept) {
        EXPECT_GE(each.box.x, 240);
        EXPECT_LE(each.box.x + each.box.width, 1300);
    }
}

TEST(Frame, CrumbsOfOneSideAreAColumnOfNumbers)
{
    const auto segments = crumbs_and_print(false);
    EXPECT_EQ(without_ornaments(segments, 2000, print_height).size(), segments.size());
}

} // namespace
} // namespace dossier::ocr
