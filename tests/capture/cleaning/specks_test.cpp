#include "capture/clean.h"
#include "tests/capture/pictures.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

namespace dossier::capture {

namespace {

constexpr int text_height = 16;

/// A page of text with grains between and beside its lines.
cv::Mat dusty_ink(int grains, cv::Size size)
{
    cv::Mat ink = a_page_of_text() < 128;
    cv::RNG random(4);
    for (int i = 0; i < grains; ++i)
        ink(cv::Rect({random.uniform(0, ink.cols - 2), random.uniform(0, ink.rows - 2)}, size))
            .setTo(255);
    return ink;
}

std::vector<Component> specks_of(const cv::Mat& ink)
{
    return find_specks(find_components(ink), ink.cols, ink.rows, text_height);
}

} // namespace

TEST(FindSpecks, FindsTheDustOfABadCopyAndNoPrint)
{
    const cv::Mat print = a_page_of_text() < 128;
    const auto specks = specks_of(dusty_ink(1'500, {1, 2}));
    EXPECT_GT(specks.size(), 900U);
    for (const auto& [box, area] : specks)
        EXPECT_LE(area, 2) << "at " << box.x << "," << box.y;
}

TEST(FindSpecks, FindsNoneOnAnOrdinaryPage)
{
    EXPECT_TRUE(specks_of(dusty_ink(60, {1, 2})).empty());
    EXPECT_TRUE(specks_of(a_page_of_text() < 128).empty());
}

TEST(FindSpecks, TakesDotsOfTheTextForNone)
{
    cv::Mat ink = a_page_of_text() < 128;
    const auto lines = find_components(ink);
    for (const auto& [box, area] : lines) // as semicolons have them, close to what is printed
        if (box.x > 1 && box.y > 4) ink(cv::Rect(box.x - 2, box.y - 4, 1, 2)).setTo(255);
    EXPECT_TRUE(specks_of(ink).empty());
}

TEST(FindSpecks, LeavesWhatIsLargerThanThePagesDust)
{
    cv::Mat ink = dusty_ink(1'500, {1, 1});
    ink(cv::Rect(400, 1, 2, 1)).setTo(255);
    for (const auto& [box, area] : specks_of(ink))
        EXPECT_EQ(area, 1);
}

} // namespace dossier::capture
