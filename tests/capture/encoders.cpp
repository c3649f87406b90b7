#include "tests/capture/encoders.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <jpeglib.h>
#include <openjpeg.h>
#include <png.h>
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
    const auto* begin = reinterpret_cast<const std::byte*>(out);
    File file(begin, begin + size);
    WebPFree(out);
    return file;
}

File as_inked_jpeg(const cv::Mat& inks, bool as_ycck, bool with_marker)
{
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* out = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &out, &size);
    info.image_width = static_cast<unsigned>(inks.cols);
    info.image_height = static_cast<unsigned>(inks.rows);
    info.input_components = 4;
    info.in_color_space = JCS_CMYK;
    jpeg_set_defaults(&info);
    jpeg_set_colorspace(&info, as_ycck ? JCS_YCCK : JCS_CMYK);
    info.write_Adobe_marker = with_marker ? TRUE : FALSE;
    jpeg_set_quality(&info, 100, TRUE);
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
        cv::Mat line = inks.row(static_cast<int>(info.next_scanline)).clone();
        JSAMPROW row = line.data;
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    const auto* begin = reinterpret_cast<const std::byte*>(out);
    File file(begin, begin + size);
    std::free(out); // NOLINT: libjpeg's malloc
    return file;
}

namespace {

void append_to_file(png_structp png, png_bytep from, png_size_t length)
{
    auto& file = *static_cast<File*>(png_get_io_ptr(png));
    const auto* begin = reinterpret_cast<const std::byte*>(from);
    file.insert(file.end(), begin, begin + length);
}

void set_transparency(png_structp png, png_infop info, const PngOptions& options)
{
    if (options.transparent.empty()) return;
    if (options.type == PNG_COLOR_TYPE_PALETTE) {
        std::vector<png_byte> opacities;
        for (const unsigned short value : options.transparent)
            opacities.push_back(static_cast<png_byte>(value));
        png_set_tRNS(png, info, opacities.data(), static_cast<int>(opacities.size()), nullptr);
        return;
    }
    png_color_16 clear{};
    clear.gray = clear.red = options.transparent.front();
    if (options.transparent.size() == 3) {
        clear.green = options.transparent[1];
        clear.blue = options.transparent[2];
    }
    png_set_tRNS(png, info, nullptr, 0, &clear);
}

} // namespace

File as_png_of(
    int width, int height, const std::vector<unsigned>& samples, const PngOptions& options
)
{
    File file;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(png, &file, append_to_file, nullptr);
    png_set_IHDR(
        png,
        info,
        static_cast<unsigned>(width),
        static_cast<unsigned>(height),
        options.depth,
        options.type,
        options.interlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
        0,
        0
    );
    if (!options.palette.empty()) {
        std::vector<png_color> colours;
        for (std::size_t i = 0; i + 2 < options.palette.size(); i += 3)
            colours.push_back({options.palette[i], options.palette[i + 1], options.palette[i + 2]});
        png_set_PLTE(png, info, colours.data(), static_cast<int>(colours.size()));
    }
    set_transparency(png, info, options);
    png_write_info(png, info);
    png_set_packing(png);
    std::vector<png_byte> bytes;
    for (const unsigned sample : samples) {
        if (options.depth == 16) bytes.push_back(static_cast<png_byte>(sample >> 8U));
        bytes.push_back(static_cast<png_byte>(sample));
    }
    std::vector<png_bytep> rows;
    for (int y = 0; y < height; ++y)
        rows.push_back(
            bytes.data() +
            bytes.size() / static_cast<std::size_t>(height) * static_cast<std::size_t>(y)
        );
    png_write_image(png, rows.data());
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return file;
}

} // namespace dossier::capture
