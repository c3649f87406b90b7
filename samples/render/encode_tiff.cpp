#include "samples/render/encode.h"
#include <algorithm>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <tiffio.h>

namespace dossier::samples {
namespace {

/// A growing file in memory for libtiff.
struct Memory {
    Bytes bytes;
    std::size_t at = 0;
};

Memory& memory_of(thandle_t handle)
{
    return *static_cast<Memory*>(handle);
}

tmsize_t read_memory(thandle_t handle, void* to, tmsize_t size)
{
    Memory& memory = memory_of(handle);
    const std::size_t there = memory.at < memory.bytes.size() ? memory.bytes.size() - memory.at : 0;
    const std::size_t count = std::min(there, static_cast<std::size_t>(size));
    std::memcpy(to, memory.bytes.data() + memory.at, count);
    memory.at += count;
    return static_cast<tmsize_t>(count);
}

tmsize_t write_memory(thandle_t handle, void* from, tmsize_t size)
{
    Memory& memory = memory_of(handle);
    const auto count = static_cast<std::size_t>(size);
    if (memory.bytes.size() < memory.at + count) memory.bytes.resize(memory.at + count);
    std::memcpy(memory.bytes.data() + memory.at, from, count);
    memory.at += count;
    return size;
}

toff_t seek_memory(thandle_t handle, toff_t offset, int whence)
{
    Memory& memory = memory_of(handle);
    if (whence == SEEK_SET)
        memory.at = offset;
    else if (whence == SEEK_CUR)
        memory.at += offset;
    else
        memory.at = memory.bytes.size() + offset;
    return memory.at;
}

int close_memory(thandle_t)
{
    return 0;
}

toff_t size_of_memory(thandle_t handle)
{
    return memory_of(handle).bytes.size();
}

using TiffHandle = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

TiffHandle open(Memory& memory, const char* mode)
{
    TiffHandle tiff(
        TIFFClientOpen(
            "specimen",
            mode,
            &memory,
            read_memory,
            write_memory,
            seek_memory,
            close_memory,
            size_of_memory,
            nullptr,
            nullptr
        ),
        &TIFFClose
    );
    if (tiff == nullptr) throw std::runtime_error("libtiff cannot open a file in memory");
    return tiff;
}

int compression_of(const Image& page, Packing packing)
{
    if (page.bilevel)
        return packing == Packing::group3 ? COMPRESSION_CCITTFAX3 : COMPRESSION_CCITTFAX4;
    if (packing == Packing::deflate) return COMPRESSION_ADOBE_DEFLATE;
    if (packing == Packing::jpeg) return COMPRESSION_JPEG;
    return COMPRESSION_LZW;
}

void describe(TIFF* tiff, const Image& page, int compression, int jpeg_quality, int rows_a_strip)
{
    TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(page.width));
    TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(page.height));
    TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, page.bilevel ? 1 : 8);
    TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, page.channels);
    TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
    TIFFSetField(tiff, TIFFTAG_COMPRESSION, compression);
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, static_cast<std::uint32_t>(rows_a_strip));
    TIFFSetField(tiff, TIFFTAG_XRESOLUTION, static_cast<double>(page.dpi));
    TIFFSetField(tiff, TIFFTAG_YRESOLUTION, static_cast<double>(page.dpi));
    TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, RESUNIT_INCH);
    if (compression == COMPRESSION_CCITTFAX3)
        TIFFSetField(tiff, TIFFTAG_GROUP3OPTIONS, GROUP3OPT_2DENCODING | GROUP3OPT_FILLBITS);
    if (compression == COMPRESSION_JPEG) {
        TIFFSetField(tiff, TIFFTAG_JPEGQUALITY, jpeg_quality);
        if (page.channels == 3) TIFFSetField(tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        TIFFSetField(
            tiff,
            TIFFTAG_PHOTOMETRIC,
            page.channels == 3 ? PHOTOMETRIC_YCBCR : PHOTOMETRIC_MINISBLACK
        );
    } else if (page.bilevel) {
        TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
    } else {
        TIFFSetField(
            tiff, TIFFTAG_PHOTOMETRIC, page.channels == 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK
        );
    }
    if (compression == COMPRESSION_LZW || compression == COMPRESSION_ADOBE_DEFLATE)
        TIFFSetField(tiff, TIFFTAG_PREDICTOR, PREDICTOR_HORIZONTAL);
}

void write_page(TIFF* tiff, const Image& page, Packing packing, int jpeg_quality, int rows_a_strip)
{
    describe(tiff, page, compression_of(page, packing), jpeg_quality, rows_a_strip);
    Bytes bits;
    if (page.bilevel) {
        bits = pack_bits(page);
        for (std::uint8_t& byte : bits)
            byte = static_cast<std::uint8_t>(~byte);
    }
    const std::size_t stride = page.bilevel ? static_cast<std::size_t>((page.width + 7) / 8)
                                            : static_cast<std::size_t>(page.width) *
                                                  static_cast<std::size_t>(page.channels);
    Bytes line(stride);
    for (int y = 0; y < page.height; ++y) {
        const std::uint8_t* from =
            page.bilevel ? bits.data() + static_cast<std::size_t>(y) * stride : page.row(y);
        std::copy_n(from, stride, line.begin());
        if (TIFFWriteScanline(tiff, line.data(), static_cast<std::uint32_t>(y), 0) < 0)
            throw std::runtime_error("libtiff cannot write a row");
    }
    if (TIFFWriteDirectory(tiff) == 0) throw std::runtime_error("libtiff cannot write a page");
}

} // namespace

Bytes encode_tiff(std::span<const Image> pages, Packing packing, int jpeg_quality)
{
    Memory memory;
    {
        const TiffHandle tiff = open(memory, "wl");
        for (const Image& page : pages)
            write_page(tiff.get(), page, packing, jpeg_quality, 128);
    }
    return std::move(memory.bytes);
}

Bytes encode_group4(const Image& image)
{
    Memory memory;
    {
        const TiffHandle tiff = open(memory, "wl");
        write_page(tiff.get(), image, Packing::group4, 0, image.height);
    }
    memory.at = 0;
    const TiffHandle tiff = open(memory, "r");
    Bytes strip(static_cast<std::size_t>(TIFFRawStripSize(tiff.get(), 0)));
    if (TIFFReadRawStrip(tiff.get(), 0, strip.data(), static_cast<tmsize_t>(strip.size())) < 0)
        throw std::runtime_error("libtiff cannot read a strip back");
    return strip;
}

} // namespace dossier::samples
