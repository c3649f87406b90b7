#include "capture/preview.h"

#include "capture/image/smaller.h"
#include "capture/jpeg_cut.h"

#include <algorithm>
#include <cmath>
#include <csetjmp>
#include <cstdio>
#include <cstdlib>
#include <jpeglib.h>
#include <memory>
#include <new>

namespace dossier::capture {

namespace {

struct ErrorState {
    jpeg_error_mgr base;
    std::jmp_buf escape;
};

[[noreturn]] void leave(j_common_ptr info)
{
    std::longjmp(reinterpret_cast<ErrorState*>(info->err)->escape, 1); // NOLINT(cert-err52-cpp)
}

/// Plain, so that longjmp skips no destructor. `out` is malloc'ed by libjpeg.
struct Work {
    const unsigned char* pixels = nullptr;
    std::size_t stride = 0;
    unsigned width = 0;
    unsigned height = 0;
    int channels = 0;
    int quality = 0;
    unsigned char* out = nullptr;
    unsigned long size = 0;
};

bool run(Work& work)
{
    ErrorState state{};
    jpeg_compress_struct info{};
    info.err = jpeg_std_error(&state.base);
    state.base.error_exit = leave;
    if (setjmp(state.escape) != 0) { // NOLINT(cert-err52-cpp): libjpeg's own way out
        jpeg_destroy_compress(&info);
        return false;
    }
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &work.out, &work.size);
    info.image_width = work.width;
    info.image_height = work.height;
    info.input_components = work.channels;
    info.in_color_space = work.channels == 1 ? JCS_GRAYSCALE : JCS_EXT_BGR;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, work.quality, TRUE);
    const auto block =
        static_cast<unsigned>(8 * (work.channels == 1 ? 1 : info.comp_info[0].h_samp_factor));
    info.restart_interval =
        static_cast<unsigned>(restart_interval_of(static_cast<int>((work.width + block - 1) / block)
        ));
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
        JSAMPROW row = const_cast<JSAMPROW>(work.pixels + info.next_scanline * work.stride);
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    return true;
}

std::vector<std::byte> jpeg_of(const cv::Mat& pixels, int quality)
{
    Work work;
    work.pixels = pixels.data;
    work.stride = pixels.step[0];
    work.width = static_cast<unsigned>(pixels.cols);
    work.height = static_cast<unsigned>(pixels.rows);
    work.channels = pixels.channels();
    work.quality = quality;
    const bool done = run(work);
    const std::unique_ptr<unsigned char, decltype(&std::free)> owned(work.out, &std::free);
    if (!done) throw std::bad_alloc(); // the one way in which encoding sound pixels can fail
    const auto* begin = reinterpret_cast<const std::byte*>(owned.get());
    return {begin, begin + work.size};
}

} // namespace

Preview make_preview(const Straightened& page, const PreviewOptions& options)
{
    const cv::Mat& pixels = page.page.pixels;
    const double scale = std::min(
        1.0, static_cast<double>(options.longest_side) / std::max(pixels.cols, pixels.rows)
    );
    const auto scaled = [&](int side) {
        return std::max(1, static_cast<int>(std::lround(side * scale)));
    };
    const cv::Size size(scaled(pixels.cols), scaled(pixels.rows));
    const cv::Mat small = shrunk(pixels, size);
    Preview preview;
    preview.page = page.page.facts.index;
    preview.width = size.width;
    preview.height = size.height;
    preview.from_scan = chained(
        page.from_scan,
        homography_of(
            {static_cast<double>(size.width) / pixels.cols,
             0,
             0,
             0,
             static_cast<double>(size.height) / pixels.rows,
             0}
        )
    );
    preview.jpeg = jpeg_of(small, options.jpeg_quality);
    return preview;
}

} // namespace dossier::capture
