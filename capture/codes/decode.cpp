#include "capture/codes/decode.h"

#include "capture/codes/assertions.h"
#include "capture/codes/bilevel.h"
#include "capture/codes/evidence.h"
#include "capture/utf8.h"

#include <opencv2/imgproc.hpp>

#define ZX_USE_UTF8 1
#include <ReadBarcode.h>
#include <algorithm>
#include <array>
#include <cmath>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace dossier::capture {

namespace {

constexpr std::size_t most_text = 4'000;

/// zxing-cpp looks at all triples of corners: a wall of them would keep it busy for hours.
ZXing::DecodeHints hints_for(const cv::Mat& bilevel)
{
    ZXing::DecodeHints hints;
    hints
        .setFormats(
            has_many_corners(bilevel) ? ZXing::BarcodeFormats{ZXing::BarcodeFormat::Code128}
                                      : ZXing::BarcodeFormat::QRCode | ZXing::BarcodeFormat::Code128
        )
        .setTryHarder(true)
        .setTryRotate(true)
        .setTryDownscale(false)
        .setBinarizer(ZXing::Binarizer::FixedThreshold)
        .setMinLineCount(3)
        .setMaxNumberOfSymbols(8);
    return hints;
}

/// A code's text as others may have it: whole characters that control nothing, not too many. What
/// is none becomes a space.
std::string printable(std::string_view text)
{
    std::string out;
    while (!text.empty() && out.size() < most_text) {
        const auto [point, length] = first_character(text);
        const bool is_printable = length > 0 && !is_control(point);
        out += is_printable ? text.substr(0, length) : " ";
        text.remove_prefix(is_printable ? length : 1);
    }
    return out;
}

Box box_of(const ZXing::Position& corners, double scale, const cv::Rect& where)
{
    int left = corners[0].x;
    int right = left;
    int top = corners[0].y;
    int bottom = top;
    for (const auto& corner : corners) {
        left = std::min(left, corner.x);
        right = std::max(right, corner.x);
        top = std::min(top, corner.y);
        bottom = std::max(bottom, corner.y);
    }
    const auto on_page = [scale](int at) { return static_cast<int>(std::lround(at / scale)); };
    const cv::Rect found{
        where.x + on_page(left),
        where.y + on_page(top),
        std::max(1, on_page(right - left)),
        std::max(1, on_page(bottom - top))};
    const cv::Rect inside = found & where;
    return {inside.x, inside.y, inside.width, inside.height};
}

struct Call {
    const ZXing::ImageView& view;
    const ZXing::DecodeHints& hints;
    ZXing::Results results;
};

/// Nothing where the library gives up on these pixels, by exception or assertion.
ZXing::Results read_barcodes(const cv::Mat& picture)
{
    const ZXing::ImageView view{
        picture.data,
        picture.cols,
        picture.rows,
        ZXing::ImageFormat::Lum,
        static_cast<int>(picture.step)};
    const auto hints = hints_for(picture);
    Call call{view, hints, {}};
    const auto read = [](void* context) {
        auto& asked = *static_cast<Call*>(context);
        try {
            asked.results = ZXing::ReadBarcodes(asked.view, asked.hints);
        } catch (const std::exception&) {
            asked.results.clear();
        }
    };
    return survives_assertions(read, &call) ? std::move(call.results) : ZXing::Results{};
}

std::vector<Code> decode_once(const cv::Mat& picture, double scale, const cv::Rect& where)
{
    std::vector<Code> codes;
    for (const auto& result : read_barcodes(picture)) {
        if (!result.isValid()) continue;
        const bool is_qr = result.format() == ZXing::BarcodeFormat::QRCode;
        codes.push_back(
            {.symbology = is_qr ? "qr_code" : "code_128",
             .text = printable(result.text()),
             .box = box_of(result.position(), scale, where)}
        );
    }
    return codes;
}

/// The scales to try, coarse first: a large code is read from few pixels, a small one needs all,
/// and one with modules of two pixels reads better when they are made four.
std::vector<double> scales_for(const cv::Rect& where)
{
    constexpr int small_side = 500;
    constexpr int tiny_side = 420;
    const int longest = std::max(where.width, where.height);
    std::vector<double> scales;
    for (const double scale : {0.25, 0.5})
        if (longest * scale >= small_side) scales.push_back(scale);
    scales.push_back(1.0);
    if (longest <= tiny_side) scales.push_back(2.0);
    return scales;
}

cv::Mat scaled(const cv::Mat& grey, double scale)
{
    if (scale == 1.0) return grey;
    cv::Mat out;
    cv::resize(grey, out, {}, scale, scale, scale < 1.0 ? cv::INTER_AREA : cv::INTER_CUBIC);
    return out;
}

} // namespace

std::vector<Code>
decode_codes(const cv::Mat& page, const cv::Rect& where, Effort effort, std::int64_t& budget)
{
    const auto scales = scales_for(where);
    std::vector<cv::Mat> pictures;
    pictures.reserve(scales.size());
    for (const double scale : scales)
        pictures.push_back(scaled(page(where), scale));
    for (const Bilevel how : every_bilevel)
        for (std::size_t i = 0; i < pictures.size(); ++i) {
            const auto pixels = static_cast<std::int64_t>(pictures[i].total());
            if (pixels > budget) continue;
            budget -= pixels;
            const cv::Mat picture = make_bilevel(pictures[i], how);
            auto codes = decode_once(picture, scales[i], where);
            if (!codes.empty() || effort == Effort::one_try) return codes;
        }
    return {};
}

} // namespace dossier::capture
