#include <gtest/gtest.h>

#include "samples/render/specimen.h"
#include <algorithm>
#include <cmath>
#include <numeric>

namespace dossier::samples {
namespace {

constexpr int field_x = 200;
constexpr int field_y = 300;

/// White, 600 x 800 at 100 dpi, with one black bar that is the only field.
Sheet sheet_with_a_bar()
{
    Sheet sheet;
    sheet.image = Image(600, 800, 3, 100);
    sheet.fields.push_back({"bar", "1", {field_x, field_y, 200, 12}});
    for (int y = field_y; y < field_y + 12; ++y)
        std::fill_n(sheet.image.row(y) + field_x * 3, 200 * 3, std::uint8_t{20});
    return sheet;
}

Layers laid(Degradation degradation)
{
    Layers layers;
    Dice dice(5);
    lay(layers, degradation, dice);
    return layers;
}

Image with(const Layers& layers)
{
    Dice dice(9);
    return with_layers(sheet_with_a_bar(), layers, dice);
}

/// Pixels that are darker than on the clean sheet by more than `by`, in one channel.
int darker_pixels(const Image& image, int channel, int by)
{
    const Image clean = sheet_with_a_bar().image;
    int count = 0;
    for (std::size_t i = static_cast<std::size_t>(channel); i < clean.pixels.size(); i += 3)
        count += clean.pixels[i] - image.pixels[i] > by ? 1 : 0;
    return count;
}

bool is_print_still_black(const Image& image)
{
    const auto* middle = image.row(field_y + 6) + (field_x + 100) * 3;
    return std::all_of(middle, middle + 3, [](std::uint8_t level) { return level <= 20; });
}

TEST(Degradation, LeavesTheSheetAloneWhenNothingIsLaidOn)
{
    EXPECT_EQ(with({}).pixels, sheet_with_a_bar().image.pixels);
}

TEST(Degradation, PressesASealOfItsInkOverAField)
{
    Layers layers = laid(Degradation::seal);
    layers.seal_ink = {0.1, 0.2, 0.7, 0.9};
    layers.seals = 1; // where two overlap all light fades
    const Image image = with(layers);
    EXPECT_GT(darker_pixels(image, 0, 90), 2000); // red light
    EXPECT_EQ(darker_pixels(image, 2, 90), 0);    // blue light
    EXPECT_TRUE(is_print_still_black(image));
}

TEST(Degradation, DrawsSealsOfSeveralInks)
{
    Dice dice(3);
    int reddish = 0;
    int bluish = 0;
    for (int i = 0; i < 40; ++i) {
        Layers layers;
        lay(layers, Degradation::seal, dice);
        (layers.seal_ink.red > layers.seal_ink.blue ? reddish : bluish) += 1;
    }
    EXPECT_GT(reddish, 10);
    EXPECT_GT(bluish, 5);
}

TEST(Degradation, PrintsAPatternPalerThanPrintOverTheWholeSheet)
{
    const Image image = with(laid(Degradation::pattern));
    EXPECT_GT(darker_pixels(image, 0, 20), 600 * 800 / 20);
    EXPECT_EQ(darker_pixels(image, 0, 200), 0);
}

TEST(Degradation, DrawsARuleThatTouchesItsField)
{
    Layers layers = laid(Degradation::rules);
    layers.ruled = 1;
    const Image image = with(layers);
    int ruled_rows = 0;
    for (int y = field_y - 8; y < field_y + 20; ++y)
        ruled_rows += image.row(y)[(field_x - 10) * 3] < 200 ? 1 : 0;
    EXPECT_GE(ruled_rows, 1);
    EXPECT_LE(ruled_rows, 4);
}

TEST(Degradation, ShowsTheBackMirroredAndPaler)
{
    Layers layers = laid(Degradation::bleed_through);
    const Image image = with(layers);
    const auto* back =
        image.row((field_y + 6 + 800 - 248) % 800) + static_cast<std::ptrdiff_t>(600 - 300) * 3;
    EXPECT_NEAR(*back, 255 - 235 * layers.bleed, 30);
    EXPECT_TRUE(is_print_still_black(image));
}

TEST(Degradation, SprinklesSpecksByTheAreaOfTheScan)
{
    Dice dice(2);
    const Wear wear = with_degradation({.blur = 0.3}, Degradation::specks, dice);
    const Scan scan = wear_out(sheet_with_a_bar(), wear, dice);
    int dark = 0;
    for (int y = 0; y < field_y - 20; ++y)
        for (int x = 0; x < scan.image.width; ++x)
            dark += scan.image.row(y)[static_cast<std::ptrdiff_t>(x) * scan.image.channels] < 128;
    EXPECT_GT(dark, 300);
}

TEST(Degradation, DarkensAShadedPageFarMoreThanWearDoes)
{
    Dice dice(2);
    const Wear wear = with_degradation({}, Degradation::shading, dice);
    EXPECT_GE(wear.shade, 0.45);
}

} // namespace
} // namespace dossier::samples
