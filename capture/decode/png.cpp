#include "capture/decode/decode.h"
#include "capture/formats/reasons.h"

#include <opencv2/core.hpp>

#include <algorithm>
#include <array>
#include <csetjmp>
#include <cstring>
#include <png.h>
#include <vector>

namespace dossier::capture {

namespace {

constexpr png_alloc_size_t largest_chunk = 8'000'000;
constexpr png_uint_32 most_ancillary_chunks = 128;

/// Everything the C part works on; plain, so that longjmp skips no destructor.
struct Work {
    const unsigned char* bytes = nullptr;
    std::size_t size = 0;
    std::size_t at = 0;
    png_bytepp rows = nullptr;
    std::size_t row_bytes = 0;
    png_uint_32 width = 0;
    png_uint_32 height = 0;
    png_uint_32 longest_side = 0;
    bool is_colour = false;
};

void read_from_memory(png_structp png, png_bytep to, png_size_t length)
{
    auto* work = static_cast<Work*>(png_get_io_ptr(png));
    if (length > work->size - work->at) png_error(png, "end of file");
    std::memcpy(to, work->bytes + work->at, length);
    work->at += length;
}

[[noreturn]] void leave(png_structp png, png_const_charp /*message*/)
{
    png_longjmp(png, 1);
}

void say_nothing(png_structp /*png*/, png_const_charp /*message*/) {}

void set_limits(png_structp png, const Work& work)
{
    // Colour profiles, texts and EXIF are never looked at; zlib bombs hide in them.
    static constexpr std::array<png_byte, 25> ignored{'i', 'C', 'C', 'P', 0,   'z', 'T', 'X', 't',
                                                      0,   'i', 'T', 'X', 't', 0,   't', 'E', 'X',
                                                      't', 0,   'e', 'X', 'I', 'f', 0};
    png_set_user_limits(png, work.longest_side, work.longest_side);
    png_set_chunk_malloc_max(png, largest_chunk);
    png_set_chunk_cache_max(png, most_ancillary_chunks);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, ignored.data(), 5);
}

/// 8 bits a sample, grey or BGR, transparency over white.
void set_transformations(png_structp png, png_infop info)
{
    png_color_16 white{};
    white.red = white.green = white.blue = white.gray = 0xFF;
    png_set_expand(png);
    png_set_scale_16(png);
    if (png_get_valid(png, info, PNG_INFO_tRNS) != 0 ||
        (png_get_color_type(png, info) & PNG_COLOR_MASK_ALPHA) != 0) {
        if (png_get_bit_depth(png, info) == 16)
            white.red = white.green = white.blue = white.gray = 0xFFFF;
        png_set_background(png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
    }
    png_set_bgr(png);
    png_set_interlace_handling(png);
}

/// One frame for setjmp and all library calls, and no object with a destructor in it. Without
/// `work.rows` it stops after the header.
bool run(Work& work)
{
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, leave, say_nothing);
    png_infop info = png == nullptr ? nullptr : png_create_info_struct(png);
    if (info == nullptr) {
        png_destroy_read_struct(&png, nullptr, nullptr);
        return false;
    }
    if (setjmp(png_jmpbuf(png)) != 0) { // NOLINT(cert-err52-cpp): libpng's own way out
        png_destroy_read_struct(&png, &info, nullptr);
        return false;
    }
    work.at = 0;
    png_set_read_fn(png, &work, read_from_memory);
    set_limits(png, work);
    png_read_info(png, info);
    set_transformations(png, info);
    png_read_update_info(png, info);
    work.is_colour = (png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR) != 0;
    bool fits = png_get_image_width(png, info) == work.width &&
                png_get_image_height(png, info) == work.height;
    if (fits && work.rows != nullptr) {
        fits = png_get_rowbytes(png, info) == work.row_bytes;
        if (fits) {
            png_read_image(png, work.rows);
            png_read_end(png, nullptr);
        }
    }
    png_destroy_read_struct(&png, &info, nullptr);
    return fits;
}

} // namespace

Picture decode_png(Bytes bytes, const PageOutline& outline, const Limits& limits)
{
    Work work;
    work.bytes = reinterpret_cast<const unsigned char*>(bytes.data());
    work.size = bytes.size();
    work.width = static_cast<png_uint_32>(outline.width);
    work.height = static_cast<png_uint_32>(outline.height);
    work.longest_side = static_cast<png_uint_32>(limits.side);
    if (!run(work)) return tl::unexpected(refusal(Reason::broken));
    cv::Mat pixels(outline.height, outline.width, work.is_colour ? CV_8UC3 : CV_8UC1);
    std::vector<png_bytep> rows;
    for (int y = 0; y < pixels.rows; ++y)
        rows.push_back(pixels.ptr(y));
    work.rows = rows.data();
    work.row_bytes = static_cast<std::size_t>(pixels.cols) * pixels.elemSize();
    if (!run(work)) return tl::unexpected(refusal(Reason::broken));
    return pixels;
}

} // namespace dossier::capture
