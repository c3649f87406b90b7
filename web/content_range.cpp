#include "web/content_range.h"

#include <charconv>
#include <limits>

namespace dossier::web {

namespace {

/// Digits only: neither a sign nor a space.
std::optional<std::int64_t> parse_position(std::string_view text)
{
    std::int64_t value = 0;
    if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value < std::numeric_limits<std::int64_t>::max() ? std::optional{value} : std::nullopt;
}

} // namespace

std::optional<ContentRange> parse_content_range(std::string_view text)
{
    constexpr std::string_view unit = "bytes ";
    const auto slash = text.find('/');
    if (!text.starts_with(unit) || slash == std::string_view::npos) return std::nullopt;
    const auto total = parse_position(text.substr(slash + 1));
    if (!total || *total == 0) return std::nullopt;
    ContentRange range{.bytes = std::nullopt, .total = *total};
    const auto span = text.substr(unit.size(), slash - unit.size());
    if (span == "*") return range;
    const auto dash = span.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto first = parse_position(span.substr(0, dash));
    const auto last = parse_position(span.substr(dash + 1));
    if (!first || !last || *first > *last || *last >= *total) return std::nullopt;
    range.bytes = {.first = *first, .last = *last};
    return range;
}

} // namespace dossier::web
