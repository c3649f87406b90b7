#include "tests/capture/files.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstring>
#include <openjpeg.h>
#include <stdexcept>
#include <webp/encode.h>

namespace dossier::capture {

namespace {

struct Growing {
    File bytes;
    std::size_t at = 0;
};

OPJ_SIZE_T write_growing(void* from, OPJ_SIZE_T length, void* user)
{
    auto& file = *static_cast<Growing*>(user);
    file.bytes.resize(std::max(file.bytes.size(), file.at + length));
    std::memcpy(file.bytes.data() + file.at, from, length);
    file.at += length;
    return length;
}

OPJ_OFF_T skip_growing(OPJ_OFF_T length, void* user)
{
    auto& file = *static_cast<Growing*>(user);
    file.at += static_cast<std::size_t>(length);
    file.bytes.resize(std::max(file.bytes.size(), file.at));
    return length;
}

OPJ_BOOL seek_growing(OPJ_OFF_T to, void* user)
{
    static_cast<Growing*>(user)->at = static_cast<std::size_t>(to);
    return OPJ_TRUE;
}

OPJ_COLOR_SPACE space_of(const cv::Mat& picture, const Jp2Options& options)
{
    if (options.printers_colours) return OPJ_CLRSPC_CMYK;
    if (options.luma_and_chroma) return OPJ_CLRSPC_SYCC;
    return picture.channels() == 1 ? OPJ_CLRSPC_GRAY : OPJ_CLRSPC_SRGB;
}

/// Red first, inks as they are.
opj_image_t* image_of(const cv::Mat& picture, const Jp2Options& options)
{
    cv::Mat ordered;
    picture.copyTo(ordered);
    if (picture.channels() == 3) cv::cvtColor(picture, ordered, cv::COLOR_BGR2RGB);
    if (picture.channels() == 4 && !options.printers_colours)
        cv::cvtColor(picture, ordered, cv::COLOR_BGRA2RGBA);
    const auto channels = static_cast<OPJ_UINT32>(picture.channels());
    std::vector<opj_image_cmptparm_t> parameters(channels);
    for (auto& each : parameters) {
        each.dx = each.dy = 1;
        each.w = static_cast<OPJ_UINT32>(picture.cols);
        each.h = static_cast<OPJ_UINT32>(picture.rows);
        each.prec = static_cast<OPJ_UINT32>(options.bits);
    }
    opj_image_t* image = opj_image_create(channels, parameters.data(), space_of(picture, options));
    image->x1 = static_cast<OPJ_UINT32>(picture.cols);
    image->y1 = static_cast<OPJ_UINT32>(picture.rows);
    std::vector<cv::Mat> planes;
    cv::split(ordered, planes);
    const int brightest = (1 << options.bits) - 1;
    for (OPJ_UINT32 c = 0; c < channels; ++c) {
        cv::Mat samples(picture.size(), CV_32SC1, image->comps[c].data);
        planes[c].convertTo(samples, CV_32S, brightest / 255.0);
    }
    if (channels == 4 && !options.printers_colours) image->comps[3].alpha = 1;
    return image;
}

} // namespace

File as_jp2(const cv::Mat& picture, const Jp2Options& options)
{
    opj_cparameters_t parameters;
    opj_set_default_encoder_parameters(&parameters);
    parameters.tcp_numlayers = 1;
    parameters.tcp_rates[0] = options.ratio;
    parameters.irreversible = options.ratio > 0 ? 1 : 0;
    parameters.cp_disto_alloc = 1;
    parameters.numresolution = 3;
    if (options.tile > 0) {
        parameters.tile_size_on = OPJ_TRUE;
        parameters.cp_tdx = parameters.cp_tdy = options.tile;
    }
    opj_image_t* image = image_of(picture, options);
    opj_codec_t* codec = opj_create_compress(options.boxes ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K);
    Growing file;
    opj_stream_t* stream = opj_stream_default_create(OPJ_FALSE);
    opj_stream_set_write_function(stream, write_growing);
    opj_stream_set_skip_function(stream, skip_growing);
    opj_stream_set_seek_function(stream, seek_growing);
    opj_stream_set_user_data(stream, &file, nullptr);
    const bool done = opj_setup_encoder(codec, &parameters, image) != OPJ_FALSE &&
                      opj_start_compress(codec, image, stream) != OPJ_FALSE &&
                      opj_encode(codec, stream) != OPJ_FALSE &&
                      opj_end_compress(codec, stream) != OPJ_FALSE;
    opj_stream_destroy(stream);
    opj_destroy_codec(codec);
    opj_image_destroy(image);
    if (!done) throw std::runtime_error("OpenJPEG could not encode");
    if (options.printers_colours) { // which OpenJPEG cannot say: number 12 of its colour box
        constexpr std::size_t number_at = 10;
        constexpr std::byte printers_colours{12};
        file.bytes.at(text_of(file.bytes).find("colr") + number_at) = printers_colours;
    }
    return file.bytes;
}

File as_webp(const cv::Mat& picture, float quality)
{
    const cv::Mat whole = picture.clone();
    std::uint8_t* out = nullptr;
    const int stride = static_cast<int>(whole.step[0]);
    std::size_t size = 0;
    if (whole.channels() == 4)
        size = WebPEncodeLosslessBGRA(whole.data, whole.cols, whole.rows, stride, &out);
    else if (quality > 0)
        size = WebPEncodeBGR(whole.data, whole.cols, whole.rows, stride, quality, &out);
    else
        size = WebPEncodeLosslessBGR(whole.data, whole.cols, whole.rows, stride, &out);
    if (size == 0) throw std::runtime_error("libwebp could not encode");
    File file = file_of(out, size);
    WebPFree(out);
    return file;
}

} // namespace dossier::capture
