// Two people who key the same field without seeing each other's value, a third where they differ,
// and samples that a person keys beside the machine.

#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::store {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;
using testing::Not;
using verify::Action;
using verify::DiscrepancyState;
using verify::SecondEyes;

constexpr auto read_number = "11010519491231002X";
constexpr auto one_number = "110105194912310021";
constexpr auto other_number = "110105194912310038";

class Blind : public testing::Test {
protected:
    Document look(const Actor& actor)
    {
        return archive->view_document(id, actor, archive.now).value();
    }

    tl::expected<Document, Conflict>
    key(const Actor& actor, const std::string& value, Action action = Action::correct)
    {
        const auto document = look(actor);
        return archive->decide(
            document.discrepancies.at(0).id,
            decision(action, value, action == Action::correct ? "" : "a stamp"),
            {},
            document.version,
            actor,
            archive.now
        );
    }

    DiscrepancyState state() { return look(archive.verifier).discrepancies.at(0).state; }

    auto keyings(const Actor& actor)
    {
        return archive->view_keyings(look(actor).discrepancies.at(0).id, actor, archive.now);
    }

    static std::string number_in(const Document& document)
    {
        return document.checked.find_field("id_number")->field.value;
    }

    Archive archive;
    DocumentId id = archive.read_with("one", blind_number());
};

TEST_F(Blind, FieldsAreShownToNobodyBeforeTheyAreSettled)
{
    for (const auto& actor : {archive.verifier, archive.other, archive.arbiter}) {
        const auto field = look(actor).checked.find_field("id_number")->field;
        EXPECT_EQ(field.value, "");
        EXPECT_EQ(field.raw, "");
        EXPECT_EQ(field.confidence, 0.0);
        EXPECT_THAT(field.alternatives, IsEmpty());
        EXPECT_EQ(look(actor).checked.find_field("name")->field.value, "SECRETNAME");
    }
}

TEST_F(Blind, KeyingsThatAgreeSettleTheFieldAtOnce)
{
    EXPECT_EQ(
        key(archive.verifier, one_number)->discrepancies.at(0).state, DiscrepancyState::second_eyes
    );
    const auto settled = key(archive.other, one_number).value();
    EXPECT_EQ(settled.discrepancies.at(0).state, DiscrepancyState::corrected);
    EXPECT_EQ(settled.discrepancies.at(0).decided_by, "otto");
    EXPECT_EQ(number_in(settled), one_number);
    EXPECT_EQ(settled.as_read.at("id_number"), read_number);
    EXPECT_TRUE(archive->commit_document(id, settled.version, archive.other, archive.now));
}

TEST_F(Blind, KeyingsOfWhatWasReadConfirmIt)
{
    (void)key(archive.verifier, read_number);
    const auto settled = key(archive.other, "110105 1949 1231 002x").value();
    EXPECT_EQ(settled.discrepancies.at(0).state, DiscrepancyState::confirmed);
    EXPECT_EQ(number_in(settled), read_number);
    EXPECT_THAT(settled.as_read, IsEmpty());
}

TEST_F(Blind, SecondPersonSeesNothingOfTheFirst)
{
    ASSERT_TRUE(key(archive.verifier, one_number));
    const auto seen = look(archive.other);
    EXPECT_EQ(number_in(seen), "");
    EXPECT_THAT(seen.discrepancies.at(0).keyings, IsEmpty());
    EXPECT_EQ(seen.discrepancies.at(0).decided_by, "");
    EXPECT_THAT(seen.as_read, IsEmpty());
    EXPECT_THAT(seen.reasons, IsEmpty());
    EXPECT_EQ(keyings(archive.other).error().kind, ConflictKind::not_yours);
}

TEST_F(Blind, ReasonOfTheFirstIsAsHiddenAsTheValue)
{
    ASSERT_TRUE(key(archive.verifier, "", Action::mark_unreadable));
    EXPECT_THAT(look(archive.other).reasons, IsEmpty());
    ASSERT_TRUE(key(archive.other, "", Action::mark_unreadable));
    EXPECT_EQ(look(archive.other).reasons.at("id_number"), "a stamp");
}

TEST_F(Blind, SecondPersonIsNeverTheFirst)
{
    ASSERT_TRUE(key(archive.verifier, one_number));
    const auto again = key(archive.verifier, one_number);
    EXPECT_EQ(again.error().decision, verify::DecisionErrorKind::same_person);
    EXPECT_EQ(
        archive->claim_document(id, archive.verifier, archive.now).error().kind,
        ConflictKind::not_yours
    );
}

TEST_F(Blind, QueueHandsEachPartToAPersonWhoDidNotLookYet)
{
    EXPECT_EQ(archive->claim_next(archive.verifier, {}, archive.now)->id, id);
    ASSERT_TRUE(key(archive.verifier, one_number));
    EXPECT_FALSE(archive->claim_next(archive.verifier, {}, archive.now));
    EXPECT_EQ(archive->claim_next(archive.other, {}, archive.now)->id, id);
    ASSERT_TRUE(key(archive.other, other_number));
    for (const auto& actor : {archive.verifier, archive.other})
        EXPECT_FALSE(archive->claim_next(actor, {}, archive.now));
    EXPECT_FALSE(archive->claim_next({.name = "third", .role = "verifier"}, {}, archive.now));
    EXPECT_EQ(archive->claim_next(archive.arbiter, {}, archive.now)->id, id);
}

TEST_F(Blind, QueueSaysForWhomADocumentWaits)
{
    const auto waits_for = [&](const Actor& actor) {
        return archive->queue(actor, "", 10, archive.now).items.at(0).waits_for;
    };
    EXPECT_EQ(waits_for(archive.verifier), WaitsFor::you);
    ASSERT_TRUE(key(archive.verifier, one_number));
    EXPECT_EQ(waits_for(archive.verifier), WaitsFor::second_person);
    EXPECT_EQ(waits_for(archive.other), WaitsFor::you);
    ASSERT_TRUE(key(archive.other, other_number));
    EXPECT_EQ(waits_for(archive.other), WaitsFor::arbiter);
    EXPECT_EQ(waits_for(archive.arbiter), WaitsFor::you);
}

TEST_F(Blind, KeyingsThatDifferAreSettledByAThirdPerson)
{
    ASSERT_TRUE(key(archive.verifier, one_number));
    ASSERT_TRUE(key(archive.other, other_number));
    EXPECT_EQ(state(), DiscrepancyState::arbitration);
    EXPECT_FALSE(key(archive.verifier, one_number));
    EXPECT_EQ(
        key({.name = "third", .role = "verifier"}, one_number).error().decision,
        verify::DecisionErrorKind::arbiter_needed
    );
    EXPECT_EQ(number_in(look(archive.arbiter)), "");
    const auto settled = key(archive.arbiter, other_number).value();
    EXPECT_EQ(settled.discrepancies.at(0).state, DiscrepancyState::corrected);
    EXPECT_EQ(number_in(settled), other_number);
}

TEST_F(Blind, KeyingsAreShownToTheArbiterAloneWithoutNames)
{
    ASSERT_TRUE(key(archive.verifier, other_number));
    EXPECT_EQ(keyings(archive.arbiter).error().kind, ConflictKind::not_yours);
    ASSERT_TRUE(key(archive.other, one_number));
    const auto shown = keyings(archive.arbiter).value();
    EXPECT_THAT(
        shown,
        ElementsAre(
            Field(&verify::Keying::value, one_number), Field(&verify::Keying::value, other_number)
        )
    );
    for (const auto& keying : shown)
        EXPECT_EQ(keying.by, "");
    EXPECT_EQ(archive->audit("", 1).items.at(0).action, "keyings_viewed");
    for (const auto& actor : {archive.verifier, archive.other})
        EXPECT_EQ(keyings(actor).error().kind, ConflictKind::not_yours);
}

TEST_F(Blind, DocumentIsNotCommittedBeforeTheLastPersonLooked)
{
    const auto first = key(archive.verifier, one_number).value();
    EXPECT_EQ(
        archive->commit_document(id, first.version, archive.other, archive.now).error().kind,
        ConflictKind::open_discrepancies
    );
    const auto second = key(archive.other, other_number).value();
    EXPECT_EQ(
        archive->commit_document(id, second.version, archive.arbiter, archive.now).error().kind,
        ConflictKind::open_discrepancies
    );
}

TEST_F(Blind, StepsAreInTheTrailWithoutWhatWasKeyed)
{
    ASSERT_TRUE(key(archive.verifier, one_number));
    ASSERT_TRUE(key(archive.other, other_number));
    ASSERT_TRUE(key(archive.arbiter, one_number));
    std::vector<std::string> steps;
    for (const auto& entry : archive->audit("", 50).items) {
        if (entry.action.starts_with("discrepancy_"))
            steps.push_back(entry.actor + " " + entry.action);
        EXPECT_THAT(entry.detail, Not(testing::HasSubstr("1949")));
    }
    EXPECT_THAT(
        steps,
        ElementsAre(
            "ada discrepancy_corrected",
            "otto discrepancy_arbitration",
            "vera discrepancy_second_eyes"
        )
    );
}

TEST_F(Blind, KeyingsOutliveARestart)
{
    ASSERT_TRUE(key(archive.verifier, one_number));
    archive.close();
    archive.open();
    EXPECT_EQ(
        key(archive.other, one_number)->discrepancies.at(0).state, DiscrepancyState::corrected
    );
}

TEST_F(Blind, KeyingIsTakenBackByItsPersonAlone)
{
    ASSERT_TRUE(key(archive.verifier, one_number));
    EXPECT_FALSE(key(archive.other, "", Action::reopen));
    ASSERT_TRUE(key(archive.verifier, "", Action::reopen));
    EXPECT_EQ(state(), DiscrepancyState::open);
    EXPECT_EQ(
        key(archive.verifier, other_number)->discrepancies.at(0).state,
        DiscrepancyState::second_eyes
    );
}

TEST_F(Blind, KeyedValueThatBreaksItsRuleNeedsAReason)
{
    const auto document = look(archive.verifier);
    const FieldRules rules{
        .normal = [](const auto&, const auto&, const std::string& value) { return value + "!"; },
        .findings =
            [](const verify::CheckedDocument& checked, const auto&) {
                std::vector<verify::Finding> findings;
                if (checked.find_field("id_number")->field.value == "WRONG!")
                    findings.push_back(
                        {.code = "id_number.form",
                         .severity = verify::Severity::error,
                         .fields = {"id_number"},
                         .message = {}}
                    );
                return findings;
            },
        .second_eyes = {}};
    auto wrong = decision(Action::correct, "WRONG");
    const auto& discrepancy = document.discrepancies.at(0).id;
    const auto refused =
        archive->decide(discrepancy, wrong, rules, 1, archive.verifier, archive.now);
    EXPECT_EQ(refused.error().kind, ConflictKind::rule_broken);
    EXPECT_EQ(refused.error().broken_rule->code, "id_number.form");
    wrong.overrides = true;
    EXPECT_TRUE(archive->decide(discrepancy, wrong, rules, 1, archive.verifier, archive.now));
}

class BlindSample : public testing::Test {
protected:
    DocumentId read_sample(bool is_blind)
    {
        (void)archive.keep("sample");
        const auto job = archive->claim_job("w", archive.now).value();
        auto card = a_card();
        card.fields[0].standing = verify::Standing::plain;
        auto result = examined({card});
        result.sampling = {.share = 1.0, .whole_types = {}, .is_blind = is_blind};
        return archive->finish_job(job, result, archive.now).value().at(0);
    }

    tl::expected<Document, Conflict>
    key_name(const DocumentId& id, const Actor& actor, const std::string& value)
    {
        const auto document = archive->view_document(id, actor, archive.now).value();
        return archive->decide(
            document.discrepancies.at(0).id,
            decision(Action::correct, value),
            {},
            document.version,
            actor,
            archive.now
        );
    }

    Archive archive;
};

TEST_F(BlindSample, HidesWhatNothingSpeaksAgainst)
{
    const auto document = archive.view(read_sample(true));
    EXPECT_EQ(document.checked.find_field("name")->field.value, "");
    EXPECT_EQ(document.checked.find_field("id_number")->field.value, read_number);
    EXPECT_EQ(document.discrepancies.at(0).second_eyes, SecondEyes::machine);
    EXPECT_EQ(document.discrepancies.at(1).second_eyes, SecondEyes::none);
}

TEST_F(BlindSample, IsOnlyHiddenWhereTheSiteSaysSo)
{
    const auto document = archive.view(read_sample(false));
    EXPECT_EQ(document.checked.find_field("name")->field.value, "SECRETNAME");
}

TEST_F(BlindSample, IsSettledWhenThePersonKeysWhatTheMachineRead)
{
    const auto settled = key_name(read_sample(true), archive.verifier, "secretname");
    EXPECT_EQ(settled->discrepancies.at(0).state, DiscrepancyState::confirmed);
    EXPECT_EQ(settled->checked.find_field("name")->field.value, "SECRETNAME");
}

TEST_F(BlindSample, IsArbitratedWhenTheyDiffer)
{
    const auto id = read_sample(true);
    const auto keyed = key_name(id, archive.verifier, "ANOTHERNAME");
    EXPECT_EQ(keyed->discrepancies.at(0).state, DiscrepancyState::arbitration);
    const auto shown =
        archive->view_keyings(keyed->discrepancies.at(0).id, archive.arbiter, archive.now).value();
    EXPECT_THAT(
        shown,
        ElementsAre(
            Field(&verify::Keying::value, "ANOTHERNAME"),
            Field(&verify::Keying::value, "SECRETNAME")
        )
    );
    const auto settled = key_name(id, archive.arbiter, "SECRETNAME");
    EXPECT_EQ(settled->discrepancies.at(0).state, DiscrepancyState::confirmed);
}

TEST(Rescan, ClosesTheDocumentWithItsReasonUntilItsSheetsWereScannedAgain)
{
    Archive archive;
    const auto before = archive.view(archive.read("one", {a_doubtful_card()}).at(0));
    const auto asked =
        archive
            ->request_rescan(
                before.id, "a corner is cut off", before.version, archive.verifier, archive.now
            )
            .value();
    EXPECT_EQ(asked.state, DocumentState::rejected);
    EXPECT_EQ(asked.discrepancies.at(0).state, DiscrepancyState::rescan_requested);
    EXPECT_EQ(asked.rescan->reason, "a corner is cut off");
    EXPECT_EQ(asked.rescan->requested_by, "vera");
    EXPECT_EQ(
        archive->commit_document(before.id, asked.version, archive.verifier, archive.now)
            .error()
            .kind,
        ConflictKind::closed
    );
    ASSERT_TRUE(archive->note_rescanned(before.id, archive.operator_, archive.now));
    EXPECT_EQ(archive.view(before.id).rescan->scanned_by, "olga");
    EXPECT_EQ(
        archive->note_rescanned(before.id, archive.operator_, archive.now).error().kind,
        ConflictKind::not_allowed
    );
}

TEST(Rescan, NeedsAReason)
{
    Archive archive;
    const auto before = archive.view(archive.read("one", {a_doubtful_card()}).at(0));
    EXPECT_EQ(
        archive->request_rescan(before.id, "", before.version, archive.verifier, archive.now)
            .error()
            .kind,
        ConflictKind::not_allowed
    );
}

} // namespace
} // namespace dossier::store
