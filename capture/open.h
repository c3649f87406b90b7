#pragma once
// From bytes to pages, one page in memory at a time. Sizes, page counts and ratios are read by our
// own small parser (peek.h) before any library sees a byte, so a bomb is refused in milliseconds;
// then libjpeg-turbo, libpng, libtiff and qpdf decode under caps. Whatever the bytes contain, the
// answer is a page or a Refusal; cv::Exception and library errors end here.
//
// "As scanned" means as a viewer shows the file: EXIF and TIFF orientation and the /Rotate of a PDF
// page are part of decoding, so boxes fit what people see.

#include "capture/limits.h"
#include "capture/page.h"
#include "capture/render.h"
#include "capture/sniff.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <memory>
#include <span>

namespace dossier::capture {

class PageSource {
public:
    virtual ~PageSource() = default;
    [[nodiscard]] virtual MediaKind kind() const = 0;
    [[nodiscard]] virtual int count() const = 0;
    /// Decodes page `index` (0-based). Facts filled: index, width, height, dpi (0 when unknown).
    [[nodiscard]] virtual tl::expected<Page, Refusal> page(int index) = 0;
};

/// `bytes` and `renderer` must outlive the source: nothing is copied. Without a renderer a PDF with
/// a page that is not a scan is refused.
[[nodiscard]] tl::expected<std::unique_ptr<PageSource>, Refusal> open_pages(
    std::span<const std::byte> bytes, const Limits& limits = {}, PageRenderer* renderer = nullptr
);

} // namespace dossier::capture
