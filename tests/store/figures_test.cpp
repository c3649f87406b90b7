// Counts for those who lead the work.

#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

TEST(Figures, SayHowLongDocumentsOfATypeHaveWaited)
{
    Archive archive;
    (void)archive.read("old", {a_doubtful_card()});
    archive.now += 5h;
    (void)archive.read("new", {a_doubtful_card(), a_doubtful_card()});
    EXPECT_THAT(
        archive->figures(whole_site, archive.now - 48h, archive.now).waiting,
        ElementsAre(AllOf(
            Field(&WaitingFigures::type, "id_card"),
            Field(&WaitingFigures::by_age, ElementsAre(2, 0, 1, 0, 0))
        ))
    );
}

TEST(Figures, TellWhatPassedByItselfFromWhatPeopleCommitted)
{
    Archive archive;
    (void)archive.read("sure", {a_card()});
    (void)archive.commit("doubtful");
    EXPECT_THAT(
        archive->figures(whole_site, archive.now - 48h, archive.now).days,
        ElementsAre(AllOf(
            Field(&DayFigures::files, 2),
            Field(&DayFigures::documents, 2),
            Field(&DayFigures::straight_through, 1),
            Field(&DayFigures::by_people, 1)
        ))
    );
}

TEST(Figures, SayWhatIsOverItsTimeAndWhatIsNear)
{
    Archive archive; // the queue gives a day
    (void)archive.read("a day ago", {a_doubtful_card()});
    archive.now += 25h;
    (void)archive.read("new", {a_doubtful_card(), a_doubtful_card()});
    const auto figures = archive->figures(whole_site, archive.now - 48h, archive.now);
    EXPECT_EQ(figures.deadlines.at(0).kind, DeadlineKind::queue);
    EXPECT_THAT(figures.deadlines.at(0).by_time, ElementsAre(1, 0, 2, 0, 0));
}

TEST(Figures, CountWhatEndsByTheDayOfTheSite)
{
    Archive archive;
    const auto until = [](const char* day) {
        auto card = a_card();
        card.fields.push_back(field("valid_to", day));
        return card;
    };
    int files = 0;
    for (const auto* day :
         {"2026-12-31",
          "2027-01-01",
          "2027-01-02",
          "2027-01-08",
          "2027-01-31",
          "2027-04-01",
          "2027-04-02"}) {
        auto card = until(day);
        card.fields[1].field.value = "number " + std::to_string(++files);
        (void)archive.read(day, {card});
    }
    const auto today = std::chrono::sys_days{std::chrono::year{2027} / 1 / 1};
    archive.now = today - 7h; // which is the first of January at the site
    const auto figures = archive->figures(whole_site, archive.now, archive.now);
    EXPECT_EQ(figures.deadlines.at(3).kind, DeadlineKind::expiry);
    EXPECT_THAT(figures.deadlines.at(3).by_time, ElementsAre(1, 2, 1, 1, 1));
}

TEST(Figures, FollowTheSitesCalendar)
{
    Archive archive; // eight hours ahead of UTC
    archive.now = Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}} + 15h + 59min;
    (void)archive.read("before midnight", {a_card()});
    archive.now += 2min;
    (void)archive.read("after midnight", {a_card()});
    const auto days = archive->figures(whole_site, archive.now - 48h, archive.now).days;
    ASSERT_EQ(days.size(), 2U);
    EXPECT_EQ(
        std::chrono::sys_days{std::chrono::days{days.at(0).day}},
        std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}
    );
    EXPECT_EQ(days.at(1).day, days.at(0).day + 1);
}

TEST(Figures, CountWhatPeopleSettleByTheHour)
{
    Archive archive;
    (void)archive.commit("one");
    (void)archive.commit("two");
    archive.now += 1h;
    (void)archive.commit("three");
    EXPECT_THAT(
        archive->figures(whole_site, archive.now - 48h, archive.now).work,
        ElementsAre(
            AllOf(Field(&WorkFigures::person, "vera"), Field(&WorkFigures::fields, 2)),
            AllOf(Field(&WorkFigures::person, "vera"), Field(&WorkFigures::fields, 1))
        )
    );
}

TEST(Figures, CountTheFilesOfAStationAndThoseThatCouldNotBeRead)
{
    Archive archive;
    (void)archive.keep("good");
    (void)archive.keep("bad");
    const auto job = archive->claim_job("w", archive.now).value();
    (void)archive
        ->fail_job(job, {.code = "refused", .message = "No."}, Store::Retry::never, archive.now)
        .value();
    EXPECT_THAT(
        archive->figures(whole_site, archive.now - 48h, archive.now).stations,
        ElementsAre(AllOf(
            Field(&StationFigures::station, "desk"),
            Field(&StationFigures::files, 2),
            Field(&StationFigures::unreadable, 1)
        ))
    );
}

TEST(Figures, LeaveOutWhatWasBefore)
{
    Archive archive;
    (void)archive.commit("one");
    const auto figures = archive->figures(whole_site, archive.now + 1ms, archive.now + 1h);
    EXPECT_THAT(figures.days, IsEmpty());
    EXPECT_THAT(figures.work, IsEmpty());
    EXPECT_THAT(figures.stations, IsEmpty());
}

} // namespace
} // namespace dossier::store
