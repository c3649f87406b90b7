#include "capture/open.h"

#include "capture/decode/decode.h"
#include "capture/decode/pdf.h"
#include "capture/formats/outline.h"
#include "capture/formats/reasons.h"

#include <opencv2/core.hpp>

#include <new>
#include <utility>
#include <vector>

namespace dossier::capture {

namespace {

using Decoder = Picture (*)(Bytes, const PageOutline&, const Limits&);

Decoder decoder_of(MediaKind kind)
{
    switch (kind) {
    case MediaKind::jpeg: return decode_jpeg;
    case MediaKind::png: return decode_png;
    case MediaKind::jp2: return decode_jp2;
    case MediaKind::webp: return decode_webp;
    case MediaKind::tiff:
    case MediaKind::pdf: break;
    }
    return decode_tiff;
}

/// OpenCV's exceptions become answers here.
Picture decoded(Decoder decode, Bytes bytes, const PageOutline& outline, const Limits& limits)
{
    try {
        auto pixels = decode(bytes, outline, limits);
        if (!pixels) return pixels;
        return oriented(*pixels, outline.orientation);
    } catch (const cv::Exception&) {
        return tl::unexpected(refusal(Reason::out_of_memory));
    } catch (const std::bad_alloc&) {
        return tl::unexpected(refusal(Reason::out_of_memory));
    }
}

class PicturePages : public PageSource {
public:
    PicturePages(
        MediaKind kind, Bytes bytes, std::vector<PageOutline> outlines, const Limits& limits
    )
        : kind_(kind),
          bytes_(bytes),
          outlines_(std::move(outlines)),
          limits_(limits)
    {}

    MediaKind kind() const override { return kind_; }

    int count() const override { return static_cast<int>(outlines_.size()); }

    tl::expected<Page, Refusal> page(int index) override
    {
        const PageOutline& outline = outlines_.at(static_cast<std::size_t>(index));
        auto pixels = decoded(decoder_of(kind_), bytes_, outline, limits_);
        if (!pixels) return tl::unexpected(pixels.error());
        Page page(*pixels, {});
        page.facts.index = index;
        page.facts.width = page.pixels.cols;
        page.facts.height = page.pixels.rows;
        page.facts.dpi = outline.dpi;
        return page;
    }

private:
    MediaKind kind_;
    Bytes bytes_;
    std::vector<PageOutline> outlines_;
    Limits limits_;
};

tl::expected<std::vector<PageOutline>, Refusal>
outlines_of(MediaKind kind, Bytes bytes, const Limits& limits)
{
    const auto alone = [](const PageOutline& page) { return std::vector<PageOutline>{page}; };
    switch (kind) {
    case MediaKind::jpeg: return outline_of_jpeg(bytes).map(alone);
    case MediaKind::png: return outline_of_png(bytes).map(alone);
    case MediaKind::jp2: return outline_of_jp2(bytes, limits).map(alone);
    case MediaKind::webp: return outline_of_webp(bytes, limits).map(alone);
    case MediaKind::tiff: return outline_of_tiff(bytes, limits);
    case MediaKind::pdf: break;
    }
    return {};
}

} // namespace

tl::expected<std::unique_ptr<PageSource>, Refusal>
open_pages(std::span<const std::byte> bytes, const Limits& limits, PageRenderer* renderer)
{
    const auto kind = check_whole(bytes, limits);
    if (!kind) return tl::unexpected(kind.error());
    if (*kind == MediaKind::pdf) return open_pdf(bytes, limits, renderer);
    auto outlines = outlines_of(*kind, bytes, limits);
    if (!outlines) return tl::unexpected(outlines.error());
    return std::make_unique<PicturePages>(*kind, bytes, std::move(*outlines), limits);
}

} // namespace dossier::capture
