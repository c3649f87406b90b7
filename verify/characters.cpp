#include "verify/characters.h"

#include "capture/utf8.h"
#include "verify/tables/readings.h"
#include "verify/tables/variants.h"

#include <algorithm>
#include <string>

namespace dossier::verify {

namespace {

/// The row of a table in ascending order of characters, or null.
template <typename Row>
const Row* find_row(std::span<const Row> rows, char32_t character)
{
    std::string text;
    capture::append_utf8(text, character);
    const auto found = std::ranges::lower_bound(rows, std::string_view{text}, {}, &Row::character);
    return found == rows.end() || found->character != text ? nullptr : &*found;
}

} // namespace

char32_t simplified(char32_t character)
{
    const Variant* row = find_row(variants(), character);
    return row == nullptr ? character : capture::first_character(row->simplified).point;
}

std::vector<std::string_view> readings_of(char32_t character)
{
    std::vector<std::string_view> found;
    const Reading* row = find_row(readings(), character);
    std::string_view rest = row == nullptr ? std::string_view{} : row->syllables;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        if (std::ranges::find(found, rest.substr(0, end)) == found.end())
            found.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return found;
}

} // namespace dossier::verify
