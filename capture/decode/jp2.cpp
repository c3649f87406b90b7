#include "capture/decode/decode.h"
#include "capture/formats/reasons.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <openjpeg.h>
#include <vector>

namespace dossier::capture {

namespace {

/// The file in memory as OpenJPEG reads it.
struct Memory {
    Bytes bytes;
    std::size_t at = 0;
};

OPJ_SIZE_T read_memory(void* to, OPJ_SIZE_T length, void* user)
{
    constexpr auto nothing_left = static_cast<OPJ_SIZE_T>(-1);
    Memory& memory = *static_cast<Memory*>(user);
    const std::size_t here = std::min(length, memory.bytes.size() - memory.at);
    if (here == 0) return nothing_left;
    std::memcpy(to, memory.bytes.data() + memory.at, here);
    memory.at += here;
    return here;
}

OPJ_OFF_T skip_memory(OPJ_OFF_T length, void* user)
{
    Memory& memory = *static_cast<Memory*>(user);
    if (length < 0) return -1;
    const auto here = std::min<std::uint64_t>(
        static_cast<std::uint64_t>(length), memory.bytes.size() - memory.at
    );
    memory.at += here;
    return here == 0 && length > 0 ? -1 : static_cast<OPJ_OFF_T>(here);
}

OPJ_BOOL seek_memory(OPJ_OFF_T to, void* user)
{
    Memory& memory = *static_cast<Memory*>(user);
    if (to < 0 || static_cast<std::uint64_t>(to) > memory.bytes.size()) return OPJ_FALSE;
    memory.at = static_cast<std::size_t>(to);
    return OPJ_TRUE;
}

void say_nothing(const char* /*message*/, void* /*user*/) {}

/// Calls the library's own function for letting go.
template <auto release>
struct Release {
    template <typename Kind>
    void operator()(Kind* kept) const
    {
        release(kept);
    }
};

using Stream = std::unique_ptr<opj_stream_t, Release<opj_stream_destroy>>;
using Codec = std::unique_ptr<opj_codec_t, Release<opj_destroy_codec>>;
using Image = std::unique_ptr<opj_image_t, Release<opj_image_destroy>>;

Stream open_stream(Memory& memory)
{
    Stream stream(opj_stream_default_create(OPJ_TRUE));
    if (!stream) return stream;
    opj_stream_set_read_function(stream.get(), read_memory);
    opj_stream_set_skip_function(stream.get(), skip_memory);
    opj_stream_set_seek_function(stream.get(), seek_memory);
    opj_stream_set_user_data(stream.get(), &memory, nullptr);
    opj_stream_set_user_data_length(stream.get(), memory.bytes.size());
    return stream;
}

Codec make_codec(Bytes bytes, unsigned halvings)
{
    Codec codec(
        opj_create_decompress(starts_with(bytes, "\xFF\x4F") ? OPJ_CODEC_J2K : OPJ_CODEC_JP2)
    );
    if (!codec) return codec;
    for (auto set : {opj_set_error_handler, opj_set_warning_handler, opj_set_info_handler})
        set(codec.get(), say_nothing, nullptr);
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    parameters.cp_reduce = halvings;
    if (opj_setup_decoder(codec.get(), &parameters) == OPJ_FALSE ||
        opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE) == OPJ_FALSE)
        codec.reset();
    return codec;
}

/// One component as 8 bits a sample, as large as the picture.
cv::Mat plane_of(const opj_image_comp_t& component, cv::Size size)
{
    const int width = static_cast<int>(component.w);
    const int height = static_cast<int>(component.h);
    const OPJ_INT32 offset = component.sgnd != 0 ? 1 << (component.prec - 1U) : 0;
    const double brightest = static_cast<double>((std::int64_t{1} << component.prec) - 1);
    const cv::Mat samples(height, width, CV_32SC1, component.data);
    cv::Mat plane;
    samples.convertTo(plane, CV_8U, 255.0 / brightest, offset * 255.0 / brightest);
    if (plane.size() != size) cv::resize(plane, plane, size, 0, 0, cv::INTER_LINEAR);
    return plane;
}

bool is_sane(const opj_image_t& image)
{
    constexpr OPJ_UINT32 most_bits = 16;
    if (image.numcomps == 0 || image.numcomps > 5) return false;
    const std::span components(image.comps, image.numcomps);
    return std::ranges::all_of(components, [](const opj_image_comp_t& component) {
        return component.data != nullptr && component.prec >= 1 && component.prec <= most_bits &&
               component.w > 0 && component.h > 0;
    });
}

/// Cyan, magenta, yellow, black; 0 is no ink.
cv::Mat bgr_of_inks(const std::vector<cv::Mat>& planes)
{
    std::vector<cv::Mat> bgr(3);
    const cv::Mat paper = ~planes[3];
    for (std::size_t i = 0; i < 3; ++i)
        cv::multiply(~planes[2 - i], paper, bgr[i], 1.0 / 255);
    cv::Mat pixels;
    cv::merge(bgr, pixels);
    return pixels;
}

cv::Mat bgr_of(const std::vector<cv::Mat>& planes, bool is_luma_chroma)
{
    cv::Mat pixels;
    if (is_luma_chroma) {
        cv::merge(std::vector{planes[0], planes[2], planes[1]}, pixels);
        cv::cvtColor(pixels, pixels, cv::COLOR_YCrCb2BGR);
    } else {
        cv::merge(std::vector{planes[2], planes[1], planes[0]}, pixels);
    }
    return pixels;
}

cv::Mat pixels_of(const opj_image_t& image, cv::Size size)
{
    std::vector<cv::Mat> planes;
    cv::Mat opacity;
    for (const opj_image_comp_t& component : std::span(image.comps, image.numcomps)) {
        if (component.alpha != 0)
            opacity = plane_of(component, size);
        else
            planes.push_back(plane_of(component, size));
    }
    const bool has_inks = image.color_space == OPJ_CLRSPC_CMYK;
    if (opacity.empty() && (planes.size() == 2 || (planes.size() == 4 && !has_inks))) {
        opacity = planes.back(); // bare codestreams do not say what their last component is
        planes.pop_back();
    }
    cv::Mat pixels;
    if (planes.size() == 1) pixels = planes[0];
    if (planes.size() == 3)
        pixels = bgr_of(
            planes, image.color_space == OPJ_CLRSPC_SYCC || image.color_space == OPJ_CLRSPC_EYCC
        );
    if (planes.size() == 4) pixels = bgr_of_inks(planes);
    if (pixels.empty() || opacity.empty()) return pixels;
    planes.clear();
    cv::split(pixels, planes);
    planes.push_back(opacity);
    if (planes.size() == 2) planes.insert(planes.begin(), 2, planes[0]);
    cv::merge(planes, pixels);
    return over_paper(pixels);
}

/// OpenJPEG holds every sample twice in four bytes: the largest pages are decoded at half their
/// resolution and enlarged, so that boxes still fit the page.
unsigned halvings_for(const PageOutline& outline)
{
    constexpr std::int64_t most_samples = 100'000'000;
    unsigned halvings = 0;
    for (std::int64_t samples = outline.decoded_bytes; samples > most_samples; samples /= 4)
        ++halvings;
    return halvings;
}

} // namespace

Picture decode_jp2(Bytes bytes, const PageOutline& outline, const Limits& /*limits*/)
{
    const unsigned halvings = halvings_for(outline);
    Memory memory{bytes};
    const Stream stream = open_stream(memory);
    const Codec codec = make_codec(bytes, halvings);
    if (!stream || !codec) return tl::unexpected(refusal(Reason::out_of_memory));
    opj_image_t* raw = nullptr;
    const bool has_header = opj_read_header(stream.get(), codec.get(), &raw) != OPJ_FALSE;
    const Image image(raw);
    if (!has_header || !image) return tl::unexpected(refusal(Reason::broken));
    if (image->x1 - image->x0 != static_cast<OPJ_UINT32>(outline.width) ||
        image->y1 - image->y0 != static_cast<OPJ_UINT32>(outline.height))
        return tl::unexpected(refusal(Reason::broken));
    if (opj_decode(codec.get(), stream.get(), image.get()) == OPJ_FALSE ||
        opj_end_decompress(codec.get(), stream.get()) == OPJ_FALSE)
        return tl::unexpected(refusal(halvings > 0 ? Reason::out_of_memory : Reason::broken));
    if (!is_sane(*image)) return tl::unexpected(refusal(Reason::unsupported_picture));
    cv::Mat pixels = pixels_of(*image, {outline.width, outline.height});
    if (pixels.empty()) return tl::unexpected(refusal(Reason::unsupported_picture));
    return pixels;
}

} // namespace dossier::capture
