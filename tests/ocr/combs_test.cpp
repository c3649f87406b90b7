// Rows of cells for one character each, found from their strokes.

#include "ocr/layout/combs.h"
#include "ocr/layout/dashed_combs.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace dossier::ocr {
namespace {

constexpr int text_height = 26;
constexpr int pitch = 45;
constexpr int height = 56;
constexpr int left = 120;
constexpr int top = 100;

cv::Mat paper()
{
    return {260, 1200, CV_8U, cv::Scalar(0)};
}

void draw_cells(cv::Mat& ink, int cells, int x = left)
{
    for (int i = 0; i < cells; ++i)
        cv::rectangle(ink, cv::Rect(x + i * pitch, top, pitch + 1, height), 255, 2);
}

/// What is left of the ink where the lines of all combs are taken out.
int ink_left(const cv::Mat& ink)
{
    cv::Mat rest = ink.clone();
    for (const Comb& comb : find_combs(ink, text_height)) {
        for (const auto& line : comb.lines)
            rest(cv::Rect(line.x - 2, line.y - 2, line.width + 4, line.height + 4)).setTo(0);
    }
    return cv::countNonZero(rest);
}

TEST(Combs, AreTakenOffWithAllTheirLines)
{
    cv::Mat ink = paper();
    draw_cells(ink, 11);
    EXPECT_EQ(find_combs(ink, text_height).size(), 1U);
    EXPECT_EQ(ink_left(ink), 0);
}

TEST(Combs, LeaveWhatIsWrittenIntoThem)
{
    cv::Mat ink = paper();
    draw_cells(ink, 6);
    const cv::Rect digit(left + pitch + 14, top + 16, 12, 24);
    ink(digit).setTo(255);
    EXPECT_EQ(ink_left(ink), digit.area());
}

TEST(Combs, AreSeenThroughSidesThatACopierLeftInDots)
{
    cv::Mat ink = paper();
    draw_cells(ink, 8);
    for (int y = top + 6; y < top + height - 6; y += 6)
        ink.rowRange(y, y + 3).setTo(0);
    EXPECT_EQ(find_combs(ink, text_height).size(), 1U);
}

TEST(Combs, OfTwoDigitsAreKnownByTheLongerOneBesideThem)
{
    cv::Mat ink = paper();
    draw_cells(ink, 2);
    EXPECT_TRUE(find_combs(ink, text_height).empty());
    draw_cells(ink, 4, left + 4 * pitch + pitch / 2);
    EXPECT_EQ(find_combs(ink, text_height).size(), 2U);
}

TEST(Combs, AreTakenOffWholeWhereABorderBeginsARowWithSomeOfTheirSides)
{
    cv::Mat ink = paper();
    draw_cells(ink, 11);
    // At twice the pitch before the second cell; it ends as they do.
    cv::line(ink, {left - pitch, top}, {left - pitch, top + height}, 255, 2);
    EXPECT_EQ(find_combs(ink, text_height).size(), 1U);
    EXPECT_EQ(ink_left(ink(cv::Rect(left - 4, 0, 12 * pitch, ink.rows)).clone()), 0);
}

TEST(Combs, LeaveARuleBelowThemThatIsNotQuiteLevel)
{
    cv::Mat rule = paper();
    cv::line(rule, {20, top + height + 4}, {1180, top + height + 13}, 255, 2);
    cv::Mat ink = rule.clone();
    draw_cells(ink, 11);
    EXPECT_GT(ink_left(ink), cv::countNonZero(rule) * 9 / 10);
}

TEST(Combs, AreTakenOffWithWhatIsLeftOfTheirFirstSideAndEdges)
{
    cv::Mat ink = paper();
    draw_cells(ink, 11);
    for (int y = top + 4; y < top + height - 4; y += 8) // half of the first side
        ink(cv::Rect(left - 2, y, 5, 4)).setTo(0);
    for (int x = left + 5; x < left + 2 * pitch; x += 20) { // and of the edges there
        ink(cv::Rect(x, top - 2, 9, 5)).setTo(0);
        ink(cv::Rect(x, top + height - 4, 9, 6)).setTo(0);
    }
    const int all = cv::countNonZero(ink);
    EXPECT_EQ(find_combs(ink, text_height).size(), 1U);
    EXPECT_LT(ink_left(ink), all / 50);
}

TEST(Combs, AreTakenOffWithTheirEdgesWhereABlotTiesTheirEndsToTheRulesOfATable)
{
    cv::Mat rules = paper();
    for (const int y : {top - 9, top + height + 8})
        cv::line(rules, {20, y}, {1180, y}, 255, 2);
    cv::Mat ink = rules.clone();
    draw_cells(ink, 2);
    draw_cells(ink, 4, left + 4 * pitch + pitch / 2);
    for (const int x : {left, left + 2 * pitch, left + 8 * pitch + pitch / 2}) {
        cv::line(ink, {x, top - 9}, {x, top - 4}, 255, 2);
        cv::line(ink, {x, top + height + 3}, {x, top + height + 8}, 255, 2);
    }
    EXPECT_EQ(find_combs(ink, text_height).size(), 2U);
    EXPECT_LE(ink_left(ink), cv::countNonZero(rules));
}

/// Characters in cells of whose lines a copier has left dashes.
cv::Mat dashed_cells(int cells)
{
    cv::Mat lines = paper();
    draw_cells(lines, cells);
    for (int x = left + 12; x < left + cells * pitch; x += pitch) {
        lines(cv::Rect(x, top - 2, 22, 5)).setTo(0);
        lines(cv::Rect(x, top + height - 4, 22, 6)).setTo(0);
    }
    lines.rowRange(top + 12, top + 20).setTo(0);
    lines.rowRange(top + 30, top + 42).setTo(0);
    return lines;
}

TEST(Combs, OfWhichDashesAreLeftAreKnownByTheCharactersInThem)
{
    cv::Mat ink = dashed_cells(8);
    EXPECT_TRUE(find_dashed_combs(ink, text_height).empty());
    int print = 0;
    for (int i = 0; i < 8; ++i) {
        const cv::Rect digit(left + i * pitch + 16, top + 16, 13, 24);
        ink(digit).setTo(255);
        print += digit.area();
    }
    const auto combs = find_dashed_combs(ink, text_height);
    ASSERT_EQ(combs.size(), 1U);
    EXPECT_NEAR(combs[0].box.x, left, 8);
    for (const auto& line : combs[0].lines)
        ink(cv::Rect(line.x - 2, line.y - 2, line.width + 4, line.height + 4)).setTo(0);
    EXPECT_NEAR(cv::countNonZero(ink), print, print / 20);
}

TEST(Combs, AreNotEverySecondCharacterOfALine)
{
    for (const int apart : {27, pitch}) {
        cv::Mat ink = paper();
        for (int x = left; x < left + 20 * apart; x += apart) {
            cv::line(ink, {x + 11, top}, {x + 11, top + 24}, 255, 3);
            cv::line(ink, {x, top + 10}, {x + 22, top + 10}, 255, 3);
        }
        EXPECT_TRUE(find_dashed_combs(ink, text_height).empty()) << apart;
    }
}

TEST(Combs, AreNotCharactersBetweenTwoRules)
{
    cv::Mat ink = paper();
    for (const int y : {top, top + height})
        cv::line(ink, {20, y}, {1180, y}, 255, 2);
    for (int x = left; x < left + 12 * pitch; x += pitch) {
        cv::line(ink, {x, top + 6}, {x, top + height - 6}, 255, 3);
        for (const int y : {top + 14, top + 26, top + 38})
            cv::line(ink, {x - 14, y}, {x + 14, y}, 255, 2);
    }
    EXPECT_TRUE(find_combs(ink, text_height).empty());
}

TEST(Combs, AreNotTheColumnsOfATable)
{
    cv::Mat ink = paper();
    for (int i = 0; i < 6; ++i)
        cv::rectangle(
            ink, cv::Rect(left + i * 5 * text_height, top, 5 * text_height, height), 255, 2
        );
    EXPECT_TRUE(find_combs(ink, text_height).empty());
}

TEST(Combs, LeaveTheBordersOfTheTableTheyStandIn)
{
    cv::Mat ink = paper();
    draw_cells(ink, 10);
    cv::rectangle(ink, cv::Rect(left, 10, 10 * pitch + 1, 240), 255, 2);
    const auto combs = find_combs(ink, text_height);
    ASSERT_EQ(combs.size(), 1U);
    const int right = left + 10 * pitch;
    for (const auto& line : combs[0].lines) {
        const bool is_side = line.height > line.width;
        EXPECT_FALSE(is_side && (std::abs(line.x - left) < 4 || std::abs(line.x - right) < 4));
    }
}

/// Six boxes of that size at the pitch.
void draw_boxes(cv::Mat& ink, int width, int height_of_box)
{
    for (int i = 0; i < 6; ++i)
        cv::rectangle(ink, cv::Rect(left + i * pitch, top, width, height_of_box), 255, 2);
}

TEST(Combs, MayBeBoxesWithPaperBetweenThem)
{
    cv::Mat ink = paper();
    draw_boxes(ink, pitch - 8, pitch - 4);
    const cv::Rect digit(left + pitch + 12, top + 10, 12, 20);
    ink(digit).setTo(255);
    EXPECT_EQ(ink_left(ink), digit.area());
}

TEST(Combs, MayBeBoxesThatAllButTouch)
{
    cv::Mat ink = paper();
    draw_boxes(ink, pitch - 3, pitch - 2);
    const cv::Rect digit(left + pitch + 12, top + 10, 12, 20);
    ink(digit).setTo(255);
    EXPECT_EQ(ink_left(ink), digit.area());
}

TEST(Combs, UnderEachOtherAreTakenOffWithTheirEnds)
{
    cv::Mat ink(260, 1200, CV_8U, cv::Scalar(0));
    for (const int y : {20, 92}) {
        for (int i = 0; i < 6; ++i)
            cv::rectangle(ink, cv::Rect(left + i * pitch, y, pitch + 1, height), 255, 2);
    }
    EXPECT_EQ(ink_left(ink), 0);
}

TEST(Combs, DoNotTakeStrokesOfTheLabelBeforeThemForSidesOverARuleThatGoesOn)
{
    cv::Mat ink = paper();
    draw_cells(ink, 8, left + 2 * pitch);
    for (const int y : {top - 10, top + height + 10})
        cv::line(ink, {10, y}, {1190, y}, 255, 2);
    const cv::Rect stroke(left + pitch, top + 12, 4, height - 20);
    ink(stroke).setTo(255);
    for (const Comb& comb : find_combs(ink, text_height))
        EXPECT_GT(comb.box.x, stroke.br().x);
}

TEST(Combs, AreNotTickBoxesWithTheirWords)
{
    cv::Mat ink = paper();
    for (int i = 0; i < 5; ++i)
        cv::rectangle(ink, cv::Rect(left + i * 4 * pitch, top, 26, 26), 255, 2);
    EXPECT_TRUE(find_combs(ink, text_height).empty());
}

/// Low strokes on a line, as many cells between them.
void draw_teeth(cv::Mat& ink, int cells, int x = left)
{
    const int foot = top + height;
    cv::line(ink, {x, foot}, {x + cells * pitch, foot}, 255, 2);
    for (int i = 0; i <= cells; ++i)
        cv::line(ink, {x + i * pitch, foot - 20}, {x + i * pitch, foot}, 255, 2);
}

TEST(Combs, MayBeLowStrokesOnALine)
{
    cv::Mat ink = paper();
    draw_teeth(ink, 6);
    const cv::Rect digit(left + pitch + 14, top + height - 30, 12, 22);
    ink(digit).setTo(255);
    EXPECT_EQ(ink_left(ink), digit.area());
}

TEST(Combs, OfLowStrokesMayBeShortBesideALongerOne)
{
    cv::Mat ink = paper();
    draw_teeth(ink, 2);
    EXPECT_TRUE(find_combs(ink, text_height).empty());
    draw_teeth(ink, 4, left + 4 * pitch);
    EXPECT_EQ(find_combs(ink, text_height).size(), 2U);
}

TEST(Combs, AreNoUnderlinedText)
{
    cv::Mat ink = paper();
    const int foot = top + height;
    cv::line(ink, {left, foot}, {left + 10 * pitch, foot}, 255, 2);
    for (const int x : {10, 60, 71, 130, 190, 204, 260, 330})
        cv::line(ink, {left + x, foot - 24}, {left + x, foot}, 255, 2);
    EXPECT_TRUE(find_combs(ink, text_height).empty());
}

} // namespace
} // namespace dossier::ocr
