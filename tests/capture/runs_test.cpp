// Runs and components against OpenCV's morphology and labelling on the same pictures.

#include "capture/bits.h"
#include "capture/runs.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <tuple>

namespace dossier::capture {
namespace {

constexpr int margin = 16; // of paper, longer than any bar

/// Grains, bars and blots; widths that no word divides. Its edge is paper: beyond the edge OpenCV
/// takes ink for granted, and runs.h paper.
cv::Mat an_inky_picture(int seed)
{
    cv::RNG dice(static_cast<std::uint64_t>(seed));
    cv::Mat ink = cv::Mat::zeros(127 + seed, 233 + seed, CV_8U);
    for (int i = 0; i < 400; ++i)
        ink.at<unsigned char>(dice.uniform(0, ink.rows), dice.uniform(0, ink.cols)) = 255;
    for (int i = 0; i < 25; ++i) {
        const cv::Point from(dice.uniform(0, ink.cols), dice.uniform(0, ink.rows));
        const bool across = i % 2 == 0;
        const cv::Point to = from + (across ? cv::Point(60, 0) : cv::Point(0, 40));
        cv::line(ink, from, to, cv::Scalar(255), 1 + i % 3);
    }
    cv::circle(ink, {ink.cols / 2, ink.rows / 2}, 20, cv::Scalar(255), 3);
    cv::rectangle(ink, {0, 0}, {ink.cols - 1, ink.rows - 1}, cv::Scalar(0), 2 * margin);
    return ink;
}

bool is_equal(const cv::Mat& a, const cv::Mat& b)
{
    return a.size() == b.size() && cv::countNonZero(a != b) == 0;
}

cv::Mat bar(int width, int height)
{
    return cv::getStructuringElement(cv::MORPH_RECT, {width, height});
}

class Runs : public testing::TestWithParam<int> {};

TEST_P(Runs, AreWhatOpeningWithABarLeaves)
{
    const cv::Mat ink = an_inky_picture(GetParam());
    cv::Mat across;
    cv::Mat down;
    cv::morphologyEx(ink, across, cv::MORPH_OPEN, bar(15, 1));
    cv::morphologyEx(ink, down, cv::MORPH_OPEN, bar(1, 15));
    EXPECT_TRUE(is_equal(runs_across(ink, 15), across));
    EXPECT_TRUE(is_equal(runs_down(ink, 15), down));
    EXPECT_GT(cv::countNonZero(across), 0);
    EXPECT_GT(cv::countNonZero(down), 0);
}

/// Row by row, pixel by pixel.
cv::Mat long_runs_of(const cv::Mat& ink, int least)
{
    cv::Mat kept = cv::Mat::zeros(ink.size(), CV_8U);
    for (int y = 0; y < ink.rows; ++y) {
        for (int first = 0, x = 0; x <= ink.cols; ++x) {
            if (x < ink.cols && ink.at<unsigned char>(y, x) != 0) continue;
            if (x - first >= least) kept(cv::Rect(first, y, x - first, 1)).setTo(255);
            first = x + 1;
        }
    }
    return kept;
}

TEST_P(Runs, MayBeLongerThanAWordAndThanARow)
{
    cv::RNG dice(static_cast<std::uint64_t>(GetParam()));
    for (const int width : {1, 63, 64, 65, 128, 200, 449}) {
        cv::Mat ink = cv::Mat::zeros(40, width, CV_8U);
        for (int y = 0; y < ink.rows; ++y) {
            for (int x = 0; x < width;) {
                const int end = std::min(width, x + dice.uniform(1, 180));
                ink(cv::Rect(x, y, end - x, 1)).setTo(255);
                x = end + dice.uniform(1, 9);
            }
        }
        for (const int least : {1, 2, 63, 64, 65, 100, 128, 150, 300, 900})
            EXPECT_TRUE(is_equal(runs_across(ink, least), long_runs_of(ink, least)))
                << least << " of " << width;
    }
}

TEST_P(Runs, WithTheirGapsClosedAreWhatClosingWithABarLeaves)
{
    const cv::Mat ink = an_inky_picture(GetParam());
    cv::Mat closed;
    cv::morphologyEx(ink, closed, cv::MORPH_CLOSE, bar(9, 1));
    EXPECT_TRUE(is_equal(gaps_closed_across(ink, 9), closed));
}

TEST_P(Runs, OfBitsGrowAsThoseOfPixels)
{
    const cv::Mat ink = an_inky_picture(GetParam());
    cv::Mat wide;
    cv::Mat thick;
    cv::Mat lower;
    cv::dilate(ink, wide, bar(3, 1));
    cv::dilate(ink, thick, bar(1, 3));
    cv::dilate(ink, lower, bar(1, 9), {-1, 8});
    EXPECT_TRUE(is_equal(Bits(ink).widen().ink(), wide));
    EXPECT_TRUE(is_equal(Bits(ink).thicken().ink(), thick));
    EXPECT_TRUE(is_equal(Bits(ink).spread_down(8).ink(), lower));
    cv::dilate(ink, lower, bar(1, 9), {-1, 0});
    EXPECT_TRUE(is_equal(Bits(ink).spread_up(8).ink(), lower));
}

TEST_P(Runs, OfBitsCloseUpToTheEdge)
{
    cv::Mat ink = an_inky_picture(GetParam());
    ink(cv::Rect(40, 0, 30, 4)) = 255;
    ink(cv::Rect(80, ink.rows - 3, 30, 2)) = 255;
    for (const int gap : {2, 5, 6, 9}) {
        cv::Mat closed;
        cv::morphologyEx(ink, closed, cv::MORPH_CLOSE, bar(1, gap));
        EXPECT_TRUE(is_equal(Bits(ink).close_down(gap).ink(), closed)) << gap;
    }
}

TEST_P(Runs, OfBitsAreAddedAndTakenOut)
{
    const cv::Mat ink = an_inky_picture(GetParam());
    cv::Mat other;
    cv::flip(ink, other, 1);
    EXPECT_TRUE(is_equal(Bits(ink).add(Bits(other)).ink(), ink | other));
    EXPECT_TRUE(is_equal(Bits(ink).keep(Bits(other)).ink(), ink & other));
    EXPECT_TRUE(is_equal(Bits(ink).take_out(Bits(other)).ink(), ink & ~other));
}

TEST_P(Runs, HangTogetherAsConnectedComponents)
{
    const cv::Mat ink = an_inky_picture(GetParam());
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8, CV_32S);
    using Row = std::tuple<int, int, int, int, int>;
    std::vector<Row> expected;
    for (int i = 1; i < count; ++i) {
        const int* at = stats.ptr<int>(i);
        expected.emplace_back(at[0], at[1], at[2], at[3], at[4]);
    }
    std::vector<Row> found;
    for (const Component& each : find_components(ink))
        found.emplace_back(each.box.x, each.box.y, each.box.width, each.box.height, each.area);
    std::ranges::sort(expected);
    std::ranges::sort(found);
    EXPECT_EQ(found, expected);
}

INSTANTIATE_TEST_SUITE_P(OfManyPictures, Runs, testing::Range(0, 12));

TEST(Components, AreNoneOnBlankPaperAndOneOnAFullPage)
{
    EXPECT_TRUE(find_components(cv::Mat::zeros(10, 10, CV_8U)).empty());
    const auto whole = find_components(cv::Mat(10, 13, CV_8U, cv::Scalar(255)));
    ASSERT_EQ(whole.size(), 1U);
    EXPECT_EQ(whole[0].box, (Box{0, 0, 13, 10}));
    EXPECT_EQ(whole[0].area, 130);
}

} // namespace
} // namespace dossier::capture
