// Counts of what the archive holds, by every class and month, within what one sees.

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
using testing::SizeIs;

StoreOptions with_natures()
{
    auto options = cheap_options();
    options.filing.words["nature"] = {{"personal", {}, {}}, {"corporate", {}, {}}};
    options.filing.rules = {
        {.types = {"id_card"}, .field = {}, .begins = {}, .gives = {{"nature", "personal"}}}};
    return options;
}

class StatisticsTest : public testing::Test {
protected:
    Statistics counted(const Scope& scope = whole_site)
    {
        return archive->statistics(scope, archive.now - 24h * 62, archive.now);
    }

    static std::vector<CountedWord> by(const Statistics& statistics, std::string_view name)
    {
        return std::ranges::find(statistics.by, name, &CountedBy::name)->words;
    }

    static auto is(const std::string& word, std::int64_t records)
    {
        return AllOf(Field(&CountedWord::word, word), Field(&CountedWord::records, records));
    }

    Archive archive{with_natures()};
    RecordId one = archive.commit("one");
};

TEST_F(StatisticsTest, CountByEveryClassTypeStationAndYear)
{
    auto receipt = a_card();
    receipt.type = "receipt";
    (void)archive.read("a receipt", {receipt, receipt});
    const auto statistics = counted();
    EXPECT_EQ(statistics.records, 3);
    EXPECT_THAT(by(statistics, "nature"), ElementsAre(is("", 2), is("personal", 1)));
    EXPECT_THAT(by(statistics, "type"), ElementsAre(is("receipt", 2), is("id_card", 1)));
    EXPECT_THAT(by(statistics, "station"), ElementsAre(is("desk", 3)));
    EXPECT_THAT(by(statistics, "year"), ElementsAre(is("2026", 3)));
    EXPECT_EQ(statistics.bytes, 3 + 8) << "a file of two documents is shared by them";
}

TEST_F(StatisticsTest, CountMonthByMonthAlsoThoseWithoutAnything)
{
    archive.now += 24h * 31;
    (void)archive.commit("two");
    const auto months = counted().months;
    ASSERT_THAT(months, SizeIs(3)) << "from October to December";
    EXPECT_EQ(months.at(0).month, "2026-10");
    EXPECT_EQ(months.at(0).records, 0);
    EXPECT_EQ(months.at(1).records, 1);
    EXPECT_EQ(months.at(2).month, "2026-12");
    EXPECT_EQ(months.at(2).records, 1);
}

TEST_F(StatisticsTest, TellWhatIsMissingAgainstARuleOrSeenByNobody)
{
    auto card = a_card();
    card.fields.push_back(field("address", ""));
    card.findings.push_back(
        {.code = "id_number.checksum",
         .severity = verify::Severity::error,
         .fields = {"id_number"},
         .message = {}}
    );
    (void)archive.read("straight through", {card});
    const auto quality = counted().quality;
    ASSERT_THAT(quality, SizeIs(1));
    EXPECT_EQ(quality.at(0).records, 2);
    EXPECT_EQ(quality.at(0).fields, 2 + 3);
    EXPECT_EQ(quality.at(0).missing, 1);
    EXPECT_EQ(quality.at(0).overridden, 1);
    EXPECT_EQ(quality.at(0).unseen, 1 + 2) << "of the first somebody saw the number";
    EXPECT_EQ(quality.at(0).corrected, 0);
}

TEST_F(StatisticsTest, FollowCorrections)
{
    const auto proposed = archive->propose_correction(
        one,
        {.field = "name", .value = "OTHER", .reason = "the card says so", .findings = {}},
        archive.verifier,
        archive.now
    );
    (void)archive
        ->decide_correction(
            proposed.value().item.id, {.approve = true, .reason = {}}, archive.other, archive.now
        )
        .value();
    const auto statistics = counted();
    EXPECT_EQ(statistics.quality.at(0).corrected, 1);
    EXPECT_EQ(statistics.months.back().corrections, 1);
    EXPECT_EQ(statistics.records, 1);
}

TEST_F(StatisticsTest, CatchUpWithRecordsOfBefore)
{
    (void)archive.with_shell("DELETE FROM record_quality");
    (void)archive.with_shell("INSERT INTO quality_owed SELECT 1, id FROM record");
    EXPECT_EQ(counted().quality_owed, 1);
    EXPECT_THAT(counted().quality, IsEmpty());
    EXPECT_EQ(archive->catch_up(10, archive.now), 1);
    EXPECT_EQ(archive->catch_up(10, archive.now), 0);
    EXPECT_EQ(counted().quality.at(0).fields, 2);
}

TEST_F(StatisticsTest, ShowADepartmentItsOwnAlone)
{
    const auto loans = archive->create_department("loans", system_actor(), archive.now)->id;
    (void)archive->assign_station("window", loans, system_actor(), archive.now);
    const auto content = bytes("of the window");
    (void)archive->keep_original(
        {.intake_key = "hot window/1",
         .station = "window",
         .source_name = "n",
         .media_type = "image/jpeg",
         .bytes = content,
         .actor = archive.operator_},
        archive.now
    );
    const auto job = archive->claim_job("w", archive.now).value();
    (void)archive->finish_job(job, examined({a_card()}), archive.now).value();
    EXPECT_EQ(counted().records, 2);
    const auto own = counted({.department = loans});
    EXPECT_EQ(own.records, 1);
    EXPECT_THAT(by(own, "station"), ElementsAre(is("window", 1)));
    EXPECT_EQ(own.quality.at(0).records, 1);
    EXPECT_EQ(counted({.department = loans, .person = "nobody"}).records, 0);
}

TEST_F(StatisticsTest, CountTheDesk)
{
    const auto loan = archive
                          ->request_loan(
                              {.kind = LoanKind::paper,
                               .numbers = {"D-2026-000001"},
                               .purpose = "to look",
                               .days = 2},
                              archive.verifier,
                              archive.now
                          )
                          .value();
    EXPECT_EQ(counted().desk.loans_waiting, 1);
    (void
    )archive->decide_loan(loan.id, {.approve = true, .reason = {}}, archive.other, archive.now);
    archive.now += 24h * 3;
    const auto statistics = counted();
    EXPECT_EQ(statistics.desk.loans_out, 1);
    EXPECT_EQ(statistics.desk.loans_overdue, 1);
    EXPECT_EQ(statistics.months.back().loans, 1);
}

} // namespace
} // namespace dossier::store
