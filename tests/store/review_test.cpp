// People and discrepancies: claims, decisions, versions, and the record at the end.

#include "tests/store/archive.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;
using verify::Action;
using verify::DiscrepancyState;

/// Rules that find this, whatever is keyed.
FieldRules always(const verify::Finding& finding)
{
    return {
        .normal = {},
        .findings = [=](const verify::CheckedDocument&,
                        const verify::Announced&) { return std::vector{finding}; },
        .second_eyes = {}};
}

TEST(Review, RejectsWholeDocumentsAndNoSingleField)
{
    Archive archive;
    const auto document = archive.view(archive.read("1", {a_doubtful_card()}).at(0));
    for (const auto action : {Action::reject, Action::request_rescan}) {
        const auto refused = archive->decide(
            document.discrepancies.at(0).id,
            decision(action, {}, "a reason"),
            {},
            document.version,
            archive.verifier,
            archive.now
        );
        EXPECT_EQ(refused.error().decision, verify::DecisionErrorKind::whole_document);
    }
    EXPECT_EQ(archive.view(document.id).version, document.version);
}

TEST(Queue, HandsEachDocumentToOnePerson)
{
    Archive archive;
    const auto one = archive.read("1", {a_doubtful_card()}).at(0);
    archive.now += 1s;
    const auto two = archive.read("2", {a_doubtful_card()}).at(0);
    EXPECT_EQ(archive->claim_next(archive.verifier, {}, archive.now)->id, one);
    EXPECT_EQ(archive->claim_next(archive.other, {}, archive.now)->id, two);
    EXPECT_FALSE(archive->claim_next({.name = "third", .role = "verifier"}, {}, archive.now));
    EXPECT_EQ(archive->queue(archive.verifier, "", 10, archive.now).items.at(0).claimed_by, "vera");
}

TEST(Queue, GivesThePersonTheNextOneAndLetsTheFirstGo)
{
    Archive archive;
    const auto one = archive.read("1", {a_doubtful_card()}).at(0);
    archive.now += 1s;
    const auto two = archive.read("2", {a_doubtful_card()}).at(0);
    EXPECT_EQ(archive->claim_next(archive.verifier, {}, archive.now)->id, one);
    EXPECT_EQ(archive->claim_next(archive.verifier, one, archive.now)->id, two);
    EXPECT_EQ(archive->claim_next(archive.verifier, two, archive.now)->id, one);
    EXPECT_EQ(archive->claim_next(archive.other, {}, archive.now)->id, two);
}

TEST(Queue, TakesAClaimBackWhenItsTimeIsOver)
{
    Archive archive;
    const auto id = archive.read("1", {a_doubtful_card()}).at(0);
    EXPECT_TRUE(archive->claim_document(id, archive.verifier, archive.now));
    EXPECT_EQ(
        archive->claim_document(id, archive.other, archive.now + 9min).error().kind,
        ConflictKind::claimed_by_other
    );
    EXPECT_TRUE(archive->claim_document(id, archive.other, archive.now + 11min));
}

TEST(Queue, TakesBackWhatIsReleased)
{
    Archive archive;
    const auto id = archive.read("1", {a_doubtful_card()}).at(0);
    ASSERT_TRUE(archive->claim_document(id, archive.verifier, archive.now));
    archive->release_document(id, archive.other, archive.now);
    EXPECT_FALSE(archive->claim_document(id, archive.other, archive.now));
    archive->release_document(id, archive.verifier, archive.now);
    EXPECT_TRUE(archive->claim_document(id, archive.other, archive.now));
}

TEST(Decision, CorrectsAValueAndKeepsWhatWasRead)
{
    Archive archive;
    const auto before = archive.view(archive.read("1", {a_doubtful_card()}).at(0));
    const verify::Finding finding{
        .code = "x", .severity = verify::Severity::info, .fields = {}, .message = {}};
    const auto after = archive
                           ->decide(
                               before.discrepancies.at(0).id,
                               decision(Action::correct, "NEW", "override"),
                               always(finding),
                               before.version,
                               archive.verifier,
                               archive.now
                           )
                           .value();
    EXPECT_EQ(after.version, before.version + 1);
    EXPECT_EQ(after.checked.fields.at(1).field.value, "NEW");
    EXPECT_EQ(after.as_read.at("id_number"), "11010519491231002X");
    EXPECT_EQ(after.reasons.at("id_number"), "override");
    EXPECT_EQ(after.discrepancies.at(0).state, DiscrepancyState::corrected);
    EXPECT_EQ(after.discrepancies.at(0).decided_by, "vera");
    EXPECT_EQ(after.checked.findings.at(0).code, "x");

    const auto stored = archive.view(before.id);
    EXPECT_EQ(stored.checked.fields.at(1).field.value, "NEW");
    EXPECT_EQ(stored.version, after.version);
}

TEST(Decision, IsUndoneByReopening)
{
    Archive archive;
    const auto before = archive.view(archive.read("1", {a_doubtful_card()}).at(0));
    const auto& id = before.discrepancies.at(0).id;
    const auto corrected =
        archive->decide(id, decision(Action::correct, "NEW"), {}, 1, archive.verifier, archive.now);
    const auto reopened = archive->decide(
        id, decision(Action::reopen), {}, corrected->version, archive.verifier, archive.now
    );
    EXPECT_EQ(reopened->checked.fields.at(1).field.value, "11010519491231002X");
    EXPECT_TRUE(reopened->as_read.empty());
    EXPECT_EQ(reopened->discrepancies.at(0).state, DiscrepancyState::open);
}

TEST(Decision, AsksForTheFieldsThatPassedBeforeItSpokeAgainstThem)
{
    Archive archive;
    const auto before = archive.view(archive.read("1", {a_doubtful_card()}).at(0));
    ASSERT_EQ(before.discrepancies.size(), 1);
    const verify::Finding contradiction{
        .code = "name.differs",
        .severity = verify::Severity::confirm,
        .fields = {"name", "id_number"},
        .message = {}};
    const auto after = archive
                           ->decide(
                               before.discrepancies.at(0).id,
                               decision(Action::correct, "NEW"),
                               always(contradiction),
                               before.version,
                               archive.verifier,
                               archive.now
                           )
                           .value();
    ASSERT_EQ(after.discrepancies.size(), 2);
    EXPECT_EQ(after.discrepancies.at(0).state, DiscrepancyState::corrected);
    EXPECT_EQ(after.discrepancies.at(1).field, "name");
    EXPECT_EQ(after.discrepancies.at(1).state, DiscrepancyState::open);
    EXPECT_EQ(after.checked.find_field("name")->status, verify::FieldStatus::review);
    EXPECT_EQ(
        archive->commit_document(before.id, after.version, archive.verifier, archive.now)
            .error()
            .kind,
        ConflictKind::open_discrepancies
    );

    const auto confirmed = archive->decide(
        archive.view(before.id).discrepancies.at(1).id,
        decision(Action::confirm),
        always(contradiction),
        after.version,
        archive.verifier,
        archive.now
    );
    EXPECT_EQ(confirmed->discrepancies.size(), 2);
    EXPECT_TRUE(
        archive->commit_document(before.id, confirmed->version, archive.verifier, archive.now)
    );
}

TEST(Decision, AsksAsManyPeopleForSuchAFieldAsThePolicySays)
{
    Archive archive;
    const auto before = archive.view(archive.read("1", {a_doubtful_card()}).at(0));
    auto rules = always(
        {.code = "name.differs",
         .severity = verify::Severity::confirm,
         .fields = {"name"},
         .message = {}}
    );
    rules.second_eyes = [](const verify::CheckedDocument&, const std::string&) {
        return verify::SecondEyes::blind;
    };
    const auto after = archive->decide(
        before.discrepancies.at(0).id,
        decision(Action::confirm),
        rules,
        before.version,
        archive.verifier,
        archive.now
    );
    EXPECT_EQ(after->discrepancies.at(1).second_eyes, verify::SecondEyes::blind);
    EXPECT_EQ(archive.view(before.id).checked.find_field("name")->field.value, "");
}

TEST(Decision, AsksForNothingMoreWhenTheFindingIsANote)
{
    Archive archive;
    const auto before = archive.view(archive.read("1", {a_doubtful_card()}).at(0));
    const verify::Finding note{
        .code = "name.known",
        .severity = verify::Severity::info,
        .fields = {"name"},
        .message = {}};
    const auto after = archive->decide(
        before.discrepancies.at(0).id,
        decision(Action::confirm),
        always(note),
        before.version,
        archive.verifier,
        archive.now
    );
    EXPECT_EQ(after->discrepancies.size(), 1);
}

TEST(Decision, LosesAgainstAnEarlierOne)
{
    Archive archive;
    const auto document = archive.view(archive.read("1", {a_doubtful_card()}).at(0));
    const auto& id = document.discrepancies.at(0).id;
    ASSERT_TRUE(archive->decide(
        id, decision(Action::confirm), {}, document.version, archive.verifier, archive.now
    ));
    const auto late = archive->decide(
        id, decision(Action::correct, "LATE"), {}, document.version, archive.other, archive.now
    );
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ConflictKind::version_changed);
    EXPECT_EQ(archive.view(document.id).checked.fields.at(1).field.value, "11010519491231002X");
}

TEST(Decision, IsForThePersonWhoHoldsTheDocument)
{
    Archive archive;
    const auto document = archive->claim_next(
        archive.verifier, {}, (archive.read("1", {a_doubtful_card()}), archive.now)
    );
    const auto refused = archive->decide(
        document->discrepancies.at(0).id,
        decision(Action::confirm),
        {},
        document->version,
        archive.other,
        archive.now
    );
    EXPECT_EQ(refused.error().kind, ConflictKind::claimed_by_other);
}

TEST(Decision, ObeysTheStatesOfTheDiscrepancy)
{
    Archive archive;
    const auto document =
        archive.confirm(archive.view(archive.read("1", {a_doubtful_card()}).at(0)));
    const auto again = archive->decide(
        document.discrepancies.at(0).id,
        decision(Action::confirm),
        {},
        document.version,
        archive.verifier,
        archive.now
    );
    EXPECT_EQ(again.error().kind, ConflictKind::not_allowed);
}

TEST(Decision, OnNothingIsNotFound)
{
    Archive archive;
    const auto decided =
        archive->decide("nothing", decision(Action::confirm), {}, 1, archive.verifier, archive.now);
    EXPECT_EQ(decided.error().kind, ConflictKind::not_found);
}

TEST(Rejection, ClosesTheDocumentWithItsReason)
{
    Archive archive;
    const auto id = archive.read("1", {a_doubtful_card()}).at(0);
    EXPECT_FALSE(archive->reject_document(id, "", 1, archive.verifier, archive.now));
    const auto rejected =
        archive->reject_document(id, "not ours", 1, archive.verifier, archive.now).value();
    EXPECT_EQ(rejected.state, DocumentState::rejected);
    EXPECT_EQ(rejected.reasons.at(""), "not ours");
    EXPECT_EQ(rejected.discrepancies.at(0).state, DiscrepancyState::rejected);
    EXPECT_TRUE(archive->queue(archive.verifier, "", 10, archive.now).items.empty());
    EXPECT_EQ(
        archive->commit_document(id, rejected.version, archive.verifier, archive.now).error().kind,
        ConflictKind::closed
    );
}

TEST(Commit, WaitsForTheLastDiscrepancy)
{
    Archive archive;
    const auto id = archive.read("1", {a_doubtful_card()}).at(0);
    EXPECT_EQ(
        archive->commit_document(id, 1, archive.verifier, archive.now).error().kind,
        ConflictKind::open_discrepancies
    );
}

TEST(Commit, MakesARecordThatOpensWithItsImages)
{
    Archive archive;
    const auto document =
        archive.confirm(archive.view(archive.read("the scan", {a_doubtful_card()}).at(0)));
    const auto item =
        archive->commit_document(document.id, document.version, archive.verifier, archive.now)
            .value();
    EXPECT_EQ(item.number, "D-2026-000001");
    EXPECT_EQ(item.committed_by, "vera");

    const auto record = archive->view_record(item.id, archive.verifier, archive.now).value();
    EXPECT_EQ(record.fields.at(1).field.value, "11010519491231002X");
    EXPECT_EQ(record.original.source_name, "SECRETFILE.png");
    EXPECT_EQ(record.attachments.size(), 2U);
    EXPECT_EQ(record.attachments.at(0).size, 8);
    EXPECT_EQ(record.attachments.at(1).size, 11);
    EXPECT_EQ(record.pages.size(), 1U);
    EXPECT_EQ(
        archive->record_image(item.id, 0, archive.verifier, archive.now), bytes("JPEG page 0")
    );
    EXPECT_EQ(archive->record_original(item.id, archive.verifier, archive.now), bytes("the scan"));
    EXPECT_EQ(archive->record_image(item.id, 7, archive.verifier, archive.now), std::nullopt);

    std::vector<std::string> actions;
    for (const auto& entry : record.history) {
        actions.push_back(entry.action);
    }
    EXPECT_EQ(
        actions,
        (std::vector<std::string>{
            "original_kept",
            "original_read",
            "document_viewed",
            "discrepancy_confirmed",
            "record_committed",
            "record_viewed"})
    );
    EXPECT_EQ(archive.view(document.id).record_id, item.id);
}

TEST(Commit, HappensOnce)
{
    Archive archive;
    const auto document =
        archive.confirm(archive.view(archive.read("1", {a_doubtful_card()}).at(0)));
    ASSERT_TRUE(
        archive->commit_document(document.id, document.version, archive.verifier, archive.now)
    );
    EXPECT_FALSE(
        archive->commit_document(document.id, document.version, archive.verifier, archive.now)
    );
    EXPECT_EQ(archive->counts(whole_site).committed, 1);
}

TEST(Commit, NumbersEachYearAnew)
{
    Archive archive;
    (void)archive.commit("1");
    (void)archive.commit("2");
    archive.now = Instant(std::chrono::sys_days(std::chrono::year(2027) / 1 / 1));
    (void)archive.commit("3");
    std::vector<std::string> numbers;
    for (const auto& item : archive->records(whole_site, "id_card", "", 10).items) {
        numbers.push_back(item.number);
    }
    std::ranges::sort(numbers);
    EXPECT_EQ(
        numbers, (std::vector<std::string>{"D-2026-000001", "D-2026-000002", "D-2027-000001"})
    );
}

TEST(RecordNumber, IsOfTheYearThatItIsAtTheSite)
{
    using namespace std::chrono_literals;
    Archive archive;
    const auto number_at = [&](Instant moment, std::string_view content) {
        archive.now = moment;
        return archive->view_record(archive.commit(content), archive.verifier, moment)->item.number;
    };
    constexpr Instant new_year{std::chrono::sys_days{std::chrono::year{2026} / 12 / 31} + 16h};
    EXPECT_EQ(number_at(new_year - 1ms, "old"), "D-2026-000001");
    EXPECT_EQ(number_at(new_year, "new"), "D-2027-000001") << "midnight in China";
}

} // namespace
} // namespace dossier::store
