#include "web/clock.h"

#include <gtest/gtest.h>

namespace dossier::web {

namespace {

using namespace std::chrono_literals;

using std::chrono::sys_days, std::chrono::year, std::chrono::year_month_day;

/// 23:59 and 00:00 in China are 15:59 and 16:00 in UTC.
constexpr capture::Instant before_midnight{sys_days{year{2026} / 11 / 25} + 15h + 59min};

TEST(SiteDay, TurnsAtTheSitesMidnight)
{
    EXPECT_EQ(day_at(before_midnight, 8h), year_month_day{year{2026} / 11 / 25});
    EXPECT_EQ(day_at(before_midnight + 1min, 8h), year_month_day{year{2026} / 11 / 26});
    EXPECT_EQ(day_at(before_midnight + 1min, 0min), year_month_day{year{2026} / 11 / 25});
    EXPECT_EQ(day_at(before_midnight + 8h, -210min), year_month_day{year{2026} / 11 / 25});
}

TEST(Day, IsReadAndWrittenAsTheCalendarHasIt)
{
    const sys_days leap{year{2024} / 2 / 29};
    EXPECT_EQ(parse_day("2024-02-29"), leap);
    EXPECT_EQ(day_text(leap), "2024-02-29");
    for (const auto* text :
         {"",
          "2023-02-29",
          "2024-2-29",
          "2024/02/29",
          "2024-02-29 ",
          "2024-00-10",
          "+024-02-29",
          "2024-02-2x"})
        EXPECT_FALSE(parse_day(text)) << text;
}

TEST(UtcOffset, IsReadAsRfc3339WritesIt)
{
    EXPECT_EQ(parse_utc_offset("+08:00"), 8h);
    EXPECT_EQ(parse_utc_offset("-03:30"), -210min);
    EXPECT_EQ(parse_utc_offset("+00:00"), 0min);
    for (const auto* text :
         {"",
          "8",
          "+8:00",
          "+08:60",
          "+15:00",
          "+14:01",
          "08:00",
          "+08-00",
          "+0a:00",
          "Asia/Shanghai"})
        EXPECT_FALSE(parse_utc_offset(text)) << text;
}

TEST(HttpDate, SaysTheMomentToTheSecond)
{
    const capture::Instant morning{
        std::chrono::sys_days{std::chrono::year{2026} / 11 / 25} + 8h + 5min + 9s + 300ms};
    EXPECT_EQ(to_http_date(morning), "Wed, 25 Nov 2026 08:05:09 GMT");
    EXPECT_EQ(parse_http_date("Wed, 25 Nov 2026 08:05:09 GMT"), morning - 300ms);
}

TEST(HttpDate, OfAnyOtherFormIsNone)
{
    for (const auto* text :
         {"",
          "yesterday",
          "Wed, 25 Nov 2026 08:05:09 CST",
          "Tue, 25 Nov 2026 08:05:09 GMT",
          "Wed, 25 Nox 2026 08:05:09 GMT",
          "Mon, 30 Feb 2026 08:05:09 GMT",
          "Wed, 25 Nov 2026 24:05:09 GMT",
          "Wed, 25 Nov 2026 08:-5:09 GMT",
          "Wed, 25 Nov 2026  8:05:09 GMT",
          "Wednesday, 25-Nov-26 08:05:09 GMT",
          "2026-11-25T08:05:09Z"})
        EXPECT_FALSE(parse_http_date(text)) << text;
}

} // namespace

} // namespace dossier::web
