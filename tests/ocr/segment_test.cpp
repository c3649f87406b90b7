// Lines of print found from their ink alone.

#include "ocr/layout/segment.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace dossier::ocr {
namespace {

constexpr int text_height = 40;

/// Three characters before the wide space around a ；, three behind it.
cv::Mat line_with_a_wide_space()
{
    cv::Mat ink(200, 600, CV_8U, cv::Scalar(0));
    for (const int x : {40, 80, 120, 240, 280, 320})
        cv::rectangle(ink, {x, 80, 34, text_height}, 255, cv::FILLED);
    return ink;
}

std::vector<Segment> segments_of(const cv::Mat& ink)
{
    const Rules none(cv::Mat::zeros(ink.size(), CV_8U), cv::Mat::zeros(ink.size(), CV_8U));
    return find_segments(ink, none, text_height);
}

TEST(Segments, KeepALowMarkThatStandsInAWideSpaceWithinALine)
{
    cv::Mat ink = line_with_a_wide_space();
    const cv::Rect mark{192, 104, 10, 14};
    cv::rectangle(ink, mark, 255, cv::FILLED);
    const auto segments = segments_of(ink);
    ASSERT_EQ(segments.size(), 1U);
    ASSERT_EQ(segments[0].parts.size(), 2U);
    const auto& before = segments[0].parts[0];
    EXPECT_GE(before.x + before.width, mark.x + mark.width);
}

TEST(Segments, TakeInAMarkAtTheEndOfALineOfTallPrint)
{
    cv::Mat ink(200, 600, CV_8U, cv::Scalar(0));
    for (const int x : {40, 90, 140})
        cv::rectangle(ink, {x, 76, 40, 56}, 255, cv::FILLED); // in a row that is not quite level
    cv::rectangle(ink, {220, 96, 10, 30}, 255, cv::FILLED);
    EXPECT_EQ(segments_of(ink).size(), 1U);
}

TEST(Segments, LeaveOutDustBehindALineAndAboveIt)
{
    const auto clean = segments_of(line_with_a_wide_space());
    cv::Mat ink = line_with_a_wide_space();
    cv::rectangle(ink, {394, 104, 10, 14}, 255, cv::FILLED);
    cv::rectangle(ink, {192, 50, 10, 14}, 255, cv::FILLED);
    const auto segments = segments_of(ink);
    ASSERT_EQ(segments.size(), 1U);
    EXPECT_EQ(segments[0].box, clean[0].box);
}

TEST(Segments, ReachFarFromOneLoneCharacterToAnotherAndNotFromAnOrnamentToANumber)
{
    cv::Mat ink(400, 900, CV_8U, cv::Scalar(0));
    for (const int x : {40, 240}) // 名 称
        cv::rectangle(ink, {x, 80, 34, text_height}, 255, cv::FILLED);
    cv::rectangle(ink, {40, 240, 34, text_height}, 255, cv::FILLED);
    for (int x = 240; x < 700; x += 40)
        cv::rectangle(ink, {x, 240, 34, text_height}, 255, cv::FILLED);
    const auto segments = segments_of(ink);
    ASSERT_EQ(segments.size(), 3U);
    EXPECT_EQ(segments[0].parts.size(), 2U);
}

/// A line of twelve characters; a slanted frame of a stamp, three lines high, crosses four of them.
cv::Mat stamped_line()
{
    cv::Mat ink(400, 700, CV_8U, cv::Scalar(0));
    for (int x = 40; x < 640; x += 50)
        cv::rectangle(ink, {x, 200, 34, text_height}, 255, cv::FILLED);
    const std::vector<cv::Point> frame{{230, 60}, {420, 40}, {430, 210}, {240, 230}};
    cv::polylines(ink, frame, true, 255, 3);
    return ink;
}

TEST(Segments, KeepALineThatAStampLiesOver)
{
    const auto segments = segments_of(stamped_line());
    ASSERT_EQ(segments.size(), 1U);
    const auto& box = segments[0].box;
    EXPECT_LE(box.x, 40);
    EXPECT_GE(box.x + box.width, 40 + 11 * 50 + 34);
    EXPECT_NEAR(box.y, 200, 3);
    EXPECT_NEAR(box.height, text_height, 6);
    EXPECT_EQ(segments[0].stamped.size(), 1U);
    EXPECT_TRUE(segments_of(line_with_a_wide_space())[0].stamped.empty());
}

TEST(Segments, ReachOverWhatAStampHidesAtTheEndOfALine)
{
    cv::Mat ink = stamped_line();
    ink(cv::Range(190, 250), cv::Range(436, 700)).setTo(0);
    const auto segments = segments_of(ink);
    ASSERT_EQ(segments.size(), 1U);
    EXPECT_GE(segments[0].box.x + segments[0].box.width, 390 + 34);
}

TEST(Segments, MakeNoLineOfASealsOwnCharacters)
{
    cv::Mat ink(400, 700, CV_8U, cv::Scalar(0));
    cv::circle(ink, {300, 200}, 150, 255, 6);
    cv::rectangle(ink, {210, 170, 34, text_height}, 255, cv::FILLED);
    cv::rectangle(ink, {350, 190, 34, text_height}, 255, cv::FILLED);
    cv::line(ink, {210, 180}, {170, 150}, 255, 6);
    cv::line(ink, {380, 200}, {430, 180}, 255, 6);
    EXPECT_TRUE(segments_of(ink).empty());
}

} // namespace
} // namespace dossier::ocr
