#include "capture/decode/decode.h"
#include "capture/decode/tiff_samples.h"
#include "capture/formats/reasons.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string_view>
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

/// The fax and JPEG decoders only warn when the data ends in the middle of the page or makes no
/// sense.
int note_warning(
    TIFF* /*tiff*/, void* handle, const char* /*module*/, const char* format, va_list args
)
{
    std::array<char, 256> buffer{};
    std::vsnprintf(buffer.data(), buffer.size(), format, args);
    const std::string_view message(buffer.data());
    const auto says = [&](std::string_view words) {
        return message.find(words) != std::string_view::npos;
    };
    auto& memory = *static_cast<Memory*>(handle);
    if (says("Premature EOF") || says("premature end"))
        memory.is_truncated = true;
    else if (says("Corrupt JPEG") && !says("extraneous"))
        memory.has_errors = true;
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

/// What scanners and offices write. libtiff knows more, which nobody misses and few have tested.
bool is_common(std::uint16_t compression)
{
    static constexpr std::array<std::uint16_t, 12> common{
        COMPRESSION_NONE,
        COMPRESSION_CCITTRLE,
        COMPRESSION_CCITTFAX3,
        COMPRESSION_CCITTFAX4,
        COMPRESSION_LZW,
        COMPRESSION_OJPEG,
        COMPRESSION_JPEG,
        COMPRESSION_ADOBE_DEFLATE,
        COMPRESSION_DEFLATE,
        COMPRESSION_PACKBITS,
        COMPRESSION_ZSTD,
        COMPRESSION_WEBP};
    return std::ranges::find(common, compression) != common.end() &&
           TIFFIsCODECConfigured(compression) != 0;
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

/// libtiff's own way to colours, for what only it can put together: video colours that share
/// samples between pixels.
cv::Mat read_as_rgba(TIFF* tiff, const TiffLayout& layout, std::size_t largest)
{
    // libtiff would turn the blocks by itself; we turn the whole page at the end.
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
    cv::Mat pixels(static_cast<int>(layout.height), static_cast<int>(layout.width), CV_8UC3);
    pixels = TIFFIsTiled(tiff) != 0 ? read_by_tile(tiff, pixels, largest)
                                    : read_by_strip(tiff, pixels, largest);
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
    const TiffLayout layout = tiff_layout(tiff.get());
    if (layout.width != static_cast<std::uint32_t>(outline.width) ||
        layout.height != static_cast<std::uint32_t>(outline.height))
        return tl::unexpected(refusal(Reason::broken));
    if (!is_common(layout.compression) || layout.meaning == TiffMeaning::unknown)
        return tl::unexpected(refusal(Reason::unsupported_picture));
    cv::Mat pixels = layout.meaning == TiffMeaning::video
                         ? read_as_rgba(tiff.get(), layout, limits.decoder_bytes)
                         : read_tiff_samples(tiff.get(), layout, limits.decoder_bytes);
    if (memory.is_truncated) return tl::unexpected(refusal(Reason::truncated));
    if (pixels.empty() || memory.has_errors) return tl::unexpected(refusal(Reason::broken));
    return pixels;
}

} // namespace dossier::capture
