#include "capture/decode/pdf_picture.h"

#include "capture/decode/pdf_content.h"
#include "capture/formats/reasons.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <qpdf/Pl_Flate.hh>
#include <qpdf/Pl_String.hh>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::capture {

namespace {

constexpr int most_side = 1 << 20;

int number_in(QPDFObjectHandle dictionary, const char* key, int otherwise)
{
    QPDFObjectHandle value = dictionary.getKey(key);
    return value.isInteger() ? value.getIntValueAsInt() : otherwise;
}

bool is_true(QPDFObjectHandle dictionary, const char* key)
{
    QPDFObjectHandle value = dictionary.getKey(key);
    return value.isBool() && value.getBoolValue();
}

std::vector<std::string> filters_of(QPDFObjectHandle dictionary)
{
    std::vector<std::string> names;
    QPDFObjectHandle filter = dictionary.getKey("/Filter");
    if (filter.isName()) names.push_back(filter.getName());
    if (filter.isArray())
        for (int i = 0; i < std::min(filter.getArrayNItems(), 8); ++i)
            if (filter.getArrayItem(i).isName()) names.push_back(filter.getArrayItem(i).getName());
    return names;
}

/// The parameters of the last filter.
QPDFObjectHandle parameters_of(QPDFObjectHandle dictionary)
{
    QPDFObjectHandle parameters = dictionary.getKey("/DecodeParms");
    if (parameters.isArray() && parameters.getArrayNItems() > 0)
        parameters = parameters.getArrayItem(parameters.getArrayNItems() - 1);
    return parameters.isDictionary() ? parameters : QPDFObjectHandle::newDictionary();
}

Bytes bytes_of(const std::string& text)
{
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

/// The stream as its last filter has to be given it: raw, or with one Deflate layer taken off.
std::optional<std::string> encoded_bytes(
    QPDFObjectHandle picture, const std::vector<std::string>& filters, const Limits& limits
)
{
    const auto raw = picture.getRawStreamData();
    const std::string text(reinterpret_cast<const char*>(raw->getBuffer()), raw->getSize());
    if (filters.size() == 1) return text;
    if (filters.size() != 2 || filters[0] != "/FlateDecode") return std::nullopt;
    QPDFObjectHandle layer = QPDFObjectHandle::newStream(picture.getOwningQPDF(), text);
    layer.getDict().replaceKey("/Filter", QPDFObjectHandle::newName("/FlateDecode"));
    return inflated(layer, limits.bytes);
}

Picture decode_jpeg_stream(const std::string& jpeg, const Limits& limits)
{
    auto outline = outline_of_jpeg(bytes_of(jpeg));
    if (!outline) {
        const bool cut = outline.error().code == code_of(Reason::incomplete);
        return tl::unexpected(cut ? refusal(Reason::truncated) : outline.error());
    }
    if (auto fits = check_limits({*outline}, jpeg.size(), limits); !fits)
        return tl::unexpected(fits.error());
    return decode_jpeg(bytes_of(jpeg), *outline, limits);
}

std::string tiff_entry(unsigned tag, unsigned type, unsigned value)
{
    std::string entry;
    const auto put = [&](unsigned number, int bytes) {
        for (int i = 0; i < bytes; ++i)
            entry += static_cast<char>(number >> (8U * static_cast<unsigned>(i)) & 0xFFU);
    };
    put(tag, 2);
    put(type, 2);
    put(1, 4);
    put(value, 4);
    return entry;
}

/// Fax data is decoded by libtiff, so it gets a TIFF around it.
Picture decode_fax(
    const std::string& fax, const QPDFObjectHandle& parameters, cv::Size size, const Limits& limits
)
{
    constexpr unsigned group3 = 3;
    constexpr unsigned group4 = 4;
    constexpr unsigned number_type = 4;
    if (is_true(parameters, "/EncodedByteAlign") ||
        number_in(parameters, "/Columns", 1728) != size.width)
        return tl::unexpected(refusal(Reason::pdf_picture_kind));
    const int k = number_in(parameters, "/K", 0);
    const unsigned entries = 8;
    const unsigned data_at = 8 + 2 + entries * 12 + 4;
    const auto width = static_cast<unsigned>(size.width);
    const auto height = static_cast<unsigned>(size.height);
    std::string tiff("II*\0\x08\0\0\0\x08\0", 10);
    tiff += tiff_entry(256, number_type, width) + tiff_entry(257, number_type, height);
    tiff += tiff_entry(258, number_type, 1) + tiff_entry(259, number_type, k < 0 ? group4 : group3);
    tiff += tiff_entry(262, number_type, is_true(parameters, "/BlackIs1") ? 1 : 0);
    tiff += tiff_entry(273, number_type, data_at) + tiff_entry(278, number_type, height);
    tiff += tiff_entry(279, number_type, static_cast<unsigned>(fax.size()));
    if (k > 0) return tl::unexpected(refusal(Reason::pdf_picture_kind));
    tiff += std::string(4, '\0') + fax;
    PageOutline outline;
    outline.width = size.width;
    outline.height = size.height;
    outline.offset = 8;
    return decode_tiff(bytes_of(tiff), outline, limits);
}

/// What one sample of a raw picture means.
struct ColourSpace {
    int channels = 1;
    std::string palette; ///< of an indexed space, in its base's samples
    int palette_channels = 0;
};

std::optional<int> plain_channels(QPDFObjectHandle space)
{
    if (space.isArray() && space.getArrayNItems() > 0) {
        QPDFObjectHandle kind = space.getArrayItem(0);
        if (kind.isNameAndEquals("/CalGray")) return 1;
        if (kind.isNameAndEquals("/CalRGB")) return 3;
        if (!kind.isNameAndEquals("/ICCBased") || space.getArrayNItems() < 2) return std::nullopt;
        QPDFObjectHandle profile = space.getArrayItem(1);
        if (!profile.isStream()) return std::nullopt;
        const int channels = number_in(profile.getDict(), "/N", 0);
        return channels == 1 || channels == 3 || channels == 4 ? std::optional(channels)
                                                               : std::nullopt;
    }
    if (space.isNameAndEquals("/DeviceGray")) return 1;
    if (space.isNameAndEquals("/DeviceRGB")) return 3;
    if (space.isNameAndEquals("/DeviceCMYK")) return 4;
    return std::nullopt;
}

/// What is wrong with it may be right for a renderer, which knows more of its forms.
Picture decode_jpx_stream(const std::string& jpx, QPDFObjectHandle space, const Limits& limits)
{
    const auto channels = plain_channels(space);
    if (!space.isNull() && channels != 1 && channels != 3)
        return tl::unexpected(refusal(Reason::pdf_picture_kind));
    const auto outline = outline_of_jp2(bytes_of(jpx), limits);
    if (!outline) return tl::unexpected(refusal(Reason::pdf_picture_kind));
    if (auto fits = check_limits({*outline}, jpx.size(), limits); !fits)
        return tl::unexpected(fits.error());
    auto pixels = decode_jp2(bytes_of(jpx), *outline, limits);
    return pixels ? pixels : tl::unexpected(refusal(Reason::pdf_picture_kind));
}

std::optional<ColourSpace> colour_space(QPDFObjectHandle space)
{
    constexpr std::size_t most_palette = std::size_t{256} * 4;
    if (const auto channels = plain_channels(space)) return ColourSpace{*channels, {}, 0};
    if (!space.isArray() || space.getArrayNItems() != 4) return std::nullopt;
    if (!space.getArrayItem(0).isNameAndEquals("/Indexed")) return std::nullopt;
    const auto base = plain_channels(space.getArrayItem(1));
    if (!base) return std::nullopt;
    QPDFObjectHandle lookup = space.getArrayItem(3);
    ColourSpace indexed{1, {}, *base};
    if (lookup.isString()) indexed.palette = lookup.getStringValue();
    if (lookup.isStream()) indexed.palette = inflated(lookup, most_palette).value_or("");
    if (indexed.palette.empty()) return std::nullopt;
    return indexed;
}

/// The `index`-th sample of a line, as stored.
unsigned sample_at(const unsigned char* line, int index, int bits)
{
    if (bits == 8) return line[index];
    if (bits == 16) return line[2 * static_cast<std::size_t>(index)];
    const int per_byte = 8 / bits;
    const auto shift = static_cast<unsigned>(8 - bits * (index % per_byte + 1));
    return static_cast<unsigned>(line[index / per_byte]) >> shift &
           ((1U << static_cast<unsigned>(bits)) - 1U);
}

cv::Vec3b bgr_of(const std::array<unsigned, 4>& samples, int channels)
{
    const auto byte = [](unsigned value) { return static_cast<unsigned char>(value); };
    if (channels == 1) return {byte(samples[0]), byte(samples[0]), byte(samples[0])};
    if (channels == 3) return {byte(samples[2]), byte(samples[1]), byte(samples[0])};
    const unsigned paper = 255 - samples[3];
    const auto ink = [&](unsigned value) { return byte((255 - value) * paper / 255); };
    return {ink(samples[2]), ink(samples[1]), ink(samples[0])};
}

cv::Vec3b from_palette(const ColourSpace& space, unsigned index)
{
    std::array<unsigned, 4> samples{};
    const auto channels = static_cast<std::size_t>(space.palette_channels);
    for (std::size_t c = 0; c < channels; ++c) {
        const std::size_t at = index * channels + c;
        samples[c] = at < space.palette.size() ? static_cast<unsigned char>(space.palette[at]) : 0U;
    }
    return bgr_of(samples, space.palette_channels);
}

Picture decode_raw(const std::string& raw, const ColourSpace& space, cv::Size size, int bits)
{
    const auto line_bytes =
        (static_cast<std::size_t>(size.width) * static_cast<std::size_t>(space.channels * bits) + 7
        ) /
        8;
    if (raw.size() < line_bytes * static_cast<std::size_t>(size.height))
        return tl::unexpected(refusal(Reason::truncated));
    const bool is_grey = space.channels == 1 && space.palette.empty();
    const unsigned scale = bits < 8 ? 255U / ((1U << static_cast<unsigned>(bits)) - 1U) : 1U;
    cv::Mat pixels(size, is_grey ? CV_8UC1 : CV_8UC3);
    for (int y = 0; y < size.height; ++y) {
        const auto* line = reinterpret_cast<const unsigned char*>(raw.data()) +
                           line_bytes * static_cast<std::size_t>(y);
        for (int x = 0; x < size.width; ++x) {
            std::array<unsigned, 4> samples{};
            for (int c = 0; c < space.channels; ++c)
                samples[static_cast<std::size_t>(c)] =
                    sample_at(line, x * space.channels + c, bits);
            if (is_grey)
                pixels.at<unsigned char>(y, x) = static_cast<unsigned char>(samples[0] * scale);
            else if (!space.palette.empty())
                pixels.at<cv::Vec3b>(y, x) = from_palette(space, samples[0]);
            else {
                for (unsigned& sample : samples)
                    sample *= scale;
                pixels.at<cv::Vec3b>(y, x) = bgr_of(samples, space.channels);
            }
        }
    }
    return pixels;
}

/// Whether all of its filters are packings that we undo ourselves.
bool is_plainly_packed(const QPDFObjectHandle& dictionary)
{
    constexpr std::array<std::string_view, 5> known{
        "/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"};
    return std::ranges::all_of(filters_of(dictionary), [&](const std::string& filter) {
        return std::ranges::find(known, filter) != known.end();
    });
}

Picture decode_inflated(QPDFObjectHandle picture, bool is_stencil, cv::Size size)
{
    QPDFObjectHandle dictionary = picture.getDict();
    const int bits = is_stencil ? 1 : number_in(dictionary, "/BitsPerComponent", 8);
    const auto space =
        is_stencil ? std::optional(ColourSpace{}) : colour_space(dictionary.getKey("/ColorSpace"));
    if (!space || (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16))
        return tl::unexpected(refusal(Reason::pdf_picture_kind));
    const std::size_t expected =
        (static_cast<std::size_t>(size.width) * static_cast<std::size_t>(space->channels * bits) + 7
        ) /
        8 * static_cast<std::size_t>(size.height);
    constexpr std::size_t padding = 4096;
    const auto raw = inflated(picture, expected + padding);
    // Damage is no reason to have the page drawn: a renderer passes over it and leaves white paper.
    if (!raw)
        return tl::unexpected(
            refusal(is_plainly_packed(dictionary) ? Reason::broken : Reason::pdf_picture_kind)
        );
    return decode_raw(*raw, *space, size, bits);
}

/// [1 0 ...]: everything is meant the other way round.
bool is_inverted(QPDFObjectHandle dictionary)
{
    QPDFObjectHandle decode = dictionary.getKey("/Decode");
    return decode.isArray() && decode.getArrayNItems() >= 2 && decode.getArrayItem(0).isNumber() &&
           decode.getArrayItem(0).getNumericValue() >= 0.5;
}

Picture
decode_pixels(QPDFObjectHandle picture, bool is_stencil, cv::Size size, const Limits& limits)
{
    QPDFObjectHandle dictionary = picture.getDict();
    const auto filters = filters_of(dictionary);
    const std::string last = filters.empty() ? "" : filters.back();
    if (last != "/DCTDecode" && last != "/CCITTFaxDecode" && last != "/JPXDecode")
        return decode_inflated(picture, is_stencil, size);
    const auto encoded = encoded_bytes(picture, filters, limits);
    if (!encoded) return tl::unexpected(refusal(Reason::pdf_picture_kind));
    if (last == "/JPXDecode")
        return decode_jpx_stream(*encoded, dictionary.getKey("/ColorSpace"), limits);
    return last == "/DCTDecode" ? decode_jpeg_stream(*encoded, limits)
                                : decode_fax(*encoded, parameters_of(dictionary), size, limits);
}

/// The opacity that a soft mask or a stencil mask gives to a picture of `size`.
tl::expected<cv::Mat, Refusal>
opacity_of(QPDFObjectHandle dictionary, cv::Size size, const Limits& limits)
{
    QPDFObjectHandle soft = dictionary.getKey("/SMask");
    QPDFObjectHandle hard = dictionary.getKey("/Mask");
    QPDFObjectHandle mask = soft.isStream() ? soft : hard;
    if (!mask.isStream()) return cv::Mat();
    const cv::Size mask_size = stated_size(mask);
    if (mask_size.empty()) return tl::unexpected(refusal(Reason::broken));
    auto pixels = decode_pixels(mask, !soft.isStream(), mask_size, limits);
    if (!pixels) return pixels;
    cv::Mat opacity = *pixels;
    if (opacity.channels() == 3) cv::cvtColor(opacity, opacity, cv::COLOR_BGR2GRAY);
    if (is_inverted(mask.getDict())) cv::bitwise_not(opacity, opacity);
    if (!soft.isStream()) cv::bitwise_not(opacity, opacity); // a stencil's 0 means: paint here
    cv::Mat fitted;
    cv::resize(opacity, fitted, size, 0, 0, cv::INTER_AREA);
    return fitted;
}

} // namespace

cv::Size stated_size(QPDFObjectHandle picture)
{
    QPDFObjectHandle dictionary = picture.getDict();
    const int width = number_in(dictionary, "/Width", 0);
    const int height = number_in(dictionary, "/Height", 0);
    if (width <= 0 || height <= 0) return {};
    return {std::min(width, most_side), std::min(height, most_side)};
}

tl::expected<PdfPicture, Refusal> decode_pdf_picture(QPDFObjectHandle picture, const Limits& limits)
{
    QPDFObjectHandle dictionary = picture.getDict();
    PdfPicture result;
    result.is_stencil = is_true(dictionary, "/ImageMask");
    auto pixels = decode_pixels(picture, result.is_stencil, stated_size(picture), limits);
    if (!pixels) return tl::unexpected(pixels.error());
    result.pixels = *pixels;
    if (is_inverted(dictionary)) cv::bitwise_not(result.pixels, result.pixels);
    auto opacity = opacity_of(dictionary, result.pixels.size(), limits);
    if (!opacity) return tl::unexpected(opacity.error());
    result.opacity = *opacity;
    return result;
}

} // namespace dossier::capture
