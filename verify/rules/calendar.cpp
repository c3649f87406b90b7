#include "verify/rules/calendar.h"

#include "verify/rules/chinese_number.h"
#include "verify/rules/text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace dossier::verify {

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

bool is_number(std::string_view text, std::size_t least, std::size_t most)
{
    return text.size() >= least && text.size() <= most && all_digits(text);
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    while (true) {
        const std::size_t end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == text.npos) return parts;
        text.remove_prefix(end + 1);
    }
}

/// 2026-11-22 and 22-11-2026 with any one separator.
std::optional<PrintedDate> separated(std::string_view text)
{
    for (const char separator : {'-', '.', '/'}) {
        const auto parts = split(text, separator);
        if (parts.size() != 3) continue;
        const bool year_first = is_number(parts[0], 4, 4);
        const std::string_view y = year_first ? parts[0] : parts[2];
        const std::string_view d = year_first ? parts[2] : parts[0];
        if (!is_number(y, 4, 4) || !is_number(parts[1], 1, 2) || !is_number(d, 1, 2)) return {};
        return PrintedDate{to_number(y), to_number(parts[1]), to_number(d)};
    }
    return {};
}

/// 22NOV2026, the spaces already gone.
std::optional<PrintedDate> month_by_name(std::string_view text)
{
    constexpr std::array<std::string_view, 12> names{
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    for (std::size_t m = 0; m < names.size(); ++m) {
        const std::size_t at = text.find(names[m]);
        if (at == text.npos) continue;
        const std::string_view d = text.substr(0, at);
        const std::string_view y = text.substr(at + names[m].size());
        if (!is_number(d, 1, 2) || !is_number(y, 4, 4)) return {};
        return PrintedDate{to_number(y), static_cast<int>(m) + 1, to_number(d)};
    }
    return {};
}

/// The number in front of `unit`, in Arabic or Chinese digits; both leave `text`.
std::optional<int> take_number(std::string_view& text, std::string_view unit)
{
    const std::size_t end = text.find(unit);
    if (end == text.npos) return {};
    const std::string_view number = text.substr(0, end);
    text.remove_prefix(end + unit.size());
    if (is_number(number, 1, 4)) return to_number(number);
    return small_chinese_number(number);
}

/// The year count that 民國 begins, as a number to add.
int take_era(std::string_view& text)
{
    for (const std::string_view era : {"中華民國", "中华民国", "民國", "民国"}) {
        if (!text.starts_with(era)) continue;
        text.remove_prefix(era.size());
        return 1911;
    }
    return 0;
}

/// 2026年11月22日 in Arabic or Chinese digits, with or without the era of the Republic.
std::optional<PrintedDate> year_month_day_words(std::string_view text)
{
    const int era = take_era(text);
    const auto y = take_number(text, "年");
    if (!y || (era == 0 && *y < 1000) || (era != 0 && *y == 0)) return {};
    const auto m = take_number(text, "月");
    if (!m) return {};
    if (text.empty()) return PrintedDate{*y + era, *m, {}};
    const auto d = take_number(text, text.find("号") == text.npos ? "日" : "号");
    if (!d || !text.empty()) return {};
    return PrintedDate{*y + era, *m, *d};
}

} // namespace

std::optional<PrintedDate> parse_printed_date(std::string_view printed)
{
    const std::string text = compact(printed);
    if (is_number(text, 8, 8)) {
        return PrintedDate{
            to_number(text.substr(0, 4)),
            to_number(text.substr(4, 2)),
            to_number(text.substr(6, 2))};
    }
    if (const auto date = separated(text)) return date;
    if (const auto date = month_by_name(text)) return date;
    return year_month_day_words(text);
}

bool is_open_ended(std::string_view text)
{
    constexpr std::array<std::string_view, 8> forms{
        "长期", "長期", "长期有效", "長期有效", "永久", "无固定期限", "無固定期限", "不约定期限"};
    return std::ranges::find(forms, compact(text)) != forms.end();
}

std::optional<year_month_day> existing_date(int y, int m, int d)
{
    // std::chrono keeps months and days in a byte: 257 would be 1.
    if (y < 0 || y > 9999 || m < 1 || m > 12 || d < 1 || d > 31) return {};
    const year_month_day date{
        year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    return date.ok() ? std::optional{date} : std::nullopt;
}

std::optional<year_month_day> date_of_digits(std::string_view digits)
{
    if (!is_number(digits, 8, 8)) return {};
    return existing_date(
        to_number(digits.substr(0, 4)),
        to_number(digits.substr(4, 2)),
        to_number(digits.substr(6, 2))
    );
}

std::optional<year_month_day> date_of_iso(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return {};
    std::string digits{text};
    std::erase(digits, '-');
    return date_of_digits(digits);
}

std::string iso_date(year_month_day date)
{
    std::string text = "0000-00-00";
    const auto write = [&](std::size_t end, unsigned number) {
        for (std::size_t at = end; number != 0; --at, number /= 10) {
            text[at] = static_cast<char>('0' + number % 10);
        }
    };
    write(3, static_cast<unsigned>(static_cast<int>(date.year())));
    write(6, static_cast<unsigned>(date.month()));
    write(9, static_cast<unsigned>(date.day()));
    return text;
}

int age_on(year_month_day birth, year_month_day day)
{
    const int years = static_cast<int>(day.year()) - static_cast<int>(birth.year());
    const bool birthday_over =
        std::pair{day.month(), day.day()} >= std::pair{birth.month(), birth.day()};
    return birthday_over ? years : years - 1;
}

} // namespace dossier::verify
