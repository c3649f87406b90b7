// Every colour type and depth of PNG, plain and interlaced, opaque and transparent.

#include "capture/open.h"
#include "tests/capture/files.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include <array>

namespace dossier::capture {

namespace {

constexpr int width = 19;
constexpr int height = 13;
constexpr int grey = 0;
constexpr int colour = 2;
constexpr int palette = 3;
constexpr int grey_with_opacity = 4;
constexpr int colour_with_opacity = 6;

cv::Mat pixels_of(const File& file)
{
    const auto source = open_pages(file);
    if (!source) throw std::runtime_error(source.error().code);
    auto page = (*source)->page(0);
    if (!page) throw std::runtime_error(page.error().code);
    return page->pixels;
}

struct Form {
    int type;
    int depth;
    int channels;
};

constexpr std::array<Form, 15> forms{
    Form{grey, 1, 1},
    Form{grey, 2, 1},
    Form{grey, 4, 1},
    Form{grey, 8, 1},
    Form{grey, 16, 1},
    Form{colour, 8, 3},
    Form{colour, 16, 3},
    Form{palette, 1, 1},
    Form{palette, 2, 1},
    Form{palette, 4, 1},
    Form{palette, 8, 1},
    Form{grey_with_opacity, 8, 2},
    Form{grey_with_opacity, 16, 2},
    Form{colour_with_opacity, 8, 4},
    Form{colour_with_opacity, 16, 4}};

unsigned brightest(int depth)
{
    return (1U << static_cast<unsigned>(depth)) - 1U;
}

unsigned sample(const Form& form, int x, int y, int c)
{
    return static_cast<unsigned>(7 * x + 11 * y + 29 * c) * (form.depth == 16 ? 257U : 1U) %
           (brightest(form.depth) + 1U);
}

/// A colour for every index.
std::vector<unsigned char> colours(int depth)
{
    std::vector<unsigned char> all;
    for (unsigned i = 0; i <= brightest(depth); ++i)
        for (const unsigned factor : {3U, 5U, 7U})
            all.push_back(static_cast<unsigned char>(i * factor));
    return all;
}

/// Blue, green, red as seen on paper.
std::array<double, 3> seen(const Form& form, int x, int y, const std::vector<unsigned char>& table)
{
    std::array<double, 3> rgb{};
    const auto level = [&](int c) { return sample(form, x, y, c) * 255.0 / brightest(form.depth); };
    for (std::size_t c = 0; c < 3; ++c) {
        if (form.type == palette)
            rgb.at(c) = table[3 * sample(form, x, y, 0) + c];
        else
            rgb.at(c) = level(form.channels >= 3 ? static_cast<int>(c) : 0);
    }
    const bool has_opacity = form.type == grey_with_opacity || form.type == colour_with_opacity;
    const double opacity = has_opacity ? level(form.channels - 1) / 255.0 : 1.0;
    for (double& each : rgb)
        each = each * opacity + 255.0 * (1.0 - opacity);
    return {rgb[2], rgb[1], rgb[0]};
}

TEST(PngForms, MeanTheSameColoursInEveryTypeAndDepth)
{
    for (const Form& form : forms)
        for (const bool interlaced : {false, true}) {
            std::vector<unsigned> samples;
            for (int y = 0; y < height; ++y)
                for (int x = 0; x < width; ++x)
                    for (int c = 0; c < form.channels; ++c)
                        samples.push_back(sample(form, x, y, c));
            PngOptions options{form.type, form.depth, interlaced, {}, {}};
            if (form.type == palette) options.palette = colours(form.depth);
            const cv::Mat pixels = pixels_of(as_png_of(width, height, samples, options));
            ASSERT_EQ(pixels.size(), cv::Size(width, height));
            double worst = 0;
            for (int y = 0; y < height; ++y)
                for (int x = 0; x < width; ++x) {
                    const auto expected = seen(form, x, y, options.palette);
                    for (int c = 0; c < pixels.channels(); ++c)
                        worst = std::max(
                            worst,
                            std::abs(
                                pixels.ptr(y)[x * pixels.channels() + c] -
                                expected.at(static_cast<std::size_t>(c))
                            )
                        );
                }
            EXPECT_LE(worst, 1.5) << "type " << form.type << ", " << form.depth << " bits"
                                  << (interlaced ? ", interlaced" : "");
        }
}

TEST(PngForms, ShowPaperWhereOneColourIsTransparent)
{
    const cv::Mat from_grey = pixels_of(as_png_of(2, 1, {1, 2}, {grey, 4, false, {}, {1}}));
    EXPECT_EQ(from_grey.ptr(0)[0], 255);
    EXPECT_EQ(from_grey.ptr(0)[from_grey.channels()], 34);
    const cv::Mat from_colour =
        pixels_of(as_png_of(2, 1, {9, 8, 7, 9, 8, 6}, {colour, 8, false, {}, {9, 8, 7}}));
    EXPECT_EQ(from_colour.at<cv::Vec3b>(0, 0), cv::Vec3b::all(255));
    EXPECT_EQ(from_colour.at<cv::Vec3b>(0, 1), cv::Vec3b(6, 8, 9));
    const cv::Mat from_palette =
        pixels_of(as_png_of(2, 1, {0, 1}, {palette, 8, false, {10, 20, 30, 40, 50, 60}, {0, 255}}));
    EXPECT_EQ(from_palette.at<cv::Vec3b>(0, 0), cv::Vec3b::all(255));
    EXPECT_EQ(from_palette.at<cv::Vec3b>(0, 1), cv::Vec3b(60, 50, 40));
}

} // namespace

} // namespace dossier::capture
