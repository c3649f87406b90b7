#include "web/clock.h"

#include <gtest/gtest.h>

namespace dossier::web {

namespace {

using namespace std::chrono_literals;

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
