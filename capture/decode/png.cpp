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

/// Everything the C part works on; plain, so that longjmp skips no destructor. Without `rows` it
/// stops after the header.
struct Work {
    const unsigned char* bytes = nullptr;
    std::size_t size = 0;
    png_infop info = nullptr;
    png_bytepp rows = nullptr;
    std::size_t row_bytes = 0;
    png_uint_32 width = 0;
    png_uint_32 height = 0;
    png_uint_32 longest_side = 0;
    bool is_colour = false;
    bool has_last_row = false;
    bool is_done = false;
};

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

void take_header(png_structp png, png_infop info)
{
    auto* work = static_cast<Work*>(png_get_progressive_ptr(png));
    set_transformations(png, info);
    png_read_update_info(png, info);
    if (png_get_image_width(png, info) != work->width ||
        png_get_image_height(png, info) != work->height)
        png_error(png, "not the size that was checked");
    work->is_colour = (png_get_color_type(png, info) & PNG_COLOR_MASK_COLOR) != 0;
    work->info = info;
    work->is_done = work->rows == nullptr;
    if (work->is_done) png_longjmp(png, 1);
    if (png_get_rowbytes(png, info) != work->row_bytes)
        png_error(png, "not the depth that was seen");
}

void take_row(png_structp png, png_bytep row, png_uint_32 number, int pass)
{
    constexpr int last_interlaced_pass = 6;
    auto* work = static_cast<Work*>(png_get_progressive_ptr(png));
    const int last_pass =
        png_get_interlace_type(png, work->info) == PNG_INTERLACE_NONE ? 0 : last_interlaced_pass;
    if (number + 1 == work->height && pass == last_pass) work->has_last_row = true;
    if (row != nullptr && number < work->height)
        png_progressive_combine_row(png, work->rows[number], row);
}

void take_end(png_structp png, png_infop /*info*/)
{
    auto* work = static_cast<Work*>(png_get_progressive_ptr(png));
    work->is_done = work->has_last_row;
}

/// One frame for setjmp and all library calls, and no object with a destructor in it. libpng is fed
/// rather than asked: its pulling reader inflates everything behind the last row, however much that
/// is.
bool run(Work& work)
{
    work.is_done = false;
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, leave, say_nothing);
    png_infop info = png == nullptr ? nullptr : png_create_info_struct(png);
    if (info == nullptr) {
        png_destroy_read_struct(&png, nullptr, nullptr);
        return false;
    }
    if (setjmp(png_jmpbuf(png)) != 0) { // NOLINT(cert-err52-cpp): libpng's own way out
        png_destroy_read_struct(&png, &info, nullptr);
        return work.is_done && work.rows == nullptr;
    }
    set_limits(png, work);
    png_set_progressive_read_fn(png, &work, take_header, take_row, take_end);
    png_process_data(png, info, const_cast<png_bytep>(work.bytes), work.size);
    png_destroy_read_struct(&png, &info, nullptr);
    return work.is_done;
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
    rows.reserve(static_cast<std::size_t>(pixels.rows));
    for (int y = 0; y < pixels.rows; ++y)
        rows.push_back(pixels.ptr(y));
    work.rows = rows.data();
    work.row_bytes = static_cast<std::size_t>(pixels.cols) * pixels.elemSize();
    if (!run(work)) return tl::unexpected(refusal(Reason::broken));
    return pixels;
}

} // namespace dossier::capture
