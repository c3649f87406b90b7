#pragma once
// Content-Range of a request (RFC 9110, 14.4 and 14.5): which bytes of the whole a body is.

#include <cstdint>
#include <optional>
#include <string_view>

namespace dossier::web {

/// Of one part of an upload: what the edge holds in memory and one seal holds.
inline constexpr std::int64_t max_part_bytes = std::int64_t{1} * 1024 * 1024;

/// `bytes first-last/total`; without `first` and `last` it is `bytes */total`, which sends nothing
/// and asks where an upload stands.
struct ContentRange {
    struct Bytes {
        std::int64_t first = 0;
        std::int64_t last = 0;
    };

    std::optional<Bytes> bytes;
    std::int64_t total = 0;
};

/// Nothing when it is anything else, or its numbers contradict each other.
[[nodiscard]] std::optional<ContentRange> parse_content_range(std::string_view text);

} // namespace dossier::web
