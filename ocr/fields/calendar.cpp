#include "ocr/fields/calendar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace dossier::ocr {

std::optional<std::string> iso_date(int year, int month, int day)
{
    // std::chrono keeps months and days in a byte: 257 would be 1.
    if (month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
    const std::chrono::year_month_day date{
        std::chrono::year{year},
        std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

int month_named(std::u32string_view text)
{
    constexpr std::array<std::u32string_view, 12> names{
        U"jan",
        U"feb",
        U"mar",
        U"apr",
        U"may",
        U"jun",
        U"jul",
        U"aug",
        U"sep",
        U"oct",
        U"nov",
        U"dec"};
    const auto found = std::ranges::find(names, text.substr(0, 3));
    return found == names.end() ? 0 : static_cast<int>(found - names.begin()) + 1;
}

} // namespace dossier::ocr
