#pragma once
// Where a listing goes on: the time and id of the last item shown.

#include "store/db/database.h"
#include "store/types.h"

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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

/// A page of what the rows name; they are asked for with one more than `limit`, which shows that
/// there is more. `item_of` makes a row's item, or nothing where it has none to show; `cursor_of`
/// says of an item where the next page goes on.
template <typename Item, typename ItemOf, typename CursorOf>
[[nodiscard]] Listing<Item>
page_of(Statement& rows, int limit, const ItemOf& item_of, const CursorOf& cursor_of)
{
    Listing<Item> page;
    while (rows.next()) {
        if (static_cast<int>(page.items.size()) == limit) {
            page.next_cursor = cursor_of(page.items.back());
            break;
        }
        if (std::optional<Item> item = item_of(rows)) {
            page.items.push_back(*std::move(item));
        }
    }
    return page;
}

} // namespace dossier::store
