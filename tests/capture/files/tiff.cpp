#include "tests/capture/files.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <tiffio.h>

namespace dossier::capture {

namespace {

/// A growing file for libtiff.
struct Memory {
    std::vector<unsigned char> bytes;
    std::size_t at = 0;
};

Memory& memory_of(thandle_t handle)
{
    return *static_cast<Memory*>(handle);
}

tmsize_t read_memory(thandle_t handle, void* to, tmsize_t length)
{
    Memory& memory = memory_of(handle);
    const std::size_t here =
        std::min(static_cast<std::size_t>(length), memory.bytes.size() - memory.at);
    std::memcpy(to, memory.bytes.data() + memory.at, here);
    memory.at += here;
    return static_cast<tmsize_t>(here);
}

tmsize_t write_memory(thandle_t handle, void* from, tmsize_t length)
{
    Memory& memory = memory_of(handle);
    const auto count = static_cast<std::size_t>(length);
    memory.bytes.resize(std::max(memory.bytes.size(), memory.at + count));
    std::memcpy(memory.bytes.data() + memory.at, from, count);
    memory.at += count;
    return length;
}

toff_t seek_memory(thandle_t handle, toff_t offset, int whence)
{
    Memory& memory = memory_of(handle);
    if (whence == SEEK_CUR) offset += memory.at;
    if (whence == SEEK_END) offset += memory.bytes.size();
    return memory.at = offset;
}

int close_nothing(thandle_t /*handle*/)
{
    return 0;
}

toff_t size_of_memory(thandle_t handle)
{
    return memory_of(handle).bytes.size();
}

/// One line as the file stores it.
std::vector<unsigned char> packed(const cv::Mat& line, const TiffOptions& options)
{
    const auto samples = static_cast<std::size_t>(line.cols * line.channels());
    std::vector<unsigned char> bytes(line.data, line.data + samples);
    if (options.bits == 16) {
        std::vector<unsigned char> wide;
        for (const unsigned char value : bytes)
            wide.insert(wide.end(), {value, value});
        return wide;
    }
    if (options.bits == 8) return bytes;
    const auto per_byte = static_cast<std::size_t>(8 / options.bits);
    std::vector<unsigned char> narrow((samples + per_byte - 1) / per_byte);
    for (std::size_t i = 0; i < samples; ++i) {
        const auto top = static_cast<unsigned>(
            options.palette.empty() ? bytes[i] >> (8 - options.bits) : static_cast<int>(bytes[i])
        );
        const unsigned value =
            options.min_is_white ? top ^ ((1U << static_cast<unsigned>(options.bits)) - 1U) : top;
        narrow[i / per_byte] |= static_cast<unsigned char>(
            value
            << (8U -
                static_cast<unsigned>(options.bits) * (static_cast<unsigned>(i % per_byte) + 1U))
        );
    }
    return narrow;
}

void describe(TIFF* tiff, const cv::Mat& page, const TiffOptions& options)
{
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, page.cols);
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, page.rows);
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, options.bits);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, page.channels());
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, options.compression);
    TIFFSetField(tiff, TIFFTAG_ORIENTATION, options.orientation);
    TIFFSetField(
        tiff, TIFFTAG_PLANARCONFIG, options.planar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG
    );
    int photometric = page.channels() == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
    if (options.min_is_white) photometric = PHOTOMETRIC_MINISWHITE;
    if (!options.palette.empty()) photometric = PHOTOMETRIC_PALETTE;
    if (options.compression == COMPRESSION_JPEG && page.channels() == 3) {
        photometric = PHOTOMETRIC_YCBCR;
        TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
    }
    TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, photometric);
    if (options.dpi > 0) {
        TIFFSetField(tiff, TIFFTAG_XRESOLUTION, options.dpi);
        TIFFSetField(tiff, TIFFTAG_YRESOLUTION, options.dpi);
        TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    }
    if (!options.palette.empty()) {
        std::vector<std::uint16_t> red(1U << static_cast<unsigned>(options.bits));
        auto green = red;
        auto blue = red;
        for (std::size_t i = 0; 3 * i + 2 < options.palette.size() && i < red.size(); ++i) {
            red[i] = static_cast<std::uint16_t>(options.palette[3 * i] * 257);
            green[i] = static_cast<std::uint16_t>(options.palette[3 * i + 1] * 257);
            blue[i] = static_cast<std::uint16_t>(options.palette[3 * i + 2] * 257);
        }
        TIFFSetField(tiff, TIFFTAG_COLORMAP, red.data(), green.data(), blue.data());
    }
    if (options.tiled) {
        TIFFSetField(tiff, TIFFTAG_TILEWIDTH, 16);
        TIFFSetField(tiff, TIFFTAG_TILELENGTH, 16);
    } else {
        TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, 16);
    }
}

void write_tiles(TIFF* tiff, const cv::Mat& page, const TiffOptions& options)
{
    for (int y = 0; y < page.rows; y += 16)
        for (int x = 0; x < page.cols; x += 16) {
            cv::Mat tile(16, 16, page.type(), cv::Scalar::all(0));
            const cv::Rect place = cv::Rect(x, y, 16, 16) & cv::Rect(0, 0, page.cols, page.rows);
            page(place).copyTo(tile(cv::Rect(0, 0, place.width, place.height)));
            std::vector<unsigned char> bytes;
            for (int line = 0; line < 16; ++line) {
                const auto part = packed(tile.row(line), options);
                bytes.insert(bytes.end(), part.begin(), part.end());
            }
            TIFFWriteTile(
                tiff,
                bytes.data(),
                static_cast<std::uint32_t>(x),
                static_cast<std::uint32_t>(y),
                0,
                0
            );
        }
}

void write_lines(TIFF* tiff, const cv::Mat& page, const TiffOptions& options)
{
    std::vector<cv::Mat> planes{page};
    if (options.planar) cv::split(page, planes);
    for (std::size_t plane = 0; plane < planes.size(); ++plane)
        for (int y = 0; y < page.rows; ++y) {
            auto bytes = packed(planes[plane].row(y), options);
            TIFFWriteScanline(
                tiff, bytes.data(), static_cast<std::uint32_t>(y), static_cast<std::uint16_t>(plane)
            );
        }
}

cv::Mat rgb_of(const cv::Mat& picture)
{
    cv::Mat rgb = picture.clone();
    if (picture.channels() == 3) cv::cvtColor(picture, rgb, cv::COLOR_BGR2RGB);
    return rgb;
}

/// What `write` makes of a TIFF in memory.
File tiff_in_memory(const std::function<void(TIFF*)>& write)
{
    TIFFSetWarningHandler(nullptr); // it speaks up about older kinds of Deflate
    Memory memory;
    TIFF* tiff = TIFFClientOpen(
        "memory",
        "w",
        &memory,
        read_memory,
        write_memory,
        seek_memory,
        close_nothing,
        size_of_memory,
        nullptr,
        nullptr
    );
    write(tiff);
    TIFFClose(tiff);
    return file_of(memory.bytes.data(), memory.bytes.size());
}

} // namespace

File written_tiff(const std::function<void(TIFF*)>& write)
{
    return tiff_in_memory([&](TIFF* tiff) {
        write(tiff);
        TIFFWriteDirectory(tiff);
    });
}

File as_tiff(const std::vector<cv::Mat>& pages, const TiffOptions& options)
{
    return tiff_in_memory([&](TIFF* tiff) {
        for (const cv::Mat& page : pages) {
            describe(tiff, page, options);
            if (options.tiled)
                write_tiles(tiff, rgb_of(page), options);
            else
                write_lines(tiff, rgb_of(page), options);
            TIFFWriteDirectory(tiff);
        }
    });
}

} // namespace dossier::capture
