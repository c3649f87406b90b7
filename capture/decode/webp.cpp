#include "capture/decode/decode.h"
#include "capture/formats/reasons.h"

#include <opencv2/core.hpp>

#include <webp/decode.h>

namespace dossier::capture {

namespace {

Reason reason_of(VP8StatusCode status)
{
    switch (status) {
    case VP8_STATUS_OUT_OF_MEMORY: return Reason::out_of_memory;
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_NOT_ENOUGH_DATA: return Reason::truncated;
    case VP8_STATUS_UNSUPPORTED_FEATURE: return Reason::unsupported_picture;
    default: return Reason::broken;
    }
}

} // namespace

Picture decode_webp(Bytes bytes, const PageOutline& outline, const Limits& /*limits*/)
{
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    WebPDecoderConfig config;
    if (WebPInitDecoderConfig(&config) == 0) return tl::unexpected(refusal(Reason::broken));
    const auto header = WebPGetFeatures(data, bytes.size(), &config.input);
    if (header != VP8_STATUS_OK) return tl::unexpected(refusal(reason_of(header)));
    if (config.input.width != outline.width || config.input.height != outline.height ||
        config.input.has_animation != 0)
        return tl::unexpected(refusal(Reason::broken));
    const bool is_clear = config.input.has_alpha != 0;
    cv::Mat pixels(outline.height, outline.width, is_clear ? CV_8UC4 : CV_8UC3);
    config.output.colorspace = is_clear ? MODE_BGRA : MODE_BGR;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = pixels.data;
    config.output.u.RGBA.stride = static_cast<int>(pixels.step[0]);
    config.output.u.RGBA.size = pixels.step[0] * static_cast<std::size_t>(pixels.rows);
    const auto status = WebPDecode(data, bytes.size(), &config);
    WebPFreeDecBuffer(&config.output);
    if (status != VP8_STATUS_OK) return tl::unexpected(refusal(reason_of(status)));
    return is_clear ? over_paper(pixels) : pixels;
}

} // namespace dossier::capture
