#include "capture/formats/outline.h"
#include "capture/formats/reasons.h"

#include <algorithm>
#include <charconv>

namespace dossier::capture {

tl::expected<void, Refusal> check_pdf_is_whole(Bytes bytes)
{
    // Acrobat finds the trailer in the last 1024 bytes; some scanners pad with zeros after it.
    constexpr std::size_t tail_size = 4096;
    const std::string_view tail = text_of(bytes.last(std::min(bytes.size(), tail_size)));
    const auto incomplete = tl::unexpected(refusal(Reason::incomplete));
    const auto end = tail.rfind("%%EOF");
    if (end == std::string_view::npos) return incomplete;
    const auto word = tail.substr(0, end).rfind("startxref");
    if (word == std::string_view::npos) return tl::unexpected(refusal(Reason::broken));
    std::string_view number = tail.substr(word + std::string_view("startxref").size());
    number.remove_prefix(std::min(number.find_first_not_of(" \r\n\t"), number.size()));
    std::uint64_t offset = 0;
    const auto parsed = std::from_chars(number.data(), number.data() + number.size(), offset);
    if (parsed.ec != std::errc{}) return tl::unexpected(refusal(Reason::broken));
    if (offset >= bytes.size()) return incomplete;
    return {};
}

} // namespace dossier::capture
