#include "ocr/net/ink.h"

#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

namespace dossier::ocr::net {
namespace {

/// White, 48 high, with a cross 36 wide and high in each place of 40 that is filled.
cv::Mat crosses(const std::vector<bool>& places)
{
    cv::Mat line(48, static_cast<int>(places.size()) * 40, CV_8U, cv::Scalar(255));
    for (std::size_t i = 0; i < places.size(); ++i) {
        const int left = static_cast<int>(i) * 40 + 2;
        if (!places[i]) continue;
        cv::line(line, {left + 2, 8}, {left + 33, 39}, cv::Scalar(0), 5);
        cv::line(line, {left + 2, 39}, {left + 33, 8}, cv::Scalar(0), 5);
    }
    return line;
}

std::vector<Glyph> read_at(const std::vector<std::size_t>& places)
{
    std::vector<Glyph> glyphs;
    for (const auto place : places) {
        const float centre = static_cast<float>(place) * 40 + 20;
        glyphs.push_back(
            {.text = "字",
             .centre = centre,
             .left = centre - 20,
             .right = centre + 20,
             .alternatives = {}}
        );
    }
    return glyphs;
}

TEST(Ink, IsFoundWhereTheLineIsDark)
{
    const auto ink = find_ink(crosses({true, false, true}));
    EXPECT_NEAR(ink.top, 6, 1);
    EXPECT_NEAR(ink.bottom, 42, 1);
    EXPECT_NEAR(ink.count(0, 40), 36, 2);
    EXPECT_EQ(ink.count(40, 80), 0);
}

TEST(Ink, IsFoundInLightTextOnDarkGround)
{
    EXPECT_NEAR(find_ink(255 - crosses({true, false, true})).count(0, 120), 72, 4);
}

TEST(Ink, IsNotFoundOnAnEmptyLine)
{
    cv::Mat paper(48, 200, CV_8U, cv::Scalar(230));
    EXPECT_TRUE(find_ink(paper).is_blank());
    cv::randu(paper, 225, 240);
    EXPECT_TRUE(find_ink(paper).is_blank());
}

TEST(Ink, LeavesOutARuleUnderTheText)
{
    auto line = crosses({true, false, false, true});
    line.row(46).setTo(0);
    EXPECT_EQ(find_ink(line).count(40, 120), 0);
}

TEST(Ink, KeepsAThickStrokeThatCrossesTheLine)
{
    cv::Mat dash(48, 60, CV_8U, cv::Scalar(255));
    dash(cv::Rect(4, 16, 52, 12)).setTo(0);
    EXPECT_EQ(find_ink(dash).count(0, 60), 52);
}

TEST(Gaps, AreNoneWhereEveryCharacterWasRead)
{
    const auto ink = find_ink(crosses({true, true, true, true, true}));
    EXPECT_TRUE(find_gaps(ink, read_at({0, 1, 2, 3, 4}), {}).empty());
}

TEST(Gaps, AreNoneWhereThePaperIsEmpty)
{
    const auto ink = find_ink(crosses({true, true, false, true, true}));
    EXPECT_TRUE(find_gaps(ink, read_at({0, 1, 3, 4}), {}).empty());
}

TEST(Gaps, ShowACharacterDroppedInTheMiddle)
{
    const std::vector<TimeStep> steps{{.x = 100.0F, .choices = {{"", 0.7F}, {"字", 0.3F}}}};
    const auto ink = find_ink(crosses({true, true, true, true, true}));
    const auto gaps = find_gaps(ink, read_at({0, 1, 3, 4}), steps);
    ASSERT_EQ(gaps.size(), 1U);
    EXPECT_NEAR(gaps[0].left, 80, 4);
    EXPECT_NEAR(gaps[0].right, 120, 4);
    EXPECT_GT(gaps[0].ink, 0.8F);
    EXPECT_NEAR(gaps[0].doubt, 0.3F, 1e-6F);
}

TEST(Gaps, ShowCharactersDroppedAtTheEnds)
{
    const auto ink = find_ink(crosses({true, true, true, true, true}));
    EXPECT_EQ(find_gaps(ink, read_at({1, 2, 3}), {}).size(), 2U);
}

TEST(Gaps, ShowALineOfWhichNothingWasRead)
{
    const auto gaps = find_gaps(find_ink(crosses({true, true})), {}, {});
    ASSERT_EQ(gaps.size(), 1U);
}

TEST(Glyphs, ShrinkToTheirInk)
{
    auto glyphs = read_at({0, 1});
    glyphs[1].right += 200;
    fit_to_ink(find_ink(crosses({true, true})), glyphs);
    EXPECT_NEAR(glyphs[0].left, 2, 1);
    EXPECT_NEAR(glyphs[0].right, 38, 1);
    EXPECT_NEAR(glyphs[1].right, 78, 1);
}

} // namespace
} // namespace dossier::ocr::net
