#include "capture/sniff.h"

#include "capture/formats/outline.h"
#include "capture/formats/reasons.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dossier::capture {

namespace {

bool all_zero(Bytes bytes)
{
    return std::ranges::all_of(bytes, [](std::byte b) { return b == std::byte{0}; });
}

/// Programs that reserve a file's full size first leave zeros where data is still to come.
bool may_still_be_filled(Bytes bytes)
{
    constexpr std::size_t looked_at = 512;
    return all_zero(bytes.last(std::min(bytes.size(), looked_at)));
}

/// Whether these few bytes can still become the first ones of a kind we know: a writer may close
/// its file in the middle of them.
bool may_still_be_known(Bytes bytes)
{
    constexpr std::array<std::string_view, 8> heads{
        "\xFF\xD8\xFF",
        "\x89PNG\r\n\x1A\n",
        std::string_view{"II*\0", 4},
        std::string_view{"MM\0*", 4},
        std::string_view{"\0\0\0\x0CjP  \r\n\x87\n", 12},
        "\xFF\x4F\xFF\x51",
        "RIFF",
        "%PDF-"};
    const auto text = text_of(bytes);
    const bool is_riff = text.size() < 12 && text.starts_with("RIFF");
    return is_riff || std::ranges::any_of(heads, [&](std::string_view head) {
               return text.size() < head.size() && head.starts_with(text);
           });
}

tl::expected<void, Refusal> check_structure(MediaKind kind, Bytes bytes, const Limits& limits)
{
    const auto check = [&](const std::vector<PageOutline>& pages) {
        return check_limits(pages, bytes.size(), limits);
    };
    const auto check_one = [&](const PageOutline& page) { return check({page}); };
    switch (kind) {
    case MediaKind::jpeg: return outline_of_jpeg(bytes).and_then(check_one);
    case MediaKind::png: return outline_of_png(bytes).and_then(check_one);
    case MediaKind::tiff: return outline_of_tiff(bytes, limits).and_then(check);
    case MediaKind::jp2: return outline_of_jp2(bytes, limits).and_then(check_one);
    case MediaKind::webp: return outline_of_webp(bytes, limits).and_then(check_one);
    case MediaKind::pdf: return check_pdf_is_whole(bytes);
    }
    return {};
}

} // namespace

std::optional<MediaKind> find_kind(std::span<const std::byte> bytes)
{
    // PDF readers accept some bytes before the header; so do we.
    constexpr std::size_t pdf_header_within = 1024;
    if (starts_with(bytes, "\xFF\xD8\xFF")) return MediaKind::jpeg;
    if (starts_with(bytes, "\x89PNG\r\n\x1A\n")) return MediaKind::png;
    if (starts_with(bytes, {"II*\0", 4}) || starts_with(bytes, {"MM\0*", 4}))
        return MediaKind::tiff;
    if (starts_with(bytes, {"\0\0\0\x0CjP  \r\n\x87\n", 12}) ||
        starts_with(bytes, "\xFF\x4F\xFF\x51"))
        return MediaKind::jp2;
    if (starts_with(bytes, "RIFF") && text_of(bytes).substr(0, 12).ends_with("WEBP"))
        return MediaKind::webp;
    const Bytes head = bytes.first(std::min(bytes.size(), pdf_header_within));
    if (text_of(head).find("%PDF-") != std::string_view::npos) return MediaKind::pdf;
    return std::nullopt;
}

std::string_view media_type(MediaKind kind)
{
    switch (kind) {
    case MediaKind::jpeg: return "image/jpeg";
    case MediaKind::png: return "image/png";
    case MediaKind::tiff: return "image/tiff";
    case MediaKind::pdf: return "application/pdf";
    case MediaKind::jp2: return "image/jp2";
    case MediaKind::webp: return "image/webp";
    }
    return "application/octet-stream";
}

tl::expected<MediaKind, Refusal> check_whole(std::span<const std::byte> bytes, const Limits& limits)
{
    if (bytes.empty()) return tl::unexpected(refusal(Reason::empty));
    if (bytes.size() > limits.bytes) return tl::unexpected(refusal(Reason::too_large));
    const auto kind = find_kind(bytes);
    const auto whole =
        kind ? check_structure(*kind, bytes, limits)
             : tl::expected<void, Refusal>(tl::unexpected(refusal(Reason::not_a_document)));
    if (whole) return *kind;
    const bool wait = whole.error().code == code_of(Reason::broken) ||
                      whole.error().code == code_of(Reason::not_a_document);
    if (wait && (may_still_be_filled(bytes) || may_still_be_known(bytes)))
        return tl::unexpected(refusal(Reason::incomplete));
    return tl::unexpected(whole.error());
}

bool is_incomplete(const Refusal& refusal)
{
    return refusal.code == code_of(Reason::incomplete) || refusal.code == code_of(Reason::empty);
}

} // namespace dossier::capture
