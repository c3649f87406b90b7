#include "capture/formats/outline.h"
#include "capture/formats/reasons.h"

namespace dossier::capture {

tl::expected<void, Refusal>
check_limits(const std::vector<PageOutline>& pages, std::size_t encoded_bytes, const Limits& limits)
{
    // Blank pages pack a thousandfold in deflate and more in G4; below this size they do no harm.
    constexpr std::int64_t harmless = 64'000'000;
    if (pages.empty()) return tl::unexpected(refusal(Reason::no_pages));
    if (pages.size() > static_cast<std::size_t>(limits.pages))
        return tl::unexpected(refusal(Reason::too_many_pages));
    std::int64_t pixels = 0;
    std::int64_t decoded = 0;
    for (const PageOutline& page : pages) {
        if (page.width > limits.side || page.height > limits.side)
            return tl::unexpected(refusal(Reason::side_too_long));
        const std::int64_t area = std::int64_t{page.width} * page.height;
        if (area > limits.page_pixels) return tl::unexpected(refusal(Reason::too_many_pixels));
        pixels += area;
        decoded += page.decoded_bytes;
    }
    if (pixels > limits.file_pixels)
        return tl::unexpected(refusal(Reason::too_many_pixels_in_file));
    const double ratio = static_cast<double>(decoded) / static_cast<double>(encoded_bytes);
    if (decoded > harmless && ratio > limits.ratio)
        return tl::unexpected(refusal(Reason::suspicious_ratio));
    return {};
}

} // namespace dossier::capture
