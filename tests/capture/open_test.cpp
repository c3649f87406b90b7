#include "capture/open.h"
#include "tests/capture/answer.h"
#include "tests/capture/bytes_of.h"
#include "tests/capture/files.h"
#include "tests/capture/pictures.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <ctime>
#include <tiffio.h>

namespace dossier::capture {

namespace {

constexpr int lossless = 0;
constexpr int as_jpeg_is = 12;

Page first_page(const File& file)
{
    auto source = open_pages(file);
    if (!source) throw std::runtime_error(source.error().code);
    auto page = (*source)->page(0);
    if (!page) throw std::runtime_error(page.error().code);
    return std::move(*page);
}

cv::Mat black_and_white()
{
    cv::Mat picture(64, 90, CV_8UC1, cv::Scalar(255));
    cv::rectangle(picture, {10, 8, 40, 30}, cv::Scalar(0), 3);
    cv::line(picture, {0, 63}, {89, 20}, cv::Scalar(0), 2);
    return picture;
}

TEST(OpenJpeg, GivesColourBackAsBgr)
{
    const Page page = first_page(as_jpeg(a_colour_picture()));
    EXPECT_LE(largest_difference(page.pixels, a_colour_picture()), as_jpeg_is);
    EXPECT_EQ(page.facts.width, 53);
    EXPECT_EQ(page.facts.height, 37);
}

TEST(OpenJpeg, GivesGreyBackAsGrey)
{
    EXPECT_LE(
        largest_difference(first_page(as_jpeg(a_grey_picture())).pixels, a_grey_picture()),
        as_jpeg_is
    );
}

TEST(OpenJpeg, ReadsProgressivePictures)
{
    EXPECT_LE(
        largest_difference(
            first_page(as_jpeg(a_colour_picture(), true)).pixels, a_colour_picture()
        ),
        as_jpeg_is
    );
}

TEST(OpenJpeg, ReadsPrintersColours)
{
    // Cyan over half of the page, a third of black over all of it.
    cv::Mat inks(32, 48, CV_8UC4, cv::Scalar(0, 0, 0, 85));
    inks.rowRange(0, 16) = cv::Scalar(255, 0, 0, 85);
    const cv::Mat upside_down = ~inks; // as Adobe stores it
    for (const bool as_ycck : {false, true}) {
        const File file = as_inked_jpeg(upside_down, as_ycck, true);
        const Page page = first_page(file);
        ASSERT_EQ(page.pixels.channels(), 3);
        EXPECT_LE(
            cv::norm(page.pixels.at<cv::Vec3b>(4, 4), cv::Vec3b(170, 170, 0), cv::NORM_INF), 4
        );
        EXPECT_LE(
            cv::norm(page.pixels.at<cv::Vec3b>(28, 4), cv::Vec3b(170, 170, 170), cv::NORM_INF), 4
        );
    }
}

TEST(OpenJpeg, ReadsInksThatNobodyTurnedUpsideDown)
{
    const cv::Mat inks(32, 48, CV_8UC4, cv::Scalar(255, 0, 0, 0));
    const Page page = first_page(as_inked_jpeg(inks, false, false));
    EXPECT_LE(cv::norm(page.pixels.at<cv::Vec3b>(4, 4), cv::Vec3b(255, 255, 0), cv::NORM_INF), 4);
}

TEST(OpenJpeg, TurnsAsExifAsks)
{
    for (unsigned orientation = 1; orientation <= 8; ++orientation) {
        const cv::Mat upright = a_grey_picture();
        File file = as_jpeg(stored_as(upright, static_cast<int>(orientation)));
        const std::string exif = std::string("\xFF\xE1\x00\x22", 4) + std::string("Exif\0\0", 6) +
                                 std::string("II*\0\x08\0\0\0\x01\0", 10) +
                                 tiff_entry(0x0112, 3, 1, orientation) + std::string(4, '\0');
        const auto segment = bytes_of(exif);
        file.insert(file.begin() + 2, segment.begin(), segment.end());
        EXPECT_LE(largest_difference(first_page(file).pixels, upright), as_jpeg_is) << orientation;
    }
}

TEST(OpenJpeg, RefusesAPictureWhoseDataStopsInTheMiddle)
{
    File file = as_jpeg(a_page_of_text());
    const File end(file.end() - 2, file.end());
    file.resize(file.size() / 2);
    EXPECT_EQ(answer_for(file), "incomplete");
    file.insert(file.end(), end.begin(), end.end());
    EXPECT_EQ(answer_for(file), "truncated");
}

TEST(OpenPng, GivesEveryPixelBack)
{
    EXPECT_EQ(
        largest_difference(first_page(as_png(a_colour_picture())).pixels, a_colour_picture()),
        lossless
    );
    EXPECT_EQ(
        largest_difference(first_page(as_png(a_grey_picture())).pixels, a_grey_picture()), lossless
    );
}

TEST(OpenPng, ShowsTransparentPartsAsPaper)
{
    const cv::Mat clear(10, 10, CV_8UC4, cv::Scalar(0, 0, 0, 0));
    EXPECT_EQ(cv::countNonZero(first_page(as_png(clear)).pixels.reshape(1) != 255), 0);
}

TEST(OpenPng, RefusesDataWithAWrongCheckSum)
{
    File file = as_png(a_colour_picture());
    file[file.size() - 30] ^= std::byte{0x40};
    EXPECT_EQ(answer_for(file), "broken");
}

TEST(OpenPng, ReadsInterlacedPictures)
{
    for (const int rows : {37, 1, 2, 3, 5}) {
        const cv::Mat picture = a_colour_picture().rowRange(0, rows);
        EXPECT_EQ(
            largest_difference(first_page(as_interlaced_png(picture)).pixels, picture), lossless
        ) << rows;
    }
}

TEST(OpenPng, RefusesDataThatEndBeforeTheLastRow)
{
    EXPECT_EQ(answer_for(png_with_data(100, 100, std::string(101 * 100, '\0'))), "opened");
    EXPECT_EQ(answer_for(png_with_data(100, 100, std::string(101 * 99, '\0'))), "broken");
}

TEST(OpenPng, DoesNotInflateWhatLiesBehindTheLastRow)
{
    const auto file = png_with_data(100, 100, std::string(200'000'000, '\0'));
    const auto start = std::clock();
    (void)answer_for(file);
    EXPECT_LT(std::clock() - start, CLOCKS_PER_SEC / 10);
}

struct TiffCase {
    const char* name;
    int compression;
    int bits;
    bool colour;
    bool tiled;
    bool planar;
    int tolerance;
};

class OpenTiff : public ::testing::TestWithParam<TiffCase> {};

TEST_P(OpenTiff, GivesThePictureBack)
{
    const TiffCase& given = GetParam();
    TiffOptions options;
    options.compression = given.compression;
    options.bits = given.bits;
    options.tiled = given.tiled;
    options.planar = given.planar;
    cv::Mat picture = given.colour ? a_colour_picture() : a_grey_picture();
    if (given.bits == 1) picture = black_and_white();
    options.min_is_white = given.bits == 1;
    EXPECT_LE(
        largest_difference(first_page(as_tiff({picture}, options)).pixels, picture), given.tolerance
    );
}

INSTANTIATE_TEST_SUITE_P(
    Kinds,
    OpenTiff,
    ::testing::Values(
        TiffCase{"G3", COMPRESSION_CCITTFAX3, 1, false, false, false, 0},
        TiffCase{"G4", COMPRESSION_CCITTFAX4, 1, false, false, false, 0},
        TiffCase{"G4Tiled", COMPRESSION_CCITTFAX4, 1, false, true, false, 0},
        TiffCase{"BitsPlain", COMPRESSION_NONE, 1, false, false, false, 0},
        TiffCase{"BitsPacked", COMPRESSION_PACKBITS, 1, false, false, false, 0},
        TiffCase{"GreyLzw", COMPRESSION_LZW, 8, false, false, false, 0},
        TiffCase{"GreyDeflate", COMPRESSION_ADOBE_DEFLATE, 8, false, false, false, 0},
        TiffCase{"GreyJpeg", COMPRESSION_JPEG, 8, false, false, false, 40},
        TiffCase{"Grey4", COMPRESSION_NONE, 4, false, false, false, 16},
        TiffCase{"Grey2", COMPRESSION_LZW, 2, false, false, false, 64},
        TiffCase{"Grey16", COMPRESSION_LZW, 16, false, false, false, 1},
        TiffCase{"GreyTiled", COMPRESSION_LZW, 8, false, true, false, 0},
        TiffCase{"ColourPlain", COMPRESSION_NONE, 8, true, false, false, 0},
        TiffCase{"ColourLzw", COMPRESSION_LZW, 8, true, false, false, 0},
        TiffCase{"ColourJpeg", COMPRESSION_JPEG, 8, true, false, false, 60},
        TiffCase{"Colour16", COMPRESSION_ADOBE_DEFLATE, 16, true, false, false, 1},
        TiffCase{"ColourTiled", COMPRESSION_ADOBE_DEFLATE, 8, true, true, false, 0},
        TiffCase{"ColourPlanes", COMPRESSION_LZW, 8, true, false, true, 0}
    ),
    [](const auto& given) { return given.param.name; }
);

TEST(OpenTiffFile, LooksColoursUpInThePalette)
{
    TiffOptions options;
    options.bits = 4;
    options.palette = {255, 255, 255, 200, 0, 0, 0, 100, 0, 0, 0, 50};
    const cv::Mat indices(20, 20, CV_8UC1, cv::Scalar(2));
    const Page page = first_page(as_tiff({indices}, options));
    EXPECT_EQ(page.pixels.at<cv::Vec3b>(5, 5), cv::Vec3b(0, 100, 0));
}

TEST(OpenTiffFile, StreamsEveryPage)
{
    std::vector<cv::Mat> pages;
    for (int i = 0; i < 5; ++i)
        pages.emplace_back(40, 30 + i, CV_8UC1, cv::Scalar(40 * i));
    const File file = as_tiff(pages);
    auto source = open_pages(file);
    ASSERT_TRUE(source);
    ASSERT_EQ((*source)->count(), 5);
    for (int i = 4; i >= 0; --i) {
        const auto page = (*source)->page(i);
        ASSERT_TRUE(page);
        EXPECT_EQ(page->facts.index, i);
        EXPECT_EQ(page->facts.width, 30 + i);
        EXPECT_EQ(page->pixels.at<unsigned char>(3, 3), 40 * i);
    }
}

TEST(OpenTiffFile, KnowsItsResolution)
{
    TiffOptions options;
    options.dpi = 300;
    EXPECT_EQ(first_page(as_tiff({a_grey_picture()}, options)).facts.dpi, 300);
}

TEST(OpenTiffFile, TurnsAsItsOrientationAsks)
{
    const std::array<int, 8> turns{
        -1,
        -1,
        cv::ROTATE_180,
        -1,
        -1,
        cv::ROTATE_90_CLOCKWISE,
        -1,
        cv::ROTATE_90_COUNTERCLOCKWISE};
    for (const int orientation : {3, 6, 8}) {
        TiffOptions options;
        options.orientation = orientation;
        cv::Mat expected;
        cv::rotate(
            a_colour_picture(), expected, turns.at(static_cast<std::size_t>(orientation - 1))
        );
        EXPECT_EQ(
            largest_difference(first_page(as_tiff({a_colour_picture()}, options)).pixels, expected),
            0
        );
        options.planar = true; // the other way through libtiff
        EXPECT_EQ(
            largest_difference(first_page(as_tiff({a_colour_picture()}, options)).pixels, expected),
            0
        );
    }
}

TEST(OpenTiffFile, RefusesMorePagesThanAllowed)
{
    const std::vector<cv::Mat> pages(101, cv::Mat(8, 8, CV_8UC1, cv::Scalar(0)));
    EXPECT_EQ(answer_for(as_tiff(pages)), "too_many_pages");
}

TEST(OpenPages, RefusesBombsInMilliseconds)
{
    const auto start = std::clock();
    EXPECT_EQ(answer_for(bytes_of(png_outline(30'000, 30'000))), "side_too_long");
    EXPECT_EQ(answer_for(bytes_of(jpeg_outline(65'535, 65'535))), "side_too_long");
    EXPECT_EQ(answer_for(bytes_of(tiff_outline(19'000, 19'000, 0))), "too_many_pixels");
    EXPECT_EQ(answer_for(bytes_of(tiff_outline(64, 1, 16))), "directory_loop");
    EXPECT_LT(std::clock() - start, CLOCKS_PER_SEC / 20);
}

TEST(OpenPages, RefusesAPictureThatIsNotWhatItsHeaderSays)
{
    EXPECT_EQ(answer_for(bytes_of(a_small_png())), "broken");
    EXPECT_EQ(answer_for(bytes_of(jpeg_outline(40, 30))), "broken");
}

} // namespace

} // namespace dossier::capture
