// JPEG 2000 and WebP: pictures come back as they were made, sizes are known before a library runs.

#include "capture/open.h"
#include "tests/capture/answer.h"
#include "tests/capture/bytes_of.h"
#include "tests/capture/files.h"
#include "tests/capture/pictures.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace dossier::capture {

namespace {

Page only_page(const File& file)
{
    auto source = open_pages(file);
    if (!source) throw std::runtime_error(source.error().code);
    auto page = (*source)->page(0);
    if (!page) throw std::runtime_error(page.error().code);
    return std::move(*page);
}

cv::Mat half_transparent()
{
    cv::Mat picture(20, 30, CV_8UC4, cv::Scalar(0, 0, 200, 255));
    picture.rowRange(10, 20) = cv::Scalar(0, 0, 0, 0);
    return picture;
}

cv::Mat half_transparent_on_paper()
{
    cv::Mat picture(20, 30, CV_8UC3, cv::Scalar(0, 0, 200));
    picture.rowRange(10, 20) = cv::Scalar::all(255);
    return picture;
}

TEST(OpenJp2, GivesEveryPixelBack)
{
    for (const bool boxes : {true, false}) {
        for (const cv::Mat& picture : {a_colour_picture(), a_grey_picture()})
            EXPECT_EQ(
                largest_difference(only_page(as_jp2(picture, {.boxes = boxes})).pixels, picture), 0
            );
    }
}

TEST(OpenJp2, ReadsTilesAndLossyPictures)
{
    const cv::Mat page = a_page_of_text();
    EXPECT_EQ(largest_difference(only_page(as_jp2(page, {.tile = 256})).pixels, page), 0);
    EXPECT_LE(
        largest_difference(
            only_page(as_jp2(a_colour_picture(), {.ratio = 4})).pixels, a_colour_picture()
        ),
        40
    );
}

TEST(OpenJp2, ReadsOneToSixteenBitsASample)
{
    for (const int bits : {1, 4, 12, 16}) {
        const cv::Mat picture = a_grey_picture();
        const int step = bits < 8 ? 255 / ((1 << bits) - 1) : 1;
        EXPECT_LE(
            largest_difference(only_page(as_jp2(picture, {.bits = bits})).pixels, picture), step
        ) << bits;
    }
}

TEST(OpenJp2, PutsTransparentPicturesOnPaper)
{
    EXPECT_EQ(
        largest_difference(
            only_page(as_jp2(half_transparent())).pixels, half_transparent_on_paper()
        ),
        0
    );
}

TEST(OpenJp2, ReadsPrintersColours)
{
    const cv::Mat ink(20, 30, CV_8UC4, cv::Scalar(255, 0, 0, 0)); // cyan alone
    const Page page = only_page(as_jp2(ink, {.printers_colours = true}));
    EXPECT_EQ(page.pixels.at<cv::Vec3b>(5, 5), cv::Vec3b(255, 255, 0));
}

TEST(OpenJp2, ReadsVideoColours)
{
    cv::Mat ycc;
    cv::cvtColor(a_colour_picture(), ycc, cv::COLOR_BGR2YCrCb);
    const std::vector<int> luma_blue_red{0, 0, 2, 1, 1, 2};
    cv::Mat ordered(ycc.size(), CV_8UC3);
    cv::mixChannels(ycc, ordered, luma_blue_red);
    // as_jp2 takes BGR and stores red first; here the planes are meant as they are.
    cv::cvtColor(ordered, ordered, cv::COLOR_RGB2BGR);
    EXPECT_LE(
        largest_difference(
            only_page(as_jp2(ordered, {.luma_and_chroma = true})).pixels, a_colour_picture()
        ),
        3
    );
}

TEST(OpenJp2, RefusesADimensionBomb)
{
    File file = as_jp2(a_grey_picture(), {.boxes = false});
    for (const int at : {8, 12}) // width and height in the SIZ segment
        for (int i = 0; i < 4; ++i)
            file[static_cast<std::size_t>(at + i)] = static_cast<std::byte>(i == 0 ? 0x3F : 0xFF);
    EXPECT_EQ(answer_for(file), "too_many_entries") << "more tiles than anybody needs";
    for (const int at : {24, 28}) // and one tile of that size
        for (int i = 0; i < 4; ++i)
            file[static_cast<std::size_t>(at + i)] = static_cast<std::byte>(i == 0 ? 0x3F : 0xFF);
    EXPECT_EQ(answer_for(file), "side_too_long");
}

TEST(OpenJp2, IsIncompleteWhereverItIsCut)
{
    for (const bool boxes : {true, false}) {
        const File whole = as_jp2(a_grey_picture(), {.boxes = boxes});
        for (std::size_t length = 13; length < whole.size(); ++length) {
            const File cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
            EXPECT_EQ(answer_for(cut), "incomplete") << length;
        }
    }
}

TEST(OpenWebp, GivesEveryPixelOfALosslessPictureBack)
{
    EXPECT_EQ(
        largest_difference(only_page(as_webp(a_colour_picture())).pixels, a_colour_picture()), 0
    );
}

TEST(OpenWebp, ReadsLossyPictures)
{
    const cv::Mat smooth(60, 80, CV_8UC3, cv::Scalar(40, 90, 160));
    EXPECT_LE(largest_difference(only_page(as_webp(smooth, 90)).pixels, smooth), 6);
}

TEST(OpenWebp, PutsTransparentPicturesOnPaper)
{
    const Page page = only_page(as_webp(half_transparent()));
    EXPECT_EQ(largest_difference(page.pixels, half_transparent_on_paper()), 0);
}

/// In the extended form, which says what else the file holds.
File extended(const File& simple, int width, int height, unsigned flags, const std::string& more)
{
    std::string chunks = "VP8X" + little_endian(10, 4) + little_endian(flags, 4) +
                         little_endian(static_cast<std::uint32_t>(width - 1), 3) +
                         little_endian(static_cast<std::uint32_t>(height - 1), 3);
    chunks += text_of(simple).substr(12) + more;
    return bytes_of(
        "RIFF" + little_endian(static_cast<std::uint32_t>(chunks.size() + 4), 4) + "WEBP" + chunks
    );
}

TEST(OpenWebp, TurnsAsExifAsks)
{
    const std::string exif = std::string("II*\0\x08\0\0\0\x01\0", 10) +
                             tiff_entry(0x0112, 3, 1, 6) + std::string(4, '\0');
    const File file = extended(
        as_webp(a_colour_picture()),
        53,
        37,
        0x08,
        "EXIF" + little_endian(static_cast<std::uint32_t>(exif.size()), 4) + exif
    );
    cv::Mat expected;
    cv::rotate(a_colour_picture(), expected, cv::ROTATE_90_CLOCKWISE);
    EXPECT_EQ(largest_difference(only_page(file).pixels, expected), 0);
}

TEST(OpenWebp, RefusesAnimations)
{
    EXPECT_EQ(
        answer_for(extended(as_webp(a_colour_picture()), 53, 37, 0x02, "")), "moving_picture"
    );
}

TEST(OpenWebp, RefusesACanvasThatIsNotItsPicture)
{
    EXPECT_EQ(answer_for(extended(as_webp(a_colour_picture()), 54, 37, 0, "")), "broken");
}

TEST(OpenWebp, RefusesADimensionBomb)
{
    File file = as_webp(a_colour_picture());
    for (std::size_t at = 21; at < 24; ++at) // 14 bits each of width and height
        file[at] = std::byte{0xFF};
    file[24] = std::byte{0x0F};
    EXPECT_EQ(answer_for(file), "too_many_pixels");
}

TEST(OpenWebp, IsIncompleteWhereverItIsCut)
{
    const File whole = as_webp(a_colour_picture());
    for (std::size_t length = 12; length < whole.size(); ++length) {
        const File cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
        EXPECT_EQ(answer_for(cut), "incomplete") << length;
    }
}

TEST(OpenPdf, TakesJpeg2000Pictures)
{
    const std::string object = pdf_stream(
        "/Type /XObject /Subtype /Image /Width 53 /Height 37 /Filter /JPXDecode",
        text_of(as_jp2(a_colour_picture()))
    );
    const File file = pdf_with_picture(object, "q 595 0 0 842 0 0 cm /Im Do Q");
    EXPECT_EQ(largest_difference(only_page(file).pixels, a_colour_picture()), 0);
}

} // namespace

} // namespace dossier::capture
