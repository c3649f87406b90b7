// Borrowing: asked for with a purpose, approved by another, for a time, and every view in the
// trail.

#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

struct LoanTest : testing::Test {
    Archive archive;
    RecordId record = archive.commit("one");
    RecordId other = archive.commit("two");
    Actor keeper{.name = "kai", .role = "records"};
    Actor borrower{.name = "bo", .role = "verifier"};

    Loan request(LoanKind kind = LoanKind::view, int days = 3)
    {
        return archive
            ->request_loan(
                {.kind = kind,
                 .numbers = {"D-2026-000001"},
                 .purpose = "SECRETPURPOSE of a complaint",
                 .days = days},
                borrower,
                archive.now
            )
            .value();
    }

    Loan lent(LoanKind kind = LoanKind::view)
    {
        return archive
            ->decide_loan(request(kind).id, {.approve = true, .reason = {}}, keeper, archive.now)
            .value();
    }

    auto look(const Loan& loan, const RecordId& id, const Actor& actor)
    {
        return archive->view_borrowed(loan.id, id, actor, archive.now);
    }

    std::vector<std::string> numbers(LoanList list, const Actor& actor)
    {
        std::vector<std::string> found;
        for (const auto& loan : archive->loans(list, actor, "", 10).items) {
            found.push_back(loan.number);
        }
        return found;
    }

    std::vector<std::string> trail_of(const RecordId& id)
    {
        std::vector<std::string> actions;
        const auto seen = archive->view_record(id, keeper, archive.now).value();
        for (const auto& entry : seen.history) {
            actions.push_back(entry.action + " " + entry.actor + " " + entry.detail);
        }
        return actions;
    }
};

TEST_F(LoanTest, NothingIsSeenUntilSomebodyElseApproves)
{
    const auto loan = request();
    EXPECT_EQ(loan.number, "L-2026-000001");
    EXPECT_EQ(loan.records.at(0).number, "D-2026-000001");
    EXPECT_FALSE(look(loan, record, borrower));

    EXPECT_EQ(
        archive->decide_loan(loan.id, {.approve = true, .reason = {}}, borrower, archive.now)
            .error()
            .kind,
        ConflictKind::same_person
    );
    EXPECT_FALSE(look(loan, record, borrower));
    EXPECT_EQ(archive->audit("", 1).items.at(0).outcome, "denied");

    const auto approved =
        archive->decide_loan(loan.id, {.approve = true, .reason = {}}, keeper, archive.now).value();
    EXPECT_EQ(approved.until, archive.now + std::chrono::days(3));
    const auto seen = look(loan, record, borrower);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->record.fields.at(0).field.value, "SECRETNAME");
}

TEST_F(LoanTest, WhoAsksLearnsNothingOfARecordBeforeItIsLentToHim)
{
    const auto archive_number =
        archive->view_record(record, keeper, archive.now)->filing->archive_number;
    const auto ask = [&](const std::string& number) {
        return archive
            ->request_loan(
                {.kind = LoanKind::view, .numbers = {number}, .purpose = "why", .days = 3},
                borrower,
                archive.now
            )
            .value();
    };
    const auto expect_only = [](const Loan& loan, const std::string& said) {
        EXPECT_EQ(loan.records.at(0).number, said);
        EXPECT_EQ(loan.records.at(0).archive_number, "");
        EXPECT_EQ(loan.records.at(0).type, "");
    };
    const auto list = [&] { return archive->loans(LoanList::mine, borrower, "", 10).items; };
    expect_only(ask("D-2026-000001"), "D-2026-000001");
    expect_only(list().at(0), "D-2026-000001");
    archive.now += 1s;
    const auto loan = ask(archive_number);
    expect_only(loan, archive_number);
    expect_only(list().at(0), archive_number);

    const auto waiting = archive->loans(LoanList::waiting, keeper, "", 10).items;
    EXPECT_EQ(waiting.at(1).records.at(0).type, "id_card") << "whoever decides must know";
    (void)archive->decide_loan(loan.id, {.approve = true, .reason = {}}, keeper, archive.now)
        .value();
    EXPECT_EQ(list().at(0).records.at(0).archive_number, archive_number);
    EXPECT_EQ(list().at(0).records.at(0).number, "D-2026-000001");
    EXPECT_EQ(list().at(0).records.at(0).type, "id_card");
}

TEST_F(LoanTest, OnlyTheBorrowerSeesOnlyWhatHeBorrowed)
{
    const auto loan = lent();
    EXPECT_FALSE(look(loan, other, borrower));
    EXPECT_FALSE(look(loan, record, archive.verifier));
    EXPECT_FALSE(archive->borrowed_image(loan.id, other, 0, borrower, archive.now));
    EXPECT_FALSE(archive->borrowed_image(loan.id, record, 0, archive.verifier, archive.now));
    EXPECT_EQ(
        archive->borrowed_image(loan.id, record, 0, borrower, archive.now), bytes("JPEG page 0")
    );
}

TEST_F(LoanTest, WhatElseTheArchiveKnowsOfARecordIsNotLent)
{
    const auto seen = look(lent(), record, borrower);
    ASSERT_TRUE(seen);
    EXPECT_THAT(seen->record.history, IsEmpty());
    EXPECT_THAT(seen->record.filing_changes, IsEmpty());
}

TEST_F(LoanTest, EveryViewIsInTheTrailWithItsLoan)
{
    const auto loan = lent();
    (void)look(loan, record, borrower);
    (void)archive->borrowed_image(loan.id, record, 0, borrower, archive.now);
    const auto trail = trail_of(record);
    EXPECT_THAT(trail, Contains("record_asked_for bo L-2026-000001"));
    EXPECT_THAT(trail, Contains("borrowed_record_viewed bo L-2026-000001"));
    EXPECT_THAT(trail, Contains("borrowed_page_viewed bo L-2026-000001 page 0"));
}

/// Nobody has to end it: the clock does. The trail hears of it later.
TEST_F(LoanTest, AViewEndsByTheClock)
{
    const auto loan = lent();
    archive.now = loan.until - 1ms;
    EXPECT_TRUE(look(loan, record, borrower));
    EXPECT_EQ(archive->end_loans(archive.now), 0);
    archive.now = loan.until;
    EXPECT_FALSE(look(loan, record, borrower));
    EXPECT_FALSE(archive->borrowed_image(loan.id, record, 0, borrower, archive.now));
    EXPECT_EQ(archive->end_loans(archive.now), 1);
    EXPECT_EQ(archive->end_loans(archive.now), 0);
    EXPECT_EQ(archive->audit("", 1).items.at(0).action, "loan_ended");
    const auto ended = archive->loans(LoanList::mine, borrower, "", 1).items.at(0);
    EXPECT_EQ(ended.state, LoanState::returned);
    EXPECT_EQ(ended.returned_by, "system");
}

TEST_F(LoanTest, IsGivenBackEarly)
{
    const auto loan = lent();
    EXPECT_TRUE(archive->return_loan(loan.id, {}, borrower, archive.now));
    EXPECT_FALSE(look(loan, record, borrower));
    EXPECT_EQ(
        archive->return_loan(loan.id, {}, borrower, archive.now).error().kind, ConflictKind::closed
    );
}

TEST_F(LoanTest, PaperIsNoView)
{
    EXPECT_FALSE(look(lent(LoanKind::paper), record, borrower));
}

TEST_F(LoanTest, PaperIsOverdueUntilAnotherPersonHasItBack)
{
    const auto loan = lent(LoanKind::paper);
    archive.now = loan.until + 24h;
    EXPECT_EQ(archive->end_loans(archive.now), 0);
    auto out = archive->loans(LoanList::out, keeper, "", 10).items;
    ASSERT_EQ(out.size(), 1);
    EXPECT_TRUE(out[0].is_overdue(archive.now));
    EXPECT_EQ(
        archive->return_loan(loan.id, {.by_keeper = true, .note = {}}, borrower, archive.now)
            .error()
            .kind,
        ConflictKind::same_person
    );
    const auto back =
        archive
            ->return_loan(
                loan.id, {.by_keeper = true, .note = "3 pages, whole"}, keeper, archive.now
            )
            .value();
    EXPECT_EQ(back.return_note, "3 pages, whole");
    EXPECT_THAT(archive->loans(LoanList::out, keeper, "", 10).items, IsEmpty());
}

TEST_F(LoanTest, IsRenewedOnceByAnotherPerson)
{
    const auto loan = lent();
    EXPECT_EQ(
        archive->renew_loan(loan.id, borrower, archive.now).error().kind, ConflictKind::same_person
    );
    EXPECT_EQ(
        archive->renew_loan(loan.id, keeper, archive.now)->until, loan.until + std::chrono::days(3)
    );
    EXPECT_EQ(
        archive->renew_loan(loan.id, keeper, archive.now).error().kind, ConflictKind::not_allowed
    );
}

TEST_F(LoanTest, IsDeclinedWithAReasonOrTakenBackBeforeThat)
{
    const auto first = request();
    EXPECT_EQ(
        archive->decide_loan(first.id, {}, keeper, archive.now).error().kind,
        ConflictKind::not_allowed
    );
    const auto declined =
        archive->decide_loan(first.id, {.approve = false, .reason = "no need"}, keeper, archive.now)
            .value();
    EXPECT_EQ(declined.decline_reason, "no need");
    const auto second = request();
    EXPECT_EQ(
        archive->return_loan(second.id, {}, borrower, archive.now)->state, LoanState::withdrawn
    );
    EXPECT_EQ(
        archive->return_loan(request().id, {}, archive.verifier, archive.now).error().kind,
        ConflictKind::not_found
    );
}

TEST_F(LoanTest, AsksForKnownRecordsAPurposeAndATime)
{
    const auto error = [&](LoanRequest request) {
        return archive->request_loan(request, borrower, archive.now).error();
    };
    const auto unknown =
        error({.kind = LoanKind::view, .numbers = {"D-2026-000009"}, .purpose = "why", .days = 3});
    EXPECT_EQ(unknown.kind, ConflictKind::not_found);
    EXPECT_EQ(unknown.detail, "D-2026-000009");
    EXPECT_EQ(
        error({.kind = LoanKind::view, .numbers = {"D-2026-000001"}, .purpose = "", .days = 3})
            .kind,
        ConflictKind::not_allowed
    );
    EXPECT_EQ(
        error({.kind = LoanKind::view, .numbers = {"D-2026-000001"}, .purpose = "why", .days = 31})
            .kind,
        ConflictKind::not_allowed
    );
}

TEST_F(LoanTest, AreListedByWhoseTheyAre)
{
    (void)request();
    (void)lent();
    EXPECT_THAT(numbers(LoanList::waiting, keeper), ElementsAre("L-2026-000001"));
    EXPECT_THAT(numbers(LoanList::waiting, borrower), IsEmpty());
    EXPECT_THAT(numbers(LoanList::out, keeper), ElementsAre("L-2026-000002"));
    EXPECT_THAT(numbers(LoanList::mine, keeper), IsEmpty());
    EXPECT_EQ(numbers(LoanList::mine, borrower).size(), 2);
    EXPECT_EQ(numbers(LoanList::all, keeper).size(), 2);
}

TEST_F(LoanTest, AnotherTimeOrRecordInTheDatabaseIsNoticed)
{
    const auto loan = lent();
    archive.close();
    archive.with_shell("UPDATE loan SET until = until + 86400000");
    archive.open();
    EXPECT_THROW((void)look(loan, record, borrower), Tampered);
    archive.close();
    archive.with_shell("UPDATE loan SET until = until - 86400000");
    archive.with_shell(
        "INSERT INTO loan_record SELECT '" + loan.id + "', id FROM record WHERE id <> '" +
        record.text + "'"
    );
    archive.open();
    EXPECT_THROW((void)look(loan, other, borrower), Tampered);
    EXPECT_FALSE(archive->fsck().is_sound());
}

TEST_F(LoanTest, ThePurposeLiesSealed)
{
    (void)lent();
    archive.close();
    for (const auto* file : {"dossier.db", "dossier.db-wal"}) {
        std::ifstream stream(archive.path() / file, std::ios::binary);
        const std::string content((std::istreambuf_iterator<char>(stream)), {});
        EXPECT_EQ(content.find("SECRETPURPOSE"), std::string::npos);
    }
}

} // namespace
} // namespace dossier::store
