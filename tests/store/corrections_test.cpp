// What is found wrong after the commit: proposed by one person, decided by another, and the records
// that came with it are looked at again.

#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

Proposal a_proposal(std::string value = "LI")
{
    return {
        .field = "name",
        .value = std::move(value),
        .reason = "the card says so",
        .findings = {
            {.code = "name.odd",
             .severity = verify::Severity::info,
             .fields = {"name"},
             .message = {}}}};
}

const CorrectionDecision approval{.approve = true, .reason = {}};

struct CorrectionTest : testing::Test {
    Archive archive;
    RecordId record = archive.commit("one");

    Record view() { return archive->view_record(record, archive.verifier, archive.now).value(); }

    std::string value_of(const std::string& name)
    {
        const auto found = view();
        const auto field = std::ranges::find_if(found.fields, [&](const auto& checked) {
            return checked.field.name == name;
        });
        return field->field.value;
    }

    tl::expected<Correction, Conflict> propose(const Proposal& proposal = a_proposal())
    {
        return archive->propose_correction(record, proposal, archive.verifier, archive.now);
    }

    tl::expected<Correction, Conflict>
    decide(const Correction& correction, const Actor& actor, CorrectionDecision decision = approval)
    {
        return archive->decide_correction(correction.item.id, decision, actor, archive.now);
    }
};

TEST_F(CorrectionTest, ChangesNothingUntilASecondPersonApprovesIt)
{
    const auto proposed = propose().value();
    EXPECT_EQ(proposed.before, "SECRETNAME");
    EXPECT_EQ(proposed.after, "LI");
    EXPECT_EQ(proposed.findings.at(0).code, "name.odd");
    EXPECT_EQ(value_of("name"), "SECRETNAME");

    EXPECT_EQ(decide(proposed, archive.verifier).error().kind, ConflictKind::same_person);
    EXPECT_EQ(value_of("name"), "SECRETNAME");

    const auto approved = decide(proposed, archive.other).value();
    EXPECT_EQ(approved.item.state, CorrectionState::approved);
    EXPECT_EQ(approved.item.decided_by, "otto");
    EXPECT_EQ(value_of("name"), "LI");
    EXPECT_EQ(view().as_read.at("name"), "SECRETNAME");
    EXPECT_EQ(decide(proposed, archive.other).error().kind, ConflictKind::closed);
}

TEST_F(CorrectionTest, KeepsEveryValueThatTheRecordHad)
{
    const auto first = propose().value();
    (void)decide(first, archive.other);
    archive.now += 1h;
    const auto second = propose(a_proposal("LIU")).value();
    EXPECT_EQ(second.before, "LI");
    (void)decide(second, archive.other);
    EXPECT_EQ(value_of("name"), "LIU");
    EXPECT_EQ(view().as_read.at("name"), "SECRETNAME");
    const auto kept = archive->view_correction(first.item.id, archive.other, archive.now).value();
    EXPECT_EQ(kept.before, "SECRETNAME");
    EXPECT_EQ(kept.after, "LI");
    EXPECT_EQ(view().corrections.size(), 2);
}

TEST_F(CorrectionTest, IsDeclinedWithAReasonAndLeavesTheRecordAsItIs)
{
    const auto proposed = propose().value();
    EXPECT_EQ(
        decide(proposed, archive.other, {.approve = false, .reason = {}}).error().kind,
        ConflictKind::not_allowed
    );
    const auto declined =
        decide(proposed, archive.other, {.approve = false, .reason = "it does not"}).value();
    EXPECT_EQ(declined.item.state, CorrectionState::declined);
    EXPECT_EQ(declined.decline_reason, "it does not");
    EXPECT_THAT(declined.cohort, IsEmpty());
    EXPECT_EQ(value_of("name"), "SECRETNAME");
}

TEST_F(CorrectionTest, NeedsAFieldOfTheRecordANewValueAndAReason)
{
    auto nowhere = a_proposal();
    nowhere.field = "shoe_size";
    EXPECT_EQ(propose(nowhere).error().kind, ConflictKind::not_found);
    EXPECT_EQ(propose(a_proposal("SECRETNAME")).error().kind, ConflictKind::not_allowed);
    EXPECT_EQ(propose(a_proposal("")).error().kind, ConflictKind::not_allowed);
    auto unexplained = a_proposal();
    unexplained.reason.clear();
    EXPECT_EQ(propose(unexplained).error().kind, ConflictKind::not_allowed);
}

TEST_F(CorrectionTest, IsOpenOnceAField)
{
    EXPECT_TRUE(propose());
    EXPECT_EQ(propose(a_proposal("WANG")).error().kind, ConflictKind::closed);
    const auto open = archive->corrections(whole_site, CorrectionState::open, "", 10);
    ASSERT_EQ(open.items.size(), 1);
    EXPECT_EQ(open.items[0].record_number, "D-2026-000001");
    EXPECT_THAT(
        archive->corrections(whole_site, CorrectionState::approved, "", 10).items, IsEmpty()
    );
}

TEST_F(CorrectionTest, SaysWhatTheArchiveKnowsOfTheNewValue)
{
    auto other = a_card();
    other.fields = {field("name", "ZHANG"), field("id_number", "440524188001010014")};
    (void)archive.read("two", {other});
    auto proposal = a_proposal("440524188001010014");
    proposal.field = "id_number";
    const auto proposed = propose(proposal).value();
    EXPECT_THAT(
        proposed.findings, Contains(Field(&verify::Finding::code, "id_number.other_holder"))
    );
}

/// The archive knows the number that the record has now, and no longer the wrong one.
TEST_F(CorrectionTest, MovesTheHoldingToTheNewNumber)
{
    auto proposal = a_proposal("440524188001010014");
    proposal.field = "id_number";
    (void)decide(propose(proposal).value(), archive.other);
    const auto codes_of_card_with = [&](const std::string& number) {
        auto card = a_card();
        card.fields = {field("name", "WANG"), field("id_number", number)};
        const auto id = archive.read(number, {card}).at(0);
        std::vector<std::string> codes;
        for (const auto& finding : archive.view(id).checked.findings) {
            codes.push_back(finding.code);
        }
        return codes;
    };
    EXPECT_THAT(codes_of_card_with("440524188001010014"), ElementsAre("id_number.other_holder"));
    EXPECT_THAT(codes_of_card_with("11010519491231002X"), IsEmpty());
}

std::vector<std::string> numbers(const Correction& correction)
{
    std::vector<std::string> numbers;
    for (const auto& item : correction.cohort) {
        numbers.push_back(item.record_number);
    }
    return numbers;
}

TEST_F(CorrectionTest, ListsTheRecordsOfTheSameStationHourAndTypeVersion)
{
    archive.now += 59min;
    (void)archive.commit("same hour");
    auto newer = a_card();
    newer.type_version = 2;
    (void)archive.read("another version", {newer});
    archive.now += 1min;
    (void)archive.commit("next hour");
    const auto approved = decide(propose().value(), archive.other).value();
    EXPECT_THAT(numbers(approved), ElementsAre("D-2026-000002"));
    EXPECT_EQ(approved.cohort[0].checked_by, "");

    EXPECT_TRUE(archive->note_rechecked(
        approved.item.id, approved.cohort[0].record_id, archive.verifier, archive.now
    ));
    const auto seen =
        archive->view_correction(approved.item.id, archive.verifier, archive.now).value();
    EXPECT_EQ(seen.cohort[0].checked_by, "vera");
    EXPECT_EQ(
        archive->note_rechecked(approved.item.id, record, archive.verifier, archive.now)
            .error()
            .kind,
        ConflictKind::not_found
    );
}

TEST_F(CorrectionTest, LeavesATrailWithoutValues)
{
    (void)decide(propose().value(), archive.other);
    std::vector<std::string> actions;
    for (const auto& entry : view().history) {
        actions.push_back(entry.action + " " + entry.actor + " " + entry.detail);
    }
    EXPECT_THAT(actions, Contains("correction_proposed vera name"));
    EXPECT_THAT(actions, Contains("correction_approved otto name"));
    EXPECT_THAT(actions, Contains("cohort_listed otto 0"));
}

struct Edit {
    const char* what;
    const char* sql;
};

class TamperedCorrection : public testing::TestWithParam<Edit> {};

TEST_P(TamperedCorrection, IsNoticed)
{
    Archive archive;
    const auto record = archive.commit("one");
    (void)archive.commit("two");
    const auto proposed =
        archive->propose_correction(record, a_proposal(), archive.verifier, archive.now).value();
    (void)archive->decide_correction(proposed.item.id, approval, archive.other, archive.now);
    EXPECT_TRUE(archive->fsck().is_sound());
    archive.close();
    ASSERT_GT(archive.with_shell(GetParam().sql), 0);
    archive.open();
    EXPECT_FALSE(archive->fsck().is_sound());
}

INSTANTIATE_TEST_SUITE_P(
    Store,
    TamperedCorrection,
    testing::Values(
        Edit{"taken_away", "UPDATE correction SET state = 'declined'"},
        Edit{"person", "UPDATE correction SET proposed_by = 'somebody'"},
        Edit{"field", "UPDATE correction SET field = 'id_number'"},
        Edit{"values", "UPDATE correction SET sealed = (SELECT max(sealed) FROM record)"},
        Edit{"count", "UPDATE record SET corrections = 0 WHERE corrections = 1"},
        Edit{"recheck", "UPDATE recheck SET checked_by = 'somebody', checked_at = 1"}
    ),
    [](const auto& edit) { return std::string(edit.param.what); }
);

TEST(DeletedCorrection, IsNoticed)
{
    Archive archive;
    const auto record = archive.commit("one");
    const auto proposed =
        archive->propose_correction(record, a_proposal(), archive.verifier, archive.now).value();
    (void)archive->decide_correction(proposed.item.id, approval, archive.other, archive.now);
    archive.close();
    ASSERT_EQ(archive.with_shell("DELETE FROM correction"), 1);
    archive.open();
    EXPECT_FALSE(archive->fsck().is_sound());
}

} // namespace
} // namespace dossier::store
