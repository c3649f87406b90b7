#include "capture/decode/tiff_samples.h"

#include "capture/decode/decode.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <span>
#include <vector>

namespace dossier::capture {

namespace {

int colours_of(TiffMeaning meaning)
{
    if (meaning == TiffMeaning::colour) return 3;
    return meaning == TiffMeaning::inks ? 4 : 1;
}

TiffMeaning meaning_of(TIFF* tiff, const TiffLayout& layout, std::uint16_t photometric)
{
    std::uint16_t inks = INKSET_CMYK;
    switch (photometric) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK: return TiffMeaning::grey;
    case PHOTOMETRIC_PALETTE: return layout.bits <= 8 ? TiffMeaning::palette : TiffMeaning::unknown;
    case PHOTOMETRIC_RGB: return TiffMeaning::colour;
    case PHOTOMETRIC_SEPARATED:
        TIFFGetFieldDefaulted(tiff, TIFFTAG_INKSET, &inks);
        return inks == INKSET_CMYK ? TiffMeaning::inks : TiffMeaning::unknown;
    case PHOTOMETRIC_YCBCR:
        if (layout.compression != COMPRESSION_JPEG) return TiffMeaning::video;
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        return TiffMeaning::colour;
    default: return TiffMeaning::unknown;
    }
}

TiffOpacity opacity_of(TIFF* tiff)
{
    std::uint16_t count = 0;
    const std::uint16_t* kinds = nullptr;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds);
    if (count == 0 || kinds == nullptr) return TiffOpacity::none;
    if (kinds[0] == EXTRASAMPLE_ASSOCALPHA) return TiffOpacity::premultiplied;
    return kinds[0] == EXTRASAMPLE_UNASSALPHA ? TiffOpacity::plain : TiffOpacity::none;
}

bool has_known_numbers(TIFF* tiff, std::uint16_t bits)
{
    std::uint16_t format = SAMPLEFORMAT_UINT;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &format);
    return (format == SAMPLEFORMAT_UINT || format == SAMPLEFORMAT_VOID) &&
           ((bits >= 1 && bits <= 16) || bits == 32);
}

/// Samples in one line of a strip or tile: `samples` a pixel, of which ours is at `offset`.
struct Line {
    const unsigned char* bytes = nullptr;
    int samples = 1;
    int offset = 0;
    unsigned bits = 8;
};

/// The `pixel`-th sample as stored; libtiff has put 16 and 32 bits into the machine's order.
unsigned sample_at(const Line& line, int pixel)
{
    const auto index = static_cast<std::size_t>(pixel) * static_cast<std::size_t>(line.samples) +
                       static_cast<std::size_t>(line.offset);
    if (line.bits == 8) return line.bytes[index];
    if (line.bits == 16) {
        std::uint16_t value = 0;
        std::memcpy(&value, line.bytes + 2 * index, sizeof value);
        return value;
    }
    if (line.bits == 32) {
        std::uint32_t value = 0;
        std::memcpy(&value, line.bytes + 4 * index, sizeof value);
        return value;
    }
    unsigned value = 0;
    for (std::size_t bit = index * line.bits; bit < (index + 1) * line.bits; ++bit)
        value = value << 1U | (static_cast<unsigned>(line.bytes[bit / 8]) >> (7U - bit % 8) & 1U);
    return value;
}

/// One channel of a line into 8 bits a sample; palette indices stay what they are.
void unpack(const Line& line, bool is_index, int width, unsigned char* to, int step)
{
    const std::uint64_t brightest = (std::uint64_t{1} << line.bits) - 1;
    for (int x = 0; x < width; ++x) {
        const std::uint64_t value = sample_at(line, x);
        const std::uint64_t scaled =
            is_index || line.bits == 8 ? value : (value * 255 + brightest / 2) / brightest;
        to[static_cast<std::ptrdiff_t>(x) * step] = static_cast<unsigned char>(scaled);
    }
}

/// Most scans are black and white: eight pixels at a time.
void unpack_bits(const unsigned char* from, unsigned char* to, int width)
{
    for (int x = 0; x < width; ++x) {
        const unsigned bit =
            static_cast<unsigned>(from[x / 8]) >> (7U - static_cast<unsigned>(x % 8)) & 1U;
        to[x] = bit != 0 ? 255 : 0;
    }
}

std::size_t line_bytes(const TiffLayout& layout, int width)
{
    const std::size_t samples = layout.is_planar ? 1 : layout.samples;
    return (static_cast<std::size_t>(width) * samples * layout.bits + 7) / 8;
}

/// Writes the pixels of `row`. `plane`: which sample of a pixel the bytes hold when each has a
/// plane of its own.
void unpack_line(
    const unsigned char* bytes, const TiffLayout& layout, int plane, const cv::Mat& row
)
{
    const bool is_index = layout.meaning == TiffMeaning::palette;
    const int channels = row.channels();
    if (layout.bits == 1 && layout.samples == 1 && !is_index) {
        unpack_bits(bytes, row.data, row.cols);
        return;
    }
    if (layout.is_planar) {
        unpack({bytes, 1, 0, layout.bits}, is_index, row.cols, row.data + plane, channels);
        return;
    }
    for (int c = 0; c < channels; ++c)
        unpack({bytes, layout.samples, c, layout.bits}, is_index, row.cols, row.data + c, channels);
}

bool read_lines(TIFF* tiff, const TiffLayout& layout, cv::Mat& pixels)
{
    const auto size = static_cast<std::size_t>(TIFFScanlineSize64(tiff));
    std::vector<unsigned char> line(std::max(size, line_bytes(layout, pixels.cols)));
    const int planes = layout.is_planar ? pixels.channels() : 1;
    for (int plane = 0; plane < planes; ++plane)
        for (int y = 0; y < pixels.rows; ++y) {
            if (TIFFReadScanline(
                    tiff,
                    line.data(),
                    static_cast<std::uint32_t>(y),
                    static_cast<std::uint16_t>(plane)
                ) < 0)
                return false;
            unpack_line(line.data(), layout, plane, pixels.row(y));
        }
    return true;
}

bool read_tiles(TIFF* tiff, const TiffLayout& layout, cv::Mat& pixels, std::size_t largest)
{
    std::uint32_t tile_width = 0;
    std::uint32_t tile_height = 0;
    TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &tile_width);
    TIFFGetField(tiff, TIFFTAG_TILELENGTH, &tile_height);
    const std::uint64_t size = TIFFTileSize64(tiff);
    constexpr std::uint32_t longest = 1U << 20U;
    if (tile_width == 0 || tile_height == 0 || tile_width > longest || tile_height > longest ||
        size > largest)
        return false;
    const int width = static_cast<int>(tile_width);
    const int height = static_cast<int>(tile_height);
    const std::size_t stride = line_bytes(layout, width);
    std::vector<unsigned char> tile(std::max<std::size_t>(size, stride * tile_height));
    const int planes = layout.is_planar ? pixels.channels() : 1;
    for (int plane = 0; plane < planes; ++plane)
        for (int y = 0; y < pixels.rows; y += height)
            for (int x = 0; x < pixels.cols; x += width) {
                if (TIFFReadTile(
                        tiff,
                        tile.data(),
                        static_cast<std::uint32_t>(x),
                        static_cast<std::uint32_t>(y),
                        0,
                        static_cast<std::uint16_t>(plane)
                    ) < 0)
                    return false;
                const cv::Rect place =
                    cv::Rect(x, y, width, height) & cv::Rect(0, 0, pixels.cols, pixels.rows);
                for (int line = 0; line < place.height; ++line)
                    unpack_line(
                        tile.data() + static_cast<std::size_t>(line) * stride,
                        layout,
                        plane,
                        pixels(cv::Rect(place.x, place.y + line, place.width, 1))
                    );
            }
    return true;
}

cv::Mat through_palette(TIFF* tiff, const cv::Mat& indices, unsigned bits)
{
    std::array<std::uint16_t*, 3> map{};
    if (TIFFGetField(tiff, TIFFTAG_COLORMAP, &map[0], &map[1], &map[2]) == 0) return {};
    const std::size_t colours = std::size_t{1} << bits;
    // Some writers fill in 8 bits where 16 belong.
    unsigned shift = 0;
    for (const std::uint16_t* channel : map)
        for (const std::uint16_t value : std::span(channel, colours))
            if (value > 255) shift = 8;
    cv::Mat table(1, 256, CV_8UC3, cv::Scalar::all(0));
    for (std::size_t i = 0; i < colours; ++i)
        for (std::size_t c = 0; c < 3; ++c)
            table.at<cv::Vec3b>(static_cast<int>(i))[static_cast<int>(c)] =
                static_cast<unsigned char>(map.at(2 - c)[i] >> shift);
    cv::Mat threefold;
    cv::Mat pixels;
    cv::merge(std::vector{indices, indices, indices}, threefold);
    cv::LUT(threefold, table, pixels);
    return pixels;
}

/// Three bytes of light from four of ink.
cv::Mat light_of(const cv::Mat& inks)
{
    cv::Mat bgr(inks.size(), CV_8UC3);
    for (int y = 0; y < inks.rows; ++y)
        for (int x = 0; x < inks.cols; ++x) {
            const auto& ink = inks.at<cv::Vec4b>(y, x);
            for (int c = 0; c < 3; ++c)
                bgr.at<cv::Vec3b>(y, x)[c] =
                    static_cast<unsigned char>((255 - ink[2 - c]) * (255 - ink[3]) / 255);
        }
    return bgr;
}

/// The paper shows through where a page is not opaque.
void put_on_paper(cv::Mat& pixels, const cv::Mat& opacity, TiffOpacity kind)
{
    const int channels = pixels.channels();
    for (int y = 0; y < pixels.rows; ++y) {
        unsigned char* row = pixels.ptr(y);
        const unsigned char* cover = opacity.ptr(y);
        for (int i = 0; i < pixels.cols * channels; ++i) {
            const int opaque = cover[i / channels];
            const int shown = kind == TiffOpacity::plain ? row[i] * opaque / 255 : row[i];
            row[i] = static_cast<unsigned char>(std::min(255, shown + 255 - opaque));
        }
    }
}

cv::Mat coloured(TIFF* tiff, const TiffLayout& layout, const cv::Mat& samples)
{
    switch (layout.meaning) {
    case TiffMeaning::palette: return through_palette(tiff, samples, layout.bits);
    case TiffMeaning::inks: return light_of(samples);
    case TiffMeaning::colour: {
        cv::Mat bgr;
        cv::cvtColor(samples, bgr, cv::COLOR_RGB2BGR);
        return bgr;
    }
    default: return samples;
    }
}

} // namespace

TiffLayout tiff_layout(TIFF* tiff)
{
    TiffLayout layout;
    std::uint16_t photometric = PHOTOMETRIC_MINISWHITE;
    std::uint16_t planar = PLANARCONFIG_CONTIG;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &layout.width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &layout.height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &layout.bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &layout.samples);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &layout.compression);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &planar);
    TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
    layout.is_planar = planar == PLANARCONFIG_SEPARATE && layout.samples > 1;
    layout.is_inverted = photometric == PHOTOMETRIC_MINISWHITE;
    if (!has_known_numbers(tiff, layout.bits)) return layout;
    layout.meaning = layout.compression == COMPRESSION_OJPEG
                         ? TiffMeaning::video
                         : meaning_of(tiff, layout, photometric);
    if (layout.samples < colours_of(layout.meaning)) layout.meaning = TiffMeaning::unknown;
    if (layout.samples > colours_of(layout.meaning) && layout.meaning != TiffMeaning::inks &&
        layout.meaning != TiffMeaning::palette)
        layout.opacity = opacity_of(tiff);
    return layout;
}

cv::Mat read_tiff_samples(TIFF* tiff, const TiffLayout& layout, std::size_t largest)
{
    const int colours = colours_of(layout.meaning);
    const int channels = colours + (layout.opacity == TiffOpacity::none ? 0 : 1);
    cv::Mat samples(
        static_cast<int>(layout.height), static_cast<int>(layout.width), CV_8UC(channels)
    );
    const bool done = TIFFIsTiled(tiff) != 0 ? read_tiles(tiff, layout, samples, largest)
                                             : read_lines(tiff, layout, samples);
    if (!done) return {};
    cv::Mat opacity;
    if (channels > colours) {
        std::vector<cv::Mat> planes;
        cv::split(samples, planes);
        opacity = planes.back();
        planes.pop_back();
        cv::merge(planes, samples);
    }
    if (layout.is_inverted) cv::bitwise_not(samples, samples);
    cv::Mat pixels = coloured(tiff, layout, samples);
    if (!opacity.empty() && !pixels.empty()) put_on_paper(pixels, opacity, layout.opacity);
    return pixels;
}

} // namespace dossier::capture
