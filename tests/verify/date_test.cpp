#include "verify/rules/calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "judging.h"

namespace dossier::verify {

namespace {

using testing::ElementsAre;

TEST(Date, ReadsTermsWithoutEnd)
{
    EXPECT_EQ(judge("date", "長期").normal, "长期");
    EXPECT_EQ(judge("date", "永久").normal, "长期");
}

TEST(Date, TellsNoFormFromNoDayFromNoSuchDay)
{
    EXPECT_THAT(codes_of("date", "yesterday"), ElementsAre("date.date_form"));
    EXPECT_THAT(codes_of("date", "2026年11月"), ElementsAre("date.day_missing"));
    EXPECT_THAT(codes_of("date", "2026-02-29"), ElementsAre("date.no_such_day"));
}

TEST(Date, KnowsLeapYears)
{
    EXPECT_TRUE(judge("date", "2000-02-29").valid);
    EXPECT_FALSE(judge("date", "1900-02-29").valid);
}

TEST(Date, AsksAPersonAboutAYearFarAway)
{
    EXPECT_THAT(codes_of("date", "1026-11-22"), ElementsAre("date.implausible_year"));
}

TEST(Date, ReadsEveryMonthAndDayInChineseNumerals)
{
    EXPECT_EQ(judge("date", "二〇〇〇年十月十日").normal, "2000-10-10");
    EXPECT_EQ(judge("date", "二〇〇〇年一月三十一日").normal, "2000-01-31");
    EXPECT_EQ(judge("date", "二〇〇〇年一月卅一日").normal, "2000-01-31");
    EXPECT_EQ(judge("date", "贰零零零年零壹拾月零贰拾日").normal, "2000-10-20");
}

/// Found by the fuzzing campaign: std::chrono takes the 257th month for January, and the year 11910
/// was written beyond the text's begin.
TEST(Date, DoesNotKnowDaysMonthsAndYearsBeyondTheirDigits)
{
    for (const char* text : {"2026年257月1日", "2026年1月257日", "中華民國9999年1月1日"}) {
        EXPECT_THAT(codes_of("date", text), ElementsAre("date.no_such_day")) << text;
    }
}

TEST(Date, DoesNotReadHalfOfAText)
{
    for (const char* text :
         {"2026-11-22-", "2026.11/22", "12026年1月1日", "2026年1月1日起", "民國年1月1日"}) {
        EXPECT_FALSE(judge("date", text).valid) << text;
    }
}

TEST(PrintedDate, MayLackItsDay)
{
    const auto date = parse_printed_date("1986年03月");
    ASSERT_TRUE(date.has_value());
    EXPECT_EQ(date->year, 1986);
    EXPECT_EQ(date->month, 3);
    EXPECT_FALSE(date->day.has_value());
}

TEST(Age, RisesOnTheBirthday)
{
    using namespace std::chrono;
    EXPECT_EQ(age_on(1990y / March / 7, 2016y / March / 6), 25);
    EXPECT_EQ(age_on(1990y / March / 7, 2016y / March / 7), 26);
}

} // namespace

} // namespace dossier::verify
