#include "capture/decode/decode.h"
#include "capture/formats/reasons.h"

#include <opencv2/imgproc.hpp>

#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <jerror.h>
#include <jpeglib.h>

namespace dossier::capture {

namespace {

constexpr std::size_t decoder_memory = 512UL * 1024 * 1024;

enum class Ending { good, truncated, damaged, no_memory, unsupported };

/// Everything the C part works on; plain, so that longjmp skips no destructor.
struct Work {
    const unsigned char* bytes = nullptr;
    unsigned long size = 0;
    JSAMPLE* pixels = nullptr;
    std::size_t stride = 0;
    unsigned width = 0;
    unsigned height = 0;
    J_COLOR_SPACE space = JCS_GRAYSCALE;
    bool inverted = false;
};

struct ErrorState {
    jpeg_error_mgr base;
    std::jmp_buf escape;
    bool is_truncated;
    bool is_damaged;
};

[[noreturn]] void leave(j_common_ptr info)
{
    auto* state = reinterpret_cast<ErrorState*>(info->err);
    std::longjmp(state->escape, 1); // NOLINT(cert-err52-cpp): libjpeg's own way out
}

/// libjpeg goes on after damage and fills in grey; that must not pass for a page.
void note_warning(j_common_ptr info, int level)
{
    auto* state = reinterpret_cast<ErrorState*>(info->err);
    if (level >= 0) return;
    switch (info->err->msg_code) {
    case JWRN_ADOBE_XFORM:
    case JWRN_JFIF_MAJOR:
    case JWRN_EXTRANEOUS_DATA:
    case JWRN_BOGUS_ICC: return;
    case JWRN_HIT_MARKER:
    case JWRN_JPEG_EOF: state->is_truncated = true; return;
    default: state->is_damaged = true; return;
    }
}

void say_nothing(j_common_ptr /*info*/) {}

J_COLOR_SPACE output_space(const jpeg_decompress_struct& info)
{
    switch (info.jpeg_color_space) {
    case JCS_GRAYSCALE: return JCS_GRAYSCALE;
    case JCS_CMYK:
    case JCS_YCCK: return JCS_CMYK;
    default: return JCS_EXT_BGR;
    }
}

Ending ending_of(const ErrorState& state, bool finished)
{
    if (!finished && state.base.msg_code == JERR_OUT_OF_MEMORY) return Ending::no_memory;
    if (state.is_truncated) return Ending::truncated;
    return finished && !state.is_damaged ? Ending::good : Ending::damaged;
}

/// One frame for setjmp and all library calls, and no object with a destructor in it. Without
/// `work.pixels` it stops after the header.
Ending run(Work& work)
{
    ErrorState state{};
    jpeg_decompress_struct info{};
    info.err = jpeg_std_error(&state.base);
    state.base.error_exit = leave;
    state.base.emit_message = note_warning;
    state.base.output_message = say_nothing;
    if (setjmp(state.escape) != 0) { // NOLINT(cert-err52-cpp): libjpeg's own way out
        jpeg_destroy_decompress(&info);
        return ending_of(state, false);
    }
    jpeg_create_decompress(&info);
    info.mem->max_memory_to_use = static_cast<long>(decoder_memory);
    jpeg_mem_src(&info, work.bytes, work.size);
    jpeg_read_header(&info, TRUE);
    work.space = output_space(info);
    work.inverted = info.saw_Adobe_marker != 0;
    if (info.image_width != work.width || info.image_height != work.height ||
        info.data_precision != 8) {
        jpeg_destroy_decompress(&info);
        return Ending::unsupported;
    }
    if (work.pixels != nullptr) {
        info.out_color_space = work.space;
        info.dct_method = JDCT_ISLOW;
        jpeg_start_decompress(&info);
        while (info.output_scanline < info.output_height) {
            JSAMPROW row = work.pixels + info.output_scanline * work.stride;
            jpeg_read_scanlines(&info, &row, 1);
        }
        jpeg_finish_decompress(&info);
    }
    jpeg_destroy_decompress(&info);
    return ending_of(state, true);
}

Reason reason_of(Ending ending)
{
    switch (ending) {
    case Ending::truncated: return Reason::truncated;
    case Ending::no_memory: return Reason::out_of_memory;
    case Ending::unsupported: return Reason::unsupported_picture;
    case Ending::good:
    case Ending::damaged: break;
    }
    return Reason::broken;
}

int channels_of(J_COLOR_SPACE space)
{
    if (space == JCS_GRAYSCALE) return 1;
    return space == JCS_CMYK ? 4 : 3;
}

/// Adobe stores CMYK upside down; everybody else has come to do the same.
cv::Mat bgr_of_cmyk(const cv::Mat& cmyk, bool inverted)
{
    cv::Mat bgr(cmyk.rows, cmyk.cols, CV_8UC3);
    for (int y = 0; y < cmyk.rows; ++y) {
        const auto* from = cmyk.ptr<cv::Vec4b>(y);
        auto* to = bgr.ptr<cv::Vec3b>(y);
        for (int x = 0; x < cmyk.cols; ++x)
            for (int c = 0; c < 3; ++c) {
                const int ink = inverted ? from[x][2 - c] : 255 - from[x][2 - c];
                const int key = inverted ? from[x][3] : 255 - from[x][3];
                to[x][c] = static_cast<unsigned char>(ink * key / 255);
            }
    }
    return bgr;
}

} // namespace

Picture decode_jpeg(Bytes bytes, const PageOutline& outline, const Limits& /*limits*/)
{
    Work work;
    work.bytes = reinterpret_cast<const unsigned char*>(bytes.data());
    work.size = bytes.size();
    work.width = static_cast<unsigned>(outline.width);
    work.height = static_cast<unsigned>(outline.height);
    if (const Ending header = run(work); header != Ending::good)
        return tl::unexpected(refusal(reason_of(header)));
    cv::Mat pixels(outline.height, outline.width, CV_8UC(channels_of(work.space)));
    work.pixels = pixels.data;
    work.stride = pixels.step[0];
    if (const Ending ending = run(work); ending != Ending::good)
        return tl::unexpected(refusal(reason_of(ending)));
    return work.space == JCS_CMYK ? bgr_of_cmyk(pixels, work.inverted) : pixels;
}

} // namespace dossier::capture
