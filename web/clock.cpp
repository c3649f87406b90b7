#include "web/clock.h"

#include <fmt/format.h>

namespace dossier::web {

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

} // namespace dossier::web
