#include "web/clock.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <ranges>

namespace dossier::web {

namespace {

constexpr std::array day_names{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array month_names{
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// -1 of what is no number of this many digits.
int number_at(std::string_view text, std::size_t first, std::size_t digits)
{
    int number = -1;
    const auto* const end = text.data() + first + digits;
    const auto found = std::from_chars(text.data() + first, end, number);
    return found.ptr == end && found.ec == std::errc{} ? number : -1;
}

} // namespace

capture::Instant now()
{
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now()
    );
}

std::chrono::year_month_day day_in_china(capture::Instant moment)
{
    return std::chrono::floor<std::chrono::days>(moment + std::chrono::hours{8});
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

std::string to_http_date(capture::Instant moment)
{
    const auto day = std::chrono::floor<std::chrono::days>(moment);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{moment - day};
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        day_names.at(std::chrono::weekday{day}.c_encoding()),
        static_cast<unsigned>(date.day()),
        month_names.at(static_cast<unsigned>(date.month()) - 1),
        static_cast<int>(date.year()),
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count()
    );
}

std::optional<capture::Instant> parse_http_date(std::string_view text)
{
    constexpr std::size_t size = 29;
    if (text.size() != size) return std::nullopt;
    const auto month = std::ranges::find(month_names, text.substr(8, 3)) - month_names.begin();
    const std::chrono::year_month_day date{
        std::chrono::year{number_at(text, 12, 4)},
        std::chrono::month{static_cast<unsigned>(month) + 1},
        std::chrono::day{static_cast<unsigned>(number_at(text, 5, 2))}};
    if (!date.ok()) return std::nullopt;
    const auto moment = std::chrono::sys_days{date} + std::chrono::hours{number_at(text, 17, 2)} +
                        std::chrono::minutes{number_at(text, 20, 2)} +
                        std::chrono::seconds{number_at(text, 23, 2)};
    // Whatever is not as we would write it is no such date.
    return to_http_date(moment) == text ? std::optional<capture::Instant>{moment} : std::nullopt;
}

} // namespace dossier::web
