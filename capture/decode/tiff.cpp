#include "capture/decode/decode.h"
#include "capture/formats/reasons.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <tiffio.h>
#include <vector>

namespace dossier::capture {

namespace {

/// The file in memory as libtiff sees it, and what it complained about.
struct Memory {
    Bytes bytes;
    std::uint64_t at = 0;
    bool has_errors = false;
    bool is_truncated = false;
};

Memory& memory_of(thandle_t handle)
{
    return *static_cast<Memory*>(handle);
}

tmsize_t read_memory(thandle_t handle, void* to, tmsize_t length)
{
    Memory& memory = memory_of(handle);
    if (length <= 0 || memory.at >= memory.bytes.size()) return 0;
    const std::size_t here =
        std::min<std::size_t>(static_cast<std::size_t>(length), memory.bytes.size() - memory.at);
    std::memcpy(to, memory.bytes.data() + memory.at, here);
    memory.at += here;
    return static_cast<tmsize_t>(here);
}

tmsize_t write_nothing(thandle_t /*handle*/, void* /*from*/, tmsize_t /*length*/)
{
    return 0;
}

toff_t seek_memory(thandle_t handle, toff_t offset, int whence)
{
    Memory& memory = memory_of(handle);
    if (whence == SEEK_CUR) offset += memory.at;
    if (whence == SEEK_END) offset += memory.bytes.size();
    memory.at = offset;
    return offset;
}

int close_nothing(thandle_t /*handle*/)
{
    return 0;
}

toff_t size_of_memory(thandle_t handle)
{
    return memory_of(handle).bytes.size();
}

int note_error(
    TIFF* /*tiff*/, void* memory, const char* /*module*/, const char* /*format*/, va_list /*args*/
)
{
    static_cast<Memory*>(memory)->has_errors = true;
    return 1;
}

/// The fax decoders only warn when the data ends in the middle of the page.
int note_warning(
    TIFF* /*tiff*/, void* memory, const char* /*module*/, const char* format, va_list /*args*/
)
{
    if (std::strstr(format, "Premature EOF") != nullptr)
        static_cast<Memory*>(memory)->is_truncated = true;
    return 1;
}

struct CloseTiff {
    void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};

struct FreeOptions {
    void operator()(TIFFOpenOptions* options) const { TIFFOpenOptionsFree(options); }
};

using TiffFile = std::unique_ptr<TIFF, CloseTiff>;

TiffFile open_memory(Memory& memory, const Limits& limits)
{
    const std::unique_ptr<TIFFOpenOptions, FreeOptions> options(TIFFOpenOptionsAlloc());
    TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(), static_cast<tmsize_t>(limits.decoder_bytes));
    TIFFOpenOptionsSetErrorHandlerExtR(options.get(), note_error, &memory);
    TIFFOpenOptionsSetWarningHandlerExtR(options.get(), note_warning, &memory);
    // "h": headers only, the page is chosen next; "m": no mapping of files into memory.
    return TiffFile(TIFFClientOpenExt(
        "memory",
        "rmh",
        &memory,
        read_memory,
        write_nothing,
        seek_memory,
        close_nothing,
        size_of_memory,
        nullptr,
        nullptr,
        options.get()
    ));
}

struct Layout {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint16_t bits = 1;
    std::uint16_t samples = 1;
    std::uint16_t photometric = PHOTOMETRIC_MINISWHITE;
    std::uint16_t compression = COMPRESSION_NONE;
    std::uint16_t planar = PLANARCONFIG_CONTIG;
};

Layout layout_of(TIFF* tiff)
{
    Layout layout;
    TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &layout.width);
    TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &layout.height);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &layout.bits);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &layout.samples);
    TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &layout.photometric);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &layout.compression);
    TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &layout.planar);
    return layout;
}

bool is_grey(const Layout& layout)
{
    return layout.photometric == PHOTOMETRIC_MINISWHITE ||
           layout.photometric == PHOTOMETRIC_MINISBLACK;
}

/// Office scans: black-and-white, grey and plain RGB in strips. Everything else takes the long way.
bool can_read_by_line(TIFF* tiff, const Layout& layout)
{
    if (TIFFIsTiled(tiff) != 0) return false;
    if (is_grey(layout) && layout.samples == 1) return layout.bits == 1 || layout.bits == 8;
    return layout.photometric == PHOTOMETRIC_RGB && layout.samples == 3 && layout.bits == 8 &&
           layout.planar == PLANARCONFIG_CONTIG;
}

void unpack_bits(const unsigned char* from, unsigned char* to, int width)
{
    for (int x = 0; x < width; ++x) {
        const unsigned bit =
            static_cast<unsigned>(from[x / 8]) >> (7U - static_cast<unsigned>(x % 8)) & 1U;
        to[x] = bit != 0 ? 255 : 0;
    }
}

cv::Mat read_by_line(TIFF* tiff, const Layout& layout)
{
    const int width = static_cast<int>(layout.width);
    const int height = static_cast<int>(layout.height);
    const auto line_bytes = static_cast<std::size_t>(TIFFScanlineSize64(tiff));
    const std::size_t needed = (std::size_t{layout.width} * layout.samples * layout.bits + 7) / 8;
    cv::Mat pixels(height, width, layout.samples == 3 ? CV_8UC3 : CV_8UC1);
    std::vector<unsigned char> line(std::max(line_bytes, needed));
    for (int y = 0; y < height; ++y) {
        if (TIFFReadScanline(tiff, line.data(), static_cast<std::uint32_t>(y), 0) < 0) return {};
        if (layout.bits == 1)
            unpack_bits(line.data(), pixels.ptr(y), width);
        else
            std::memcpy(pixels.ptr(y), line.data(), needed);
    }
    if (layout.samples == 3) cv::cvtColor(pixels, pixels, cv::COLOR_RGB2BGR);
    if (layout.photometric == PHOTOMETRIC_MINISWHITE) cv::bitwise_not(pixels, pixels);
    return pixels;
}

/// One RGBA block of libtiff (premultiplied, first line last) over white into its place.
void put_block(
    const std::vector<std::uint32_t>& block, int block_width, int block_height, cv::Mat place
)
{
    for (int y = 0; y < place.rows; ++y) {
        const std::uint32_t* from =
            block.data() + static_cast<std::ptrdiff_t>(block_height - 1 - y) * block_width;
        auto* to = place.ptr<cv::Vec3b>(y);
        for (int x = 0; x < place.cols; ++x) {
            const unsigned paper = 255U - TIFFGetA(from[x]);
            const auto over = [&](unsigned colour) {
                return static_cast<unsigned char>(std::min(255U, colour + paper));
            };
            to[x] = {over(TIFFGetB(from[x])), over(TIFFGetG(from[x])), over(TIFFGetR(from[x]))};
        }
    }
}

cv::Mat read_by_tile(TIFF* tiff, cv::Mat pixels, std::size_t largest)
{
    std::uint32_t tile_width = 0;
    std::uint32_t tile_height = 0;
    TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &tile_width);
    TIFFGetField(tiff, TIFFTAG_TILELENGTH, &tile_height);
    if (tile_width == 0 || tile_height == 0) return {};
    if (std::uint64_t{tile_width} * tile_height * 4 > largest) return {};
    const int width = static_cast<int>(tile_width);
    const int height = static_cast<int>(tile_height);
    std::vector<std::uint32_t> block(std::size_t{tile_width} * tile_height);
    for (int y = 0; y < pixels.rows; y += height)
        for (int x = 0; x < pixels.cols; x += width) {
            const cv::Rect place =
                cv::Rect(x, y, width, height) & cv::Rect(0, 0, pixels.cols, pixels.rows);
            if (TIFFReadRGBATileExt(
                    tiff,
                    static_cast<std::uint32_t>(x),
                    static_cast<std::uint32_t>(y),
                    block.data(),
                    1
                ) == 0)
                return {};
            put_block(block, width, height, pixels(place));
        }
    return pixels;
}

cv::Mat read_by_strip(TIFF* tiff, cv::Mat pixels, std::size_t largest)
{
    std::uint32_t lines = 0;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &lines);
    const int step = static_cast<int>(
        std::clamp<std::uint32_t>(lines, 1, static_cast<std::uint32_t>(pixels.rows))
    );
    const std::size_t needed =
        static_cast<std::size_t>(pixels.cols) * static_cast<std::size_t>(step);
    if (needed * 4 > largest) return {};
    std::vector<std::uint32_t> block(needed);
    for (int y = 0; y < pixels.rows; y += step) {
        const int height = std::min(step, pixels.rows - y);
        if (TIFFReadRGBAStripExt(tiff, static_cast<std::uint32_t>(y), block.data(), 1) == 0)
            return {};
        put_block(block, pixels.cols, height, pixels(cv::Rect(0, y, pixels.cols, height)));
    }
    return pixels;
}

cv::Mat read_as_rgba(TIFF* tiff, const Layout& layout, std::size_t largest)
{
    // libtiff would turn the blocks by itself; we turn the whole page at the end.
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    cv::Mat pixels(static_cast<int>(layout.height), static_cast<int>(layout.width), CV_8UC3);
    pixels = TIFFIsTiled(tiff) != 0 ? read_by_tile(tiff, pixels, largest)
                                    : read_by_strip(tiff, pixels, largest);
    if (!pixels.empty() && is_grey(layout)) cv::cvtColor(pixels, pixels, cv::COLOR_BGR2GRAY);
    return pixels;
}

} // namespace

Picture decode_tiff(Bytes bytes, const PageOutline& outline, const Limits& limits)
{
    Memory memory;
    memory.bytes = bytes;
    const TiffFile tiff = open_memory(memory, limits);
    if (!tiff || TIFFSetSubDirectory(tiff.get(), outline.offset) == 0)
        return tl::unexpected(refusal(Reason::broken));
    const Layout layout = layout_of(tiff.get());
    if (layout.width != static_cast<std::uint32_t>(outline.width) ||
        layout.height != static_cast<std::uint32_t>(outline.height))
        return tl::unexpected(refusal(Reason::broken));
    if (TIFFIsCODECConfigured(layout.compression) == 0)
        return tl::unexpected(refusal(Reason::unsupported_picture));
    cv::Mat pixels = can_read_by_line(tiff.get(), layout)
                         ? read_by_line(tiff.get(), layout)
                         : read_as_rgba(tiff.get(), layout, limits.decoder_bytes);
    if (memory.is_truncated) return tl::unexpected(refusal(Reason::truncated));
    if (pixels.empty() || memory.has_errors) return tl::unexpected(refusal(Reason::broken));
    return pixels;
}

} // namespace dossier::capture
