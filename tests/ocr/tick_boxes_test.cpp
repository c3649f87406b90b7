// Boxes to tick, found from their strokes.

#include "ocr/layout/tick_boxes.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include <string_view>

namespace dossier::ocr {
namespace {

constexpr int line_height = 26;
constexpr int box_size = 27;
const cv::Point first{100, 100};
const cv::Point second{260, 100};

void draw_box(cv::Mat& ink, cv::Point at)
{
    cv::rectangle(ink, cv::Rect(at.x, at.y, box_size, box_size), 255, 2);
}

cv::Mat two_boxes()
{
    cv::Mat ink(220, 500, CV_8U, cv::Scalar(0));
    draw_box(ink, first);
    draw_box(ink, second);
    return ink;
}

TEST(TickBoxes, AreFoundEmptyWithARowOfThem)
{
    const auto boxes = find_tick_boxes(two_boxes(), line_height);
    ASSERT_EQ(boxes.size(), 2U);
    EXPECT_FALSE(boxes[0].ticked);
    EXPECT_FALSE(boxes[1].ticked);
}

TEST(TickBoxes, AreTickedByATickThatHangsOnTheirSidesAndSticksOut)
{
    cv::Mat ink = two_boxes();
    // The strokes are broad: they lengthen the upper and the right side.
    cv::line(ink, first + cv::Point(4, 12), first + cv::Point(11, 22), 255, 4);
    cv::line(ink, first + cv::Point(11, 22), first + cv::Point(box_size + 3, -5), 255, 4);
    cv::line(ink, first + cv::Point(box_size, -6), first + cv::Point(box_size, 12), 255, 4);
    const auto boxes = find_tick_boxes(ink, line_height);
    ASSERT_EQ(boxes.size(), 2U);
    for (const TickBox& each : boxes)
        EXPECT_EQ(each.ticked, each.box.x < second.x - box_size) << each.box.x;
}

TEST(TickBoxes, AreTickedByABroadTickInASmallBox)
{
    constexpr int small_text = 16;
    constexpr int small = 18;
    cv::Mat ink(100, 300, CV_8U, cv::Scalar(0));
    for (const int x : {40, 140, 240})
        cv::rectangle(ink, cv::Rect(x, 40, small, small), 255, 2);
    cv::line(ink, {144, 49}, {149, 54}, 255, 4);
    cv::line(ink, {149, 54}, {158, 40}, 255, 4);
    const auto boxes = find_tick_boxes(ink, small_text);
    ASSERT_EQ(boxes.size(), 3U);
    for (const TickBox& each : boxes)
        EXPECT_EQ(each.ticked, each.box.x > 100 && each.box.x < 200) << each.box.x;
}

TEST(TickBoxes, AreTickedByATickThatFillsHalfOfASmallBox)
{
    constexpr int small_text = 19;
    constexpr int small = 17;
    cv::Mat ink(100, 300, CV_8U, cv::Scalar(0));
    for (const int x : {40, 105, 170}) {
        cv::rectangle(ink, cv::Rect(x, 40, small, small), 255, cv::FILLED);
        cv::rectangle(ink, cv::Rect(x + 3, 43, small - 6, small - 6), 0, cv::FILLED);
    }
    cv::line(ink, {109, 49}, {112, 54}, 255, 5);
    cv::line(ink, {112, 54}, {122, 41}, 255, 4);
    const auto boxes = find_tick_boxes(ink, small_text);
    ASSERT_EQ(boxes.size(), 3U);
    for (const TickBox& each : boxes)
        EXPECT_EQ(each.ticked, each.box.x > 90 && each.box.x < 140) << each.box.x;
}

TEST(TickBoxes, AreTickedByATickThatMakesThemALargerSquare)
{
    cv::Mat ink = two_boxes();
    cv::line(ink, first + cv::Point(4, 14), first + cv::Point(11, 22), 255, 3);
    cv::line(ink, first + cv::Point(11, 22), first + cv::Point(box_size + 2, -3), 255, 4);
    cv::line(ink, first + cv::Point(9, -4), first + cv::Point(box_size + 3, -4), 255, 1);
    cv::line(ink, first + cv::Point(box_size + 3, -4), first + cv::Point(box_size + 3, 14), 255, 1);
    const auto boxes = find_tick_boxes(ink, line_height);
    ASSERT_EQ(boxes.size(), 2U);
    EXPECT_NE(boxes[0].ticked, boxes[1].ticked);
}

TEST(TickBoxes, AreNotTickedByASpeckBesideATick)
{
    cv::Mat ink = two_boxes();
    cv::line(ink, first + cv::Point(6, 12), first + cv::Point(12, 20), 255, 5);
    cv::line(ink, first + cv::Point(12, 20), first + cv::Point(20, 7), 255, 5);
    cv::rectangle(ink, cv::Rect(second.x + 9, second.y + 16, 9, 3), 255, cv::FILLED);
    const auto boxes = find_tick_boxes(ink, line_height);
    ASSERT_EQ(boxes.size(), 0U) << "no box is surely empty";
    draw_box(ink, {400, 100});
    const auto row = find_tick_boxes(ink, line_height);
    ASSERT_EQ(row.size(), 3U);
    for (const TickBox& each : row)
        EXPECT_EQ(each.ticked, each.box.x < second.x - box_size) << each.box.x;
}

TEST(TickBoxes, AreTickedByAThinTickBesideOneThatIsBlackedOut)
{
    cv::Mat ink = two_boxes();
    draw_box(ink, {400, 100});
    cv::rectangle(ink, cv::Rect(first.x, first.y, box_size, box_size), 255, cv::FILLED);
    cv::line(ink, second + cv::Point(7, 12), second + cv::Point(12, 19), 255, 1);
    cv::line(ink, second + cv::Point(12, 19), second + cv::Point(20, 7), 255, 2);
    const auto boxes = find_tick_boxes(ink, line_height);
    ASSERT_EQ(boxes.size(), 3U);
    for (const TickBox& each : boxes)
        EXPECT_EQ(each.ticked, each.box.x < 400 - box_size)
            << each.box.x << ": both are for a person";
}

TEST(TickBoxes, AreNotACharacterWithStrokesAcrossItInTheirRow)
{
    cv::Mat ink = two_boxes();
    const cv::Rect character(400, 100, box_size, box_size); // 国, 田
    cv::rectangle(ink, character, 255, 2);
    for (const int y : {107, 113, 119})
        cv::line(ink, {403, y}, {400 + box_size - 4, y}, 255, 2);
    cv::line(ink, {413, 103}, {413, 122}, 255, 2);
    EXPECT_EQ(find_tick_boxes(ink, line_height).size(), 2U);
}

TEST(TickBoxes, AreNotACharacterOfTheirSizeWhoseStrokesRiseAsAHandWritesThem)
{
    constexpr int text = 46;
    cv::Mat ink(220, 800, CV_8U, cv::Scalar(0));
    for (const int x : {100, 500, 700})
        cv::rectangle(ink, cv::Rect(x, 100, 42, 42), 255, 3);
    for (const int y : {112, 121, 132})
        cv::line(ink, {112, y + 1}, {130, y - 2}, 255, 3);
    cv::line(ink, {121, 110}, {121, 131}, 255, 3);
    EXPECT_EQ(find_tick_boxes(ink, text).size(), 2U);
}

TEST(TickBoxes, AreNotRoundLettersWithStraightSides)
{
    constexpr std::string_view letter[] = {
        ".......#########.......", ".....############......", "....###############....",
        "...#################...", "..#######.....######...", ".######........######..",
        ".#####..........#####..", ".#####...........#####.", "#####............#####.",
        "#####.............####.", "#####.............####.", "#####.............#####",
        "####..............#####", "####..............#####", "####..............#####",
        "#####.............#####", "#####.............#####", "#####.............####.",
        "#####.............####.", ".#####...........#####.", ".#####...........####..",
        "..#####.........#####..", "..######......######...", "...################....",
        "....###############....", ".....############......", "......##########......."};
    cv::Mat ink(200, 400, CV_8U, cv::Scalar(0));
    for (const int left : {100, 142}) {
        for (int y = 0; y < static_cast<int>(std::size(letter)); ++y)
            for (int x = 0; x < static_cast<int>(letter[y].size()); ++x)
                ink.at<unsigned char>(80 + y, left + x) =
                    letter[y][static_cast<std::size_t>(x)] == '#' ? 255 : 0;
    }
    EXPECT_TRUE(find_tick_boxes(ink, 28).empty());
}

TEST(TickBoxes, AreNotASmallerSquareCharacterInTheirRow)
{
    cv::Mat ink = two_boxes();
    const cv::Rect character(400, 103, box_size - 4, box_size - 2);
    cv::rectangle(ink, character, 255, 2);
    cv::line(ink, {405, 115}, {418, 117}, 255, 2);
    EXPECT_EQ(find_tick_boxes(ink, line_height).size(), 2U);
}

} // namespace
} // namespace dossier::ocr
