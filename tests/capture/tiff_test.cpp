// Every form of TIFF that scanners, fax machines and offices write, made sample by sample and
// compared with what was meant.

#include "capture/open.h"
#include "tests/capture/answer.h"
#include "tests/capture/bytes_of.h"
#include "tests/capture/files.h"
#include "tests/capture/pictures.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <cstring>
#include <functional>
#include <tiffio.h>

namespace dossier::capture {

namespace {

constexpr int width = 45;
constexpr int height = 29;

/// A page as a list of numbers: `value(x, y, sample)` in `bits` bits.
struct RawPage {
    int bits = 8;
    int samples = 1;
    int photometric = PHOTOMETRIC_MINISBLACK;
    int compression = COMPRESSION_NONE;
    bool planar = false;
    bool tiled = false;
    std::vector<std::uint16_t> extra; ///< what samples beyond the colours mean
    std::uint32_t fax_options = 0;
    std::function<std::uint32_t(int, int, int)> value;
};

void put_bits(std::vector<unsigned char>& line, std::size_t index, int bits, std::uint32_t value)
{
    if (bits == 16) {
        const auto half = static_cast<std::uint16_t>(value);
        std::memcpy(line.data() + 2 * index, &half, sizeof half);
        return;
    }
    if (bits == 32) {
        std::memcpy(line.data() + 4 * index, &value, sizeof value);
        return;
    }
    for (int bit = 0; bit < bits; ++bit) {
        const std::size_t at =
            index * static_cast<std::size_t>(bits) + static_cast<std::size_t>(bit);
        const auto one = static_cast<unsigned>(value >> static_cast<unsigned>(bits - 1 - bit) & 1U);
        line[at / 8] = static_cast<unsigned char>(line[at / 8] | one << (7U - at % 8));
    }
}

/// One line of `count` pixels from `x0`, all samples or only `plane`.
std::vector<unsigned char> line_of(const RawPage& page, int x0, int y, int count, int plane)
{
    const int each = page.planar ? 1 : page.samples;
    std::vector<unsigned char> line(static_cast<std::size_t>(count * each * page.bits + 7) / 8);
    for (int x = 0; x < count; ++x)
        for (int s = 0; s < each; ++s)
            if (x0 + x < width && y < height)
                put_bits(
                    line,
                    static_cast<std::size_t>(x * each + s),
                    page.bits,
                    page.value(x0 + x, y, page.planar ? plane : s)
                );
    return line;
}

void write_page(TIFF* tiff, const RawPage& page)
{
    constexpr int tile = 16;
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, page.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, page.samples);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, page.compression);
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, page.photometric);
    TIFFSetField(
        tiff, TIFFTAG_PLANARCONFIG, page.planar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG
    );
    if (page.fax_options != 0) TIFFSetField(tiff, TIFFTAG_GROUP3OPTIONS, page.fax_options);
    if (!page.extra.empty())
        TIFFSetField(
            tiff, TIFFTAG_EXTRASAMPLES, static_cast<int>(page.extra.size()), page.extra.data()
        );
    const int planes = page.planar ? page.samples : 1;
    if (!page.tiled) {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 8);
        for (int plane = 0; plane < planes; ++plane)
            for (int y = 0; y < height; ++y) {
                auto line = line_of(page, 0, y, width, plane);
                TIFFWriteScanline(
                    tiff,
                    line.data(),
                    static_cast<std::uint32_t>(y),
                    static_cast<std::uint16_t>(plane)
                );
            }
        return;
    }
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, tile);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, tile);
    for (int plane = 0; plane < planes; ++plane)
        for (int y = 0; y < height; y += tile)
            for (int x = 0; x < width; x += tile) {
                std::vector<unsigned char> bytes;
                for (int line = y; line < y + tile; ++line) {
                    const auto part = line_of(page, x, line, tile, plane);
                    bytes.insert(bytes.end(), part.begin(), part.end());
                }
                TIFFWriteTile(
                    tiff,
                    bytes.data(),
                    static_cast<std::uint32_t>(x),
                    static_cast<std::uint32_t>(y),
                    0,
                    static_cast<std::uint16_t>(plane)
                );
            }
}

File file_of(const RawPage& page)
{
    return written_tiff([&](TIFF* tiff) { write_page(tiff, page); });
}

Page first_page(const File& file)
{
    auto source = open_pages(file);
    if (!source) throw std::runtime_error(source.error().code);
    auto page = (*source)->page(0);
    if (!page) throw std::runtime_error(page.error().code);
    return std::move(*page);
}

std::uint32_t brightest(int bits)
{
    return bits == 32 ? 0xFFFFFFFFU : (1U << static_cast<unsigned>(bits)) - 1U;
}

/// A ramp over the whole range of a sample, different in every channel.
std::uint32_t ramp(int bits, int x, int y, int s)
{
    const double share = ((3 * x + 2 * y + 31 * s) % 180) / 179.0;
    return static_cast<std::uint32_t>(share * brightest(bits));
}

int eight_bits(std::uint32_t value, int bits)
{
    return static_cast<int>((static_cast<double>(value) * 255.0) / brightest(bits) + 0.5);
}

bool black_ink(int x, int y)
{
    return (x / 3 + y / 4) % 3 == 0 || x == y;
}

/// How far a picture is from what `expected(x, y)` says of each pixel, blue first.
int worst(const cv::Mat& pixels, const std::function<cv::Vec3i(int, int)>& expected)
{
    if (pixels.cols != width || pixels.rows != height) return 256;
    int difference = 0;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < pixels.channels(); ++c) {
                const int seen = pixels.ptr(y)[x * pixels.channels() + c];
                difference = std::max(difference, std::abs(seen - expected(x, y)[c]));
            }
    return difference;
}

TEST(TiffForms, OfFaxMachinesComeBackAsTheyWere)
{
    const std::vector<std::pair<int, std::uint32_t>> ways{
        {COMPRESSION_CCITTRLE, 0},
        {COMPRESSION_CCITTFAX3, 0},
        {COMPRESSION_CCITTFAX3, GROUP3OPT_2DENCODING},
        {COMPRESSION_CCITTFAX3, GROUP3OPT_FILLBITS},
        {COMPRESSION_CCITTFAX4, 0},
        {COMPRESSION_PACKBITS, 0}};
    for (const auto& [compression, options] : ways)
        for (const int photometric : {PHOTOMETRIC_MINISWHITE, PHOTOMETRIC_MINISBLACK}) {
            RawPage page;
            page.bits = 1;
            page.compression = compression;
            page.fax_options = options;
            page.photometric = photometric;
            const bool ink_is_one = photometric == PHOTOMETRIC_MINISWHITE;
            page.value = [&](int x, int y, int) { return black_ink(x, y) == ink_is_one ? 1U : 0U; };
            const File file = file_of(page);
            ASSERT_EQ(answer_for(file), "opened") << compression << " " << options;
            EXPECT_EQ(
                worst(
                    first_page(file).pixels,
                    [](int x, int y) { return cv::Vec3i::all(black_ink(x, y) ? 0 : 255); }
                ),
                0
            ) << compression
              << " " << options << " " << photometric;
        }
}

TEST(TiffForms, OfEveryLosslessCompressionComeBackAsTheyWere)
{
    for (const int compression :
         {COMPRESSION_NONE,
          COMPRESSION_PACKBITS,
          COMPRESSION_LZW,
          COMPRESSION_DEFLATE,
          COMPRESSION_ADOBE_DEFLATE,
          COMPRESSION_ZSTD}) {
        RawPage page;
        page.compression = compression;
        page.samples = 3;
        page.photometric = PHOTOMETRIC_RGB;
        page.value = [](int x, int y, int s) { return ramp(8, x, y, s); };
        const auto expected = [](int x, int y) {
            const auto at = [&](int s) { return static_cast<int>(ramp(8, x, y, s)); };
            return cv::Vec3i(at(2), at(1), at(0));
        };
        for (const bool tiled : {false, true})
            for (const bool planar : {false, true}) {
                page.tiled = tiled;
                page.planar = planar;
                EXPECT_EQ(worst(first_page(file_of(page)).pixels, expected), 0)
                    << compression << " " << tiled << planar;
            }
    }
}

TEST(TiffForms, OfEveryDepthMeanTheSameGrey)
{
    for (const int bits : {1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 32})
        for (const bool tiled : {false, true})
            for (const int photometric : {PHOTOMETRIC_MINISWHITE, PHOTOMETRIC_MINISBLACK}) {
                RawPage page;
                page.bits = bits;
                page.tiled = tiled;
                page.photometric = photometric;
                page.value = [&](int x, int y, int s) { return ramp(bits, x, y, s); };
                const auto expected = [&](int x, int y) {
                    const int light = eight_bits(ramp(bits, x, y, 0), bits);
                    return cv::Vec3i::all(
                        photometric == PHOTOMETRIC_MINISWHITE ? 255 - light : light
                    );
                };
                EXPECT_LE(worst(first_page(file_of(page)).pixels, expected), 1)
                    << bits << " bits" << (tiled ? ", tiled" : "");
            }
}

TEST(TiffForms, OfEveryDepthMeanTheSameColours)
{
    for (const int bits : {2, 4, 8, 12, 16, 32})
        for (const bool planar : {false, true}) {
            RawPage page;
            page.bits = bits;
            page.samples = 3;
            page.planar = planar;
            page.photometric = PHOTOMETRIC_RGB;
            page.value = [&](int x, int y, int s) { return ramp(bits, x, y, s); };
            const auto expected = [&](int x, int y) {
                const auto at = [&](int s) { return eight_bits(ramp(bits, x, y, s), bits); };
                return cv::Vec3i(at(2), at(1), at(0));
            };
            EXPECT_LE(worst(first_page(file_of(page)).pixels, expected), 1)
                << bits << " bits" << (planar ? ", planes" : "");
        }
}

TEST(TiffForms, OfInksAreShownAsLight)
{
    for (const int bits : {8, 16})
        for (const bool planar : {false, true}) {
            RawPage page;
            page.bits = bits;
            page.samples = 4;
            page.planar = planar;
            page.photometric = PHOTOMETRIC_SEPARATED;
            page.value = [&](int x, int y, int s) { return ramp(bits, x, y, s); };
            const auto expected = [&](int x, int y) {
                const int black = eight_bits(ramp(bits, x, y, 3), bits);
                const auto light = [&](int s) {
                    return (255 - eight_bits(ramp(bits, x, y, s), bits)) * (255 - black) / 255;
                };
                return cv::Vec3i(light(2), light(1), light(0));
            };
            EXPECT_LE(worst(first_page(file_of(page)).pixels, expected), 1) << bits;
        }
}

TEST(TiffForms, ThatAreTransparentLieOnPaper)
{
    // Half of the page is red at half strength, the other half is not there at all.
    for (const bool premultiplied : {false, true}) {
        RawPage page;
        page.samples = 4;
        page.photometric = PHOTOMETRIC_RGB;
        page.extra = {static_cast<std::uint16_t>(
            premultiplied ? EXTRASAMPLE_ASSOCALPHA : EXTRASAMPLE_UNASSALPHA
        )};
        page.value = [&](int, int y, int s) -> std::uint32_t {
            if (y >= 10) return 0;
            const std::uint32_t red = premultiplied ? 100 : 200;
            return s == 3 ? 128 : (s == 0 ? red : 0);
        };
        const auto expected = [](int, int y) {
            return y >= 10 ? cv::Vec3i::all(255) : cv::Vec3i(127, 127, 227);
        };
        EXPECT_LE(worst(first_page(file_of(page)).pixels, expected), 1) << premultiplied;
    }
}

TEST(TiffForms, WithASampleThatMeansNothingIgnoreIt)
{
    RawPage page;
    page.samples = 4;
    page.photometric = PHOTOMETRIC_RGB;
    page.extra = {EXTRASAMPLE_UNSPECIFIED};
    page.value = [](int x, int y, int s) { return s == 3 ? 0U : ramp(8, x, y, s); };
    const auto expected = [](int x, int y) {
        const auto at = [&](int s) { return static_cast<int>(ramp(8, x, y, s)); };
        return cv::Vec3i(at(2), at(1), at(0));
    };
    EXPECT_EQ(worst(first_page(file_of(page)).pixels, expected), 0);
}

TEST(TiffForms, OfVideoColoursWithoutJpegAreShown)
{
    RawPage page;
    page.samples = 3;
    page.photometric = PHOTOMETRIC_YCBCR;
    page.compression = COMPRESSION_LZW;
    page.value = [](int, int, int s) { return s == 0 ? 150U : 128U; };
    const File file = written_tiff([&](TIFF* tiff) {
        TIFFSetField(tiff, TIFFTAG_YCBCRSUBSAMPLING, 1, 1);
        write_page(tiff, page);
    });
    EXPECT_LE(worst(first_page(file).pixels, [](int, int) { return cv::Vec3i::all(150); }), 1);
}

/// Compression 6, as scanners of the nineties wrote it: a whole JPEG and where it stands.
File old_style_jpeg(const cv::Mat& picture)
{
    const std::string jpeg = text_of(as_jpeg(picture));
    const auto side = [](int pixels) { return static_cast<std::uint32_t>(pixels); };
    const unsigned entries = 10;
    const std::uint32_t more_at = 8 + 2 + entries * 12 + 4;
    const std::uint32_t jpeg_at = more_at + 6;
    const auto length = static_cast<std::uint32_t>(jpeg.size());
    std::string tiff("II*\0\x08\0\0\0", 8);
    tiff += little_endian(entries, 2);
    tiff += tiff_entry(256, 4, 1, side(picture.cols)) + tiff_entry(257, 4, 1, side(picture.rows));
    tiff += tiff_entry(258, 3, 3, more_at) + tiff_entry(259, 3, 1, 6) + tiff_entry(262, 3, 1, 6);
    tiff += tiff_entry(273, 4, 1, jpeg_at) + tiff_entry(277, 3, 1, 3);
    tiff += tiff_entry(279, 4, 1, length);
    tiff += tiff_entry(513, 4, 1, jpeg_at) + tiff_entry(514, 4, 1, length);
    tiff += std::string(4, '\0') + std::string("\x08\0\x08\0\x08\0", 6) + jpeg;
    return bytes_of(tiff);
}

TEST(TiffForms, OfTheOldStyleOfJpegAreRead)
{
    EXPECT_LE(
        largest_difference(
            first_page(old_style_jpeg(a_colour_picture())).pixels, a_colour_picture()
        ),
        12
    );
}

TEST(TiffForms, AreTurnedAsTheirOrientationAsks)
{
    const cv::Mat upright = a_colour_picture();
    for (int orientation = 1; orientation <= 8; ++orientation) {
        const cv::Mat stored = stored_as(upright, orientation);
        for (const bool tiled : {false, true}) {
            TiffOptions options;
            options.orientation = orientation;
            options.tiled = tiled;
            EXPECT_EQ(largest_difference(first_page(as_tiff({stored}, options)).pixels, upright), 0)
                << orientation;
        }
    }
}

TEST(TiffForms, ThatNoScannerWritesAreRefused)
{
    RawPage page;
    page.samples = 3;
    page.photometric = PHOTOMETRIC_CIELAB;
    page.value = [](int, int, int) { return 0U; };
    EXPECT_EQ(answer_for(file_of(page)), "unsupported_picture");
    page.photometric = PHOTOMETRIC_RGB;
    page.compression = COMPRESSION_PIXARLOG;
    EXPECT_EQ(answer_for(file_of(page)), "unsupported_picture");
    page.compression = COMPRESSION_NONE;
    page.samples = 1;
    page.bits = 24;
    page.photometric = PHOTOMETRIC_MINISBLACK;
    EXPECT_EQ(answer_for(file_of(page)), "unsupported_picture");
    page.bits = 32;
    const File floating = written_tiff([&](TIFF* tiff) {
        TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_IEEEFP);
        write_page(tiff, page);
    });
    EXPECT_EQ(answer_for(floating), "unsupported_picture");
}

TEST(TiffForms, WhoseJpegStopsInTheMiddleAreRefused)
{
    TiffOptions options;
    options.compression = COMPRESSION_JPEG;
    File file = as_tiff({a_page_of_text()}, options);
    const std::string text = text_of(file);
    // Zeros instead of the second half of some strip: the directory still says it is all there.
    const auto scan = text.find("\xFF\xDA", text.size() / 2);
    ASSERT_NE(scan, std::string::npos);
    for (std::size_t i = scan + 40; i < scan + 42; ++i)
        file[i] = i % 2 == scan % 2 ? std::byte{0xFF} : std::byte{0xD9}; // the end, too early
    EXPECT_EQ(answer_for(file), "truncated");
}

} // namespace

} // namespace dossier::capture
