#pragma once
// What the bytes of a picture say about themselves before any library runs: sizes, turns and
// resolution, found by walks with bounds on every step. A walk reaches the last structural element
// of the file, so an outline also means that nothing is missing at the end.

#include "capture/facts.h"
#include "capture/formats/bytes.h"
#include "capture/limits.h"

#include <tl/expected.hpp>

#include <cmath>
#include <cstdint>
#include <vector>

namespace dossier::capture {

/// `orientation` as EXIF and TIFF number it, 1..8. `decoded_bytes` at 8 bits a sample or more.
/// `offset`: of the TIFF directory that describes the page.
struct PageOutline {
    int width = 0;
    int height = 0;
    int dpi = 0;
    int orientation = 1;
    std::int64_t decoded_bytes = 0;
    std::uint32_t offset = 0;
};

/// A stated resolution as a whole number, 0 when no scanner has it (10 to 10,000 are believed).
[[nodiscard]] inline int whole_dpi(double dpi)
{
    return dpi >= 10 && dpi <= 10'000 ? static_cast<int>(std::lround(dpi)) : 0;
}

[[nodiscard]] tl::expected<PageOutline, Refusal> outline_of_jpeg(Bytes bytes);
[[nodiscard]] tl::expected<PageOutline, Refusal> outline_of_png(Bytes bytes);
[[nodiscard]] tl::expected<std::vector<PageOutline>, Refusal>
outline_of_tiff(Bytes bytes, const Limits& limits);
/// Boxes and a JPEG 2000 codestream, or the codestream alone; tiles are counted, none is looked
/// into.
[[nodiscard]] tl::expected<PageOutline, Refusal> outline_of_jp2(Bytes bytes, const Limits& limits);
[[nodiscard]] tl::expected<PageOutline, Refusal> outline_of_webp(Bytes bytes, const Limits& limits);

/// Only that a PDF ends as a PDF does; its pages are qpdf's business, in the child.
[[nodiscard]] tl::expected<void, Refusal> check_pdf_is_whole(Bytes bytes);

/// Sizes, sums and ratios against the limits. `encoded_bytes` of the whole file.
[[nodiscard]] tl::expected<void, Refusal> check_limits(
    const std::vector<PageOutline>& pages, std::size_t encoded_bytes, const Limits& limits
);

} // namespace dossier::capture
