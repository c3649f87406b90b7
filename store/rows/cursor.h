#pragma once
// Where a listing goes on: the time and id of the last item shown.

#include "store/types.h"

#include <charconv>
#include <string>
#include <string_view>

namespace dossier::store {

struct Cursor {
    std::int64_t at = 0;
    std::string id;

    /// A cursor that nobody gave, or that is not ours, starts where `start` says.
    [[nodiscard]] static Cursor parse(std::string_view text, const Cursor& start)
    {
        const auto colon = text.find(':');
        if (colon == std::string_view::npos) {
            return start;
        }
        Cursor cursor;
        const auto [end, error] = std::from_chars(text.data(), text.data() + colon, cursor.at);
        if (error != std::errc{} || end != text.data() + colon) {
            return start;
        }
        cursor.id = std::string(text.substr(colon + 1));
        return cursor;
    }

    [[nodiscard]] static std::string text(Instant at, std::string_view id)
    {
        return std::to_string(at.time_since_epoch().count()) + ":" + std::string(id);
    }
};

inline const Cursor oldest_first{};
inline const Cursor newest_first{.at = INT64_MAX, .id = "~"};

} // namespace dossier::store
