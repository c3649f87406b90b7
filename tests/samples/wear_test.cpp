#include <gtest/gtest.h>

#include "samples/render/wear.h"
#include <algorithm>

namespace dossier::samples {
namespace {

/// White, 400 x 300, with one black bar that is also a field.
Sheet sheet_with_a_bar()
{
    Sheet sheet;
    sheet.image = Image(400, 300, 3, 100);
    sheet.fields.push_back({"bar", "1", {100, 140, 200, 10}});
    for (int y = 140; y < 150; ++y)
        std::fill_n(sheet.image.row(y) + 300, 600, std::uint8_t{0});
    return sheet;
}

/// The bar's middle row in a column of the page, or -1.
int middle_of_ink(const Image& image, int x)
{
    int first = -1;
    int last = -1;
    for (int y = 0; y < image.height; ++y) {
        if (image.row(y)[static_cast<std::ptrdiff_t>(x) * image.channels] > 100) continue;
        if (first < 0) first = y;
        last = y;
    }
    return first < 0 ? -1 : (first + last) / 2;
}

Scan worn(const Wear& wear)
{
    Dice dice(1);
    return wear_out(sheet_with_a_bar(), wear, dice);
}

TEST(Wear, TakesLinesDownhillToTheRightForAPositiveSkew)
{
    const Scan scan = worn({.skew_deg = 3, .blur = 0.3});
    const int left = middle_of_ink(scan.image, 120);
    const int right = middle_of_ink(scan.image, 280);
    EXPECT_NEAR(right - left, 160 * 0.0524, 1.5);
}

TEST(Wear, TurnsTheContentClockwise)
{
    const Scan scan = worn({.rotation_deg = 90, .blur = 0.3});
    EXPECT_EQ(scan.image.width, 300);
    EXPECT_EQ(scan.image.height, 400);
    const Rect box = scan.fields.front().box;
    EXPECT_DOUBLE_EQ(box.x, 150);
    EXPECT_DOUBLE_EQ(box.y, 100);
    EXPECT_DOUBLE_EQ(box.width, 10);
    EXPECT_DOUBLE_EQ(box.height, 200);
}

TEST(Wear, KeepsTheBoxOnTheInkThroughEveryTurn)
{
    for (const int turn : {0, 90, 180, 270}) {
        const Scan scan = worn({.skew_deg = -2, .rotation_deg = turn, .blur = 0.3});
        const Rect box = scan.fields.front().box;
        const auto* middle = scan.image.row(static_cast<int>(box.y + box.height / 2));
        EXPECT_LT(middle[static_cast<std::ptrdiff_t>(box.x + box.width / 2) * 3], 60) << turn;
    }
}

TEST(Wear, MakesOnlyBlackAndWhiteOfABilevelCopy)
{
    const Scan scan = worn({.blur = 0.5, .noise = 5, .tone = Tone::bilevel, .threshold = 140});
    EXPECT_TRUE(scan.image.bilevel);
    EXPECT_EQ(scan.image.channels, 1);
    EXPECT_TRUE(std::all_of(
        scan.image.pixels.begin(),
        scan.image.pixels.end(),
        [](std::uint8_t level) { return level == 0 || level == 255; }
    ));
}

TEST(Wear, StraightensAPageThatWouldLoseAField)
{
    Sheet sheet = sheet_with_a_bar();
    sheet.fields.front().box = {4, 4, 392, 10};
    Dice dice(1);
    const Scan scan = wear_out(sheet, {.skew_deg = 5, .blur = 0.3}, dice);
    EXPECT_LT(scan.wear.skew_deg, 1);
    EXPECT_GE(scan.fields.front().box.y, 0);
}

TEST(Wear, StaysInsideItsPromisedAmounts)
{
    Dice dice(8);
    for (int i = 0; i < 500; ++i) {
        for (const Layout& layout : layouts()) {
            const Wear wear = draw_wear(dice, layout);
            ASSERT_LE(std::abs(wear.skew_deg), 5.0);
            ASSERT_EQ(wear.rotation_deg % 90, 0);
            ASSERT_GE(wear.jpeg_quality, 55);
            ASSERT_LE(wear.jpeg_quality, 90);
        }
    }
}

} // namespace
} // namespace dossier::samples
