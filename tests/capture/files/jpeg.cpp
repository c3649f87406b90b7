#include "tests/capture/files.h"

#include <opencv2/core.hpp>

#include <cstdio>
#include <cstdlib>
#include <functional>
#include <jpeglib.h>

namespace dossier::capture {

namespace {

/// `set_up` says what is special after libjpeg's defaults.
File encoded(
    const cv::Mat& picture,
    J_COLOR_SPACE colours,
    int quality,
    const std::function<void(jpeg_compress_struct&)>& set_up
)
{
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* out = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &out, &size);
    info.image_width = static_cast<unsigned>(picture.cols);
    info.image_height = static_cast<unsigned>(picture.rows);
    info.input_components = picture.channels();
    info.in_color_space = colours;
    jpeg_set_defaults(&info);
    set_up(info);
    jpeg_set_quality(&info, quality, TRUE);
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
        cv::Mat line = picture.row(static_cast<int>(info.next_scanline)).clone();
        JSAMPROW row = line.data;
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    File file = file_of(out, size);
    std::free(out); // NOLINT: libjpeg's malloc
    return file;
}

J_COLOR_SPACE colours_of(const cv::Mat& picture)
{
    if (picture.channels() == 4) return JCS_CMYK;
    return picture.channels() == 1 ? JCS_GRAYSCALE : JCS_EXT_BGR;
}

} // namespace

File as_jpeg(const cv::Mat& picture, bool progressive)
{
    return encoded(picture, colours_of(picture), 98, [&](jpeg_compress_struct& info) {
        for (int c = 0; c < info.num_components; ++c)
            info.comp_info[c].h_samp_factor = info.comp_info[c].v_samp_factor = 1;
        if (progressive) jpeg_simple_progression(&info);
    });
}

File as_inked_jpeg(const cv::Mat& inks, bool as_ycck, bool with_marker)
{
    return encoded(inks, JCS_CMYK, 100, [&](jpeg_compress_struct& info) {
        jpeg_set_colorspace(&info, as_ycck ? JCS_YCCK : JCS_CMYK);
        info.write_Adobe_marker = with_marker ? TRUE : FALSE;
    });
}

} // namespace dossier::capture
