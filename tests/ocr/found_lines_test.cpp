// Lines that a network found, put together; and the picture of a line that runs downhill.

#include "ocr/layout/found_lines.h"
#include "ocr/layout/line_picture.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace dossier::ocr {
namespace {

constexpr int height = 40; ///< of a found line; its ink is 29

FoundLine found(int x, int y, int characters, double slope = 0)
{
    return {{x, y, characters * 30 + 10, height}, slope};
}

TEST(FoundLines, AreAsHighAsMostOfWhatIsWritten)
{
    EXPECT_EQ(
        find_text_height(std::vector{
            found(0, 0, 20), found(0, 100, 12), FoundLine{{0, 200, 90, 90}, 0}}),
        29
    );
    EXPECT_EQ(find_text_height(std::vector<FoundLine>{}), 0);
}

TEST(FoundLines, OfOneCharacterGoOnWithTheNextOne)
{
    const auto segments = join_found({found(100, 200, 1), found(220, 202, 1)}, 29);
    ASSERT_EQ(segments.size(), 1U);
    ASSERT_EQ(segments[0].parts.size(), 2U);
    EXPECT_LT(segments[0].parts[0].x, segments[0].parts[1].x);
}

TEST(FoundLines, OfOneCharacterGoOnWithALineThatRunsDownhill)
{
    const auto segments = join_found({found(100, 200, 1), found(220, 215, 20, 0.05)}, 29);
    ASSERT_EQ(segments.size(), 1U);
    EXPECT_DOUBLE_EQ(segments[0].slope, 0.05);
    EXPECT_LE(segments[0].box.x, 100);
}

TEST(FoundLines, StayApartOnOtherRows)
{
    EXPECT_EQ(join_found({found(100, 200, 1), found(220, 240, 1)}, 29).size(), 2U);
}

TEST(FoundLines, OfSeveralCharactersStayApart)
{
    EXPECT_EQ(join_found({found(100, 200, 4), found(300, 200, 4)}, 29).size(), 2U);
}

TEST(FoundLines, AreNoneWhereTheyAreTooSmallForText)
{
    EXPECT_EQ(join_found({{{0, 0, 60, 12}, 0}, found(0, 100, 4)}, 29).size(), 1U);
}

TEST(FoundLines, ReachHalfwayToTheirNeighboursAtMost)
{
    const auto segments = join_found({found(100, 200, 4), found(240, 200, 4)}, 29);
    ASSERT_EQ(segments.size(), 2U);
    EXPECT_EQ(segments[0].box.x + segments[0].box.width, 235);
    EXPECT_EQ(segments[1].box.x, 235);
    EXPECT_EQ(segments[0].box.x, 84);
}

TEST(FoundLines, ShareNothingWithTheLinesAboveAndBelow)
{
    const auto segments = join_found({found(100, 200, 10), found(100, 224, 10)}, 29);
    ASSERT_EQ(segments.size(), 2U);
    EXPECT_LE(segments[0].box.y + segments[0].box.height, segments[1].box.y + 3);
    EXPECT_EQ(segments[0].box.y + segments[0].box.height / 2, 220);
}

TEST(FoundLines, ThatOverlapOnARowAreOne)
{
    const auto segments =
        join_found({found(100, 200, 8), found(180, 201, 2), found(330, 200, 6)}, 29);
    ASSERT_EQ(segments.size(), 1U);
    EXPECT_EQ(segments[0].parts.size(), 1U);
    EXPECT_LE(segments[0].box.x, 100);
    EXPECT_GE(segments[0].box.x + segments[0].box.width, 330 + 6 * 30 + 10);
}

TEST(FoundLines, ThatOverlapOnNeighbouringRowsStayApart)
{
    EXPECT_EQ(join_found({found(100, 200, 8), found(150, 230, 8)}, 29).size(), 2U);
}

/// Ten long lines as a camera sees them from the left or right: they meet far outside of the page.
std::vector<FoundLine> aslant(double slope, double spread)
{
    std::vector<FoundLine> lines;
    for (int i = 0; i < 10; ++i) {
        const double off = 100.0 * i - 450;
        lines.push_back({{300, 500 + static_cast<int>(off) - height / 2, 400, height}, 0});
        lines.back().slope = slope + spread * off;
    }
    return lines;
}

TEST(Fall, IsThatOfMostLines)
{
    auto lines = aslant(0.04, 0.0);
    lines.push_back({{300, 20, 400, height}, -0.3});
    const auto fall = find_fall(lines, {1000, 1000});
    ASSERT_TRUE(fall);
    EXPECT_NEAR(fall->slope, 0.04, 0.001);
    EXPECT_NEAR(fall->spread, 0.0, 1e-6);
}

TEST(Fall, GrowsDownAPageThatTheCameraSawAslant)
{
    const auto fall = find_fall(aslant(0.01, 6e-5), {1000, 1000});
    ASSERT_TRUE(fall);
    EXPECT_NEAR(fall->slope, 0.01, 0.002);
    EXPECT_NEAR(fall->spread, 6e-5, 5e-6);
}

TEST(Fall, IsNoneWhereLinesAreLevelOrFew)
{
    EXPECT_FALSE(find_fall(aslant(0.003, 0.0), {1000, 1000}));
    EXPECT_FALSE(find_fall({found(0, 0, 20, 0.1), found(0, 100, 20, 0.1)}, {1000, 1000}));
}

TEST(LinePicture, IsLevelWhereTheLineRunsDownhill)
{
    constexpr double slope = 0.1;
    cv::Mat page(400, 800, CV_8U, cv::Scalar(255));
    for (int x = 100; x < 700; x += 40) { // blocks whose middle is at 200 in the middle of the page
        const int y = 200 + static_cast<int>(slope * (x + 10 - 400));
        page(cv::Rect(x, y - 10, 20, 20)).setTo(0);
    }
    const Segment segment{{90, 180, 620, 40}, {{90, 180, 620, 40}}, slope};
    const LineOptions options{.ink_height = 20, .margin = 10};
    const LinePicture picture(page, segment, options);
    ASSERT_EQ(picture.pixels().rows, 20 + 2 * 10);
    const int width = picture.pixels().cols;
    const capture::Box first = picture.on_page({10, 10, 20, 20});
    const capture::Box last = picture.on_page({width - 30, 10, 20, 20});
    EXPECT_NEAR(first.y + first.height / 2.0, 170, 4);
    EXPECT_NEAR(last.y + last.height / 2.0, 230, 4);
}

} // namespace
} // namespace dossier::ocr
