#include <gtest/gtest.h>

#include "samples/render/encode.h"
#include <algorithm>
#include <cairo.h>
#include <charconv>
#include <cstdio> // jpeglib.h needs FILE
#include <cstring>
#include <filesystem>
#include <fstream>
#include <jpeglib.h>
#include <memory>
#include <tiffio.h>

namespace dossier::samples {
namespace {

/// A slope of grey with a black block, so that up, down, left and right differ.
Image slope(int channels)
{
    Image image(90, 60, channels, 200);
    for (int y = 0; y < image.height; ++y)
        for (int i = 0; i < image.width * channels; ++i)
            image.row(y)[i] = static_cast<std::uint8_t>(100 + y + i / channels);
    for (int y = 5; y < 20; ++y)
        std::fill_n(image.row(y) + 10 * channels, 15 * channels, std::uint8_t{0});
    return image;
}

Image black_and_white()
{
    Image image(91, 60, 1, 300);
    for (int y = 5; y < 20; ++y)
        std::fill_n(image.row(y) + 10, 15, std::uint8_t{0});
    image.bilevel = true;
    return image;
}

class TemporaryFile {
public:
    TemporaryFile(const Bytes& content, std::string_view extension)
    {
        std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
        std::replace(name.begin(), name.end(), '/', '-');
        path_ = std::filesystem::temp_directory_path() / (name + std::string(extension));
        std::ofstream file(path_, std::ios::binary);
        file.write(
            reinterpret_cast<const char*>(content.data()),
            static_cast<std::streamsize>(content.size())
        );
    }

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    ~TemporaryFile() { std::filesystem::remove(path_); }

    const char* path() const { return path_.c_str(); }

private:
    std::filesystem::path path_;
};

using TiffHandle = std::unique_ptr<TIFF, decltype(&TIFFClose)>;
using SurfaceHandle = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;

TEST(Png, IsReadBackAsItWasDrawn)
{
    const Image image = slope(3);
    const TemporaryFile file(encode_png(image), ".png");
    const SurfaceHandle surface(
        cairo_image_surface_create_from_png(file.path()), &cairo_surface_destroy
    );
    ASSERT_EQ(cairo_surface_status(surface.get()), CAIRO_STATUS_SUCCESS);
    ASSERT_EQ(cairo_image_surface_get_width(surface.get()), image.width);
    const unsigned char* row = cairo_image_surface_get_data(surface.get()) +
                               30 * cairo_image_surface_get_stride(surface.get());
    EXPECT_EQ(row[4 * 40], image.row(30)[3 * 40]);
}

TEST(Png, HoldsBlackAndWhiteInOneBit)
{
    const TemporaryFile file(encode_png(black_and_white()), ".png");
    const SurfaceHandle surface(
        cairo_image_surface_create_from_png(file.path()), &cairo_surface_destroy
    );
    ASSERT_EQ(cairo_surface_status(surface.get()), CAIRO_STATUS_SUCCESS);
    const unsigned char* row = cairo_image_surface_get_data(surface.get()) +
                               10 * cairo_image_surface_get_stride(surface.get());
    EXPECT_EQ(row[4 * 12], 0);
    EXPECT_EQ(row[4 * 60], 255);
}

TEST(Jpeg, SaysItsSizeAndDensity)
{
    const Bytes file = encode_jpeg(slope(3), 70);
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr errors{};
    jpeg.err = jpeg_std_error(&errors);
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, file.data(), file.size());
    ASSERT_EQ(jpeg_read_header(&jpeg, TRUE), JPEG_HEADER_OK);
    EXPECT_EQ(jpeg.image_width, 90U);
    EXPECT_EQ(jpeg.image_height, 60U);
    EXPECT_EQ(jpeg.X_density, 200);
    jpeg_destroy_decompress(&jpeg);
}

class EveryPacking : public testing::TestWithParam<Packing> {};

TEST_P(EveryPacking, OfATiffIsReadBackByLibtiff)
{
    const std::vector<Image> pages{
        GetParam() == Packing::group3 || GetParam() == Packing::group4 ? black_and_white()
                                                                       : slope(3),
        black_and_white()};
    const TemporaryFile file(encode_tiff(pages, GetParam(), 80), ".tif");
    const TiffHandle tiff(TIFFOpen(file.path(), "r"), &TIFFClose);
    ASSERT_NE(tiff, nullptr);
    EXPECT_EQ(TIFFNumberOfDirectories(tiff.get()), 2);
    for (const Image& page : pages) {
        std::vector<std::uint32_t> raster(
            page.pixels.size() / static_cast<std::size_t>(page.channels)
        );
        const auto width = static_cast<std::uint32_t>(page.width);
        const auto height = static_cast<std::uint32_t>(page.height);
        ASSERT_EQ(
            TIFFReadRGBAImageOriented(
                tiff.get(), width, height, raster.data(), ORIENTATION_TOPLEFT, 1
            ),
            1
        );
        EXPECT_EQ(TIFFGetR(raster[12 * width + 16]), 0U);
        EXPECT_NEAR(TIFFGetR(raster[40 * width + 50]), page.row(40)[50 * page.channels], 6);
        TIFFReadDirectory(tiff.get());
    }
}

INSTANTIATE_TEST_SUITE_P(
    Packings,
    EveryPacking,
    testing::Values(Packing::group3, Packing::group4, Packing::lzw, Packing::deflate, Packing::jpeg)
);

TEST(Pdf, PointsToEachOfItsObjects)
{
    const std::vector<Image> pages{slope(3), black_and_white()};
    const Bytes bytes = encode_pdf(pages, Packing::jpeg, 80);
    const std::string text(bytes.begin(), bytes.end());
    const std::size_t table = text.rfind("xref\n0 9\n");
    ASSERT_NE(table, std::string::npos);
    for (int number = 1; number <= 8; ++number) {
        const std::size_t line = table + 9 + static_cast<std::size_t>(number) * 20;
        std::size_t start = 0;
        std::from_chars(text.data() + line, text.data() + line + 10, start);
        EXPECT_TRUE(text.substr(start).starts_with(std::to_string(number) + " 0 obj"));
    }
    EXPECT_NE(text.find("/DCTDecode"), std::string::npos);
    EXPECT_NE(text.find("/CCITTFaxDecode"), std::string::npos);
}

TEST(Pdf, HasPagesOfThePapersSize)
{
    Image image(827, 1169, 1, 100);
    const Bytes bytes = encode_pdf(std::vector<Image>{image}, Packing::deflate, 80);
    const std::string text(bytes.begin(), bytes.end());
    EXPECT_NE(text.find("/MediaBox [0 0 595.440 841.680]"), std::string::npos);
}

} // namespace
} // namespace dossier::samples
