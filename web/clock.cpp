#include "web/clock.h"

#include <Poco/DateTime.h>
#include <Poco/DateTimeFormat.h>
#include <Poco/DateTimeFormatter.h>
#include <Poco/DateTimeParser.h>
#include <Poco/Timestamp.h>
#include <fmt/format.h>

#include <array>
#include <charconv>

namespace dossier::web {

capture::Instant now()
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()
    );
}

std::chrono::year_month_day day_at(capture::Instant moment, std::chrono::minutes utc_offset)
{
    return std::chrono::floor<std::chrono::days>(moment + utc_offset);
}

std::optional<std::chrono::sys_days> parse_day(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    unsigned year = 0;
    unsigned month = 0;
    unsigned day = 0;
    const auto read = [&](std::size_t at, std::size_t size, unsigned& value) {
        const auto* const end = text.data() + at + size;
        return std::from_chars(text.data() + at, end, value).ptr == end;
    };
    if (!read(0, 4, year) || !read(5, 2, month) || !read(8, 2, day)) return std::nullopt;
    const std::chrono::year_month_day date{
        std::chrono::year{static_cast<int>(year)},
        std::chrono::month{month},
        std::chrono::day{day}};
    return date.ok() ? std::optional{std::chrono::sys_days{date}} : std::nullopt;
}

std::string day_text(std::chrono::sys_days day)
{
    const std::chrono::year_month_day date{day};
    return fmt::format(
        "{:04}-{:02}-{:02}",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day())
    );
}

std::optional<std::chrono::minutes> parse_utc_offset(std::string_view text)
{
    constexpr std::string_view form = "+00:00";
    if (text.size() != form.size() || (text[0] != '+' && text[0] != '-') || text[3] != ':')
        return std::nullopt;
    const auto two_digits = [&](std::size_t at) {
        const bool are_digits =
            text[at] >= '0' && text[at] <= '9' && text[at + 1] >= '0' && text[at + 1] <= '9';
        return are_digits ? (text[at] - '0') * 10 + (text[at + 1] - '0') : 99;
    };
    const std::chrono::minutes offset{two_digits(1) * 60 + two_digits(4)};
    if (two_digits(4) > 59 || offset > std::chrono::hours{14}) return std::nullopt;
    return text[0] == '-' ? -offset : offset;
}

std::optional<capture::Instant> parse_moment(std::string_view text)
{
    constexpr std::string_view form = "0000-00-00T00:00:00Z";
    if (text.size() != form.size()) return std::nullopt;
    const auto day = parse_day(text.substr(0, 10));
    constexpr std::array limits{24, 60, 60};
    constexpr std::string_view marks = "T::Z";
    std::array<int, 3> parts{};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto* const begin = text.data() + 11 + i * 3;
        const bool is_number = std::from_chars(begin, begin + 2, parts.at(i)).ptr == begin + 2;
        if (!is_number || parts.at(i) < 0 || parts.at(i) >= limits.at(i) || begin[-1] != marks[i] ||
            begin[2] != marks[i + 1])
            return std::nullopt;
    }
    if (!day) return std::nullopt;
    return capture::Instant{*day} + std::chrono::hours{parts[0]} + std::chrono::minutes{parts[1]} +
           std::chrono::seconds{parts[2]};
}

std::string to_text(capture::Instant moment)
{
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{moment - day};
    return fmt::format(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count(),
        time.subseconds().count()
    );
}

std::string minute_text(capture::Instant moment, std::chrono::minutes utc_offset)
{
    auto text = to_text(moment + utc_offset).substr(0, 16);
    text.at(10) = ' ';
    return text;
}

std::string to_http_date(capture::Instant moment)
{
    const Poco::Timestamp stamp{std::chrono::microseconds{moment.time_since_epoch()}.count()};
    return Poco::DateTimeFormatter::format(stamp, Poco::DateTimeFormat::HTTP_FORMAT);
}

std::optional<capture::Instant> parse_http_date(std::string_view text)
{
    Poco::DateTime date;
    int zone = 0;
    const std::string given{text};
    if (!Poco::DateTimeParser::tryParse(Poco::DateTimeFormat::HTTP_FORMAT, given, date, zone))
        return std::nullopt;
    const capture::Instant moment{std::chrono::floor<std::chrono::milliseconds>(
        std::chrono::microseconds{date.timestamp().epochMicroseconds()}
    )};
    // Poco is lenient: whatever is not as we would write it is no such date.
    return to_http_date(moment) == text ? std::optional{moment} : std::nullopt;
}

} // namespace dossier::web
