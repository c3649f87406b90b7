// The archive knows whose a number is, and notices when somebody else comes with it.

#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::store {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

verify::CheckedDocument a_card_of(const std::string& name, const std::string& number)
{
    auto card = a_card();
    card.fields = {field("name", name), field("id_number", number)};
    return card;
}

std::vector<std::string> codes_of(const Document& document)
{
    std::vector<std::string> codes;
    for (const auto& finding : document.checked.findings) {
        codes.push_back(finding.code);
    }
    return codes;
}

TEST(Holdings, SayNothingOfANumberThatIsNew)
{
    Archive archive;
    const auto one = archive.read("1", {a_card_of("ZHANG", "11010519491231002X")}).at(0);
    const auto two = archive.read("2", {a_card_of("ZHANG", "440524188001010014")}).at(0);
    EXPECT_THAT(codes_of(archive.view(one)), IsEmpty());
    EXPECT_THAT(codes_of(archive.view(two)), IsEmpty());
}

TEST(Holdings, SendANumberUnderAnotherNameToAPerson)
{
    Archive archive;
    (void)archive.read("1", {a_card_of("ZHANG", "11010519491231002X")});
    const auto other =
        archive.view(archive.read("2", {a_card_of("LI", "11010519491231002X")}).at(0));
    EXPECT_THAT(codes_of(other), ElementsAre("id_number.other_holder"));
    EXPECT_EQ(other.state, DocumentState::review);
    ASSERT_EQ(other.discrepancies.size(), 1);
    EXPECT_EQ(other.discrepancies[0].field, "id_number");
}

TEST(Holdings, NoteTheSameDocumentOfTheSamePersonAndLetItPass)
{
    Archive archive;
    (void)archive.read("1", {a_card_of("ZHANG", "11010519491231002X")});
    const auto again =
        archive.view(archive.read("2", {a_card_of("ZHANG ", "11010519491231002X")}).at(0));
    EXPECT_THAT(codes_of(again), ElementsAre("id_number.known"));
    EXPECT_EQ(again.state, DocumentState::committed);
}

TEST(Holdings, AreThoseOfRecordsNotOfDocumentsThatWait)
{
    Archive archive;
    auto waiting = a_card_of("ZHANG", "11010519491231002X");
    waiting.fields[0].status = verify::FieldStatus::review;
    (void)archive.read("1", {waiting});
    const auto other = archive.read("2", {a_card_of("LI", "11010519491231002X")}).at(0);
    EXPECT_THAT(codes_of(archive.view(other)), IsEmpty());
}

/// A card whose number nobody could read, claimed and in the hands of a person.
DocumentId a_card_to_type(Archive& archive, const std::string& name)
{
    auto card = a_card_of(name, "");
    card.fields[1].status = verify::FieldStatus::review;
    return archive.read("to type", {card}).at(0);
}

tl::expected<Document, Conflict>
decide(Archive& archive, const DocumentId& id, const verify::Decision& decision)
{
    const auto document = archive.view(id);
    const auto open = std::ranges::find_if(document.discrepancies, [](const auto& discrepancy) {
        return !verify::is_settled(discrepancy.state);
    });
    return archive->decide(
        open->id, decision, {}, document.version, archive.operator_, archive.now
    );
}

TEST(Holdings, AskAgainWhoTypedANumberThatSomebodyElseHas)
{
    Archive archive;
    (void)archive.read("1", {a_card_of("ZHANG", "11010519491231002X")});
    const auto id = a_card_to_type(archive, "LI");
    const auto typed =
        decide(archive, id, decision(verify::Action::correct, "11010519491231002X")).value();
    EXPECT_THAT(codes_of(typed), ElementsAre("id_number.other_holder"));
    ASSERT_EQ(typed.discrepancies.size(), 1);
    EXPECT_EQ(typed.discrepancies[0].state, verify::DiscrepancyState::open);
    EXPECT_EQ(
        archive->commit_document(id, typed.version, archive.operator_, archive.now).error().kind,
        ConflictKind::open_discrepancies
    );

    const auto confirmed = decide(archive, id, decision(verify::Action::confirm)).value();
    EXPECT_EQ(confirmed.discrepancies[0].state, verify::DiscrepancyState::confirmed)
        << "asked once more, not for ever";
    EXPECT_TRUE(archive->commit_document(id, confirmed.version, archive.operator_, archive.now));
}

TEST(Holdings, AskAgainWhoTypedAnotherNumberThatSomebodyElseHas)
{
    Archive archive;
    (void)archive.read("1", {a_card_of("ZHANG", "11010519491231002X")});
    (void)archive.read("2", {a_card_of("WANG", "440524188001010014")});
    const auto id = archive.read("3", {a_card_of("LI", "11010519491231002X")}).at(0);
    const auto typed =
        decide(archive, id, decision(verify::Action::correct, "440524188001010014")).value();
    EXPECT_THAT(codes_of(typed), ElementsAre("id_number.other_holder"));
    EXPECT_EQ(typed.discrepancies[0].state, verify::DiscrepancyState::open);
    const auto confirmed = decide(archive, id, decision(verify::Action::confirm)).value();
    EXPECT_TRUE(archive->commit_document(id, confirmed.version, archive.operator_, archive.now));
}

TEST(Holdings, AskTwoPeopleAgainWhereTwoKeyedANumberThatSomebodyElseHas)
{
    Archive archive;
    (void)archive.read("1", {a_card_of("ZHANG", "11010519491231002X")});
    auto read = examined({a_card_of("LI", "")});
    read.documents[0].find_field("id_number")->status = verify::FieldStatus::review;
    read.second_eyes.own = {{{"id_card", "id_number"}, verify::SecondEyes::blind}};
    archive.keep("2");
    const auto job = archive->claim_job("w", archive.now);
    const auto id = archive->finish_job(*job, read, archive.now).value().at(0);
    const auto key = [&](const Actor& person) {
        const auto document = archive->view_document(id, person, archive.now).value();
        const auto decided = archive->decide(
            document.discrepancies.at(0).id,
            decision(verify::Action::correct, "11010519491231002X"),
            {},
            document.version,
            person,
            archive.now
        );
        return decided.value().discrepancies.at(0).state;
    };
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(key(archive.verifier), verify::DiscrepancyState::second_eyes);
        EXPECT_EQ(verify::is_settled(key(archive.other)), round == 1);
    }
    const auto settled = archive.view(id);
    EXPECT_TRUE(archive->commit_document(id, settled.version, archive.verifier, archive.now));
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST(Holdings, ForgetWhatTheySaidOfANumberThatWasCorrected)
{
    Archive archive;
    (void)archive.read("1", {a_card_of("ZHANG", "11010519491231002X")});
    const auto id = archive.read("2", {a_card_of("LI", "11010519491231002X")}).at(0);
    const auto corrected =
        decide(archive, id, decision(verify::Action::correct, "440524188001010014")).value();
    EXPECT_THAT(codes_of(corrected), IsEmpty());
    EXPECT_TRUE(archive->commit_document(id, corrected.version, archive.operator_, archive.now));
}

TEST(Holdings, AreAskedOnceMoreBeforeTheCommit)
{
    Archive archive;
    const auto id = a_card_to_type(archive, "LI");
    const auto typed =
        decide(archive, id, decision(verify::Action::correct, "11010519491231002X")).value();
    EXPECT_THAT(codes_of(typed), IsEmpty());
    (void)archive.read("meanwhile", {a_card_of("ZHANG", "11010519491231002X")});
    EXPECT_EQ(
        archive->commit_document(id, typed.version, archive.operator_, archive.now).error().kind,
        ConflictKind::open_discrepancies
    );
    EXPECT_THAT(codes_of(archive.view(id)), ElementsAre("id_number.other_holder"));
    const auto confirmed = decide(archive, id, decision(verify::Action::confirm)).value();
    EXPECT_TRUE(archive->commit_document(id, confirmed.version, archive.operator_, archive.now));
}

verify::CheckedDocument a_card_born(const std::string& number)
{
    auto card = a_card_of("ZHANG", number);
    card.fields.push_back(field("birth_date", "1949-12-31"));
    return card;
}

TEST(Holdings, KnowAPersonUnderAnotherNumber)
{
    Archive archive;
    (void)archive.read("1", {a_card_born("11010519491231002X")});
    const auto other = archive.view(archive.read("2", {a_card_born("110105194912310070")}).at(0));
    EXPECT_THAT(codes_of(other), ElementsAre("id_number.other_number"));
    EXPECT_EQ(other.state, DocumentState::review);
}

TEST(Holdings, KnowACardOfAnotherCustomer)
{
    Archive archive;
    auto bank_card = a_card();
    bank_card.type = "bank_card";
    bank_card.fields = {field("card_number", "6228480000000000455")};
    (void)archive.read("1", {a_card_of("ZHANG", "11010519491231002X"), bank_card});
    const auto again = archive.read("2", {a_card_of("ZHANG", "11010519491231002X"), bank_card});
    EXPECT_THAT(codes_of(archive.view(again.at(1))), ElementsAre("card_number.known"));
    const auto other = archive.read("3", {a_card_of("LI", "440524188001010014"), bank_card});
    EXPECT_THAT(codes_of(archive.view(other.at(1))), ElementsAre("card_number.other_holder"));
}

TEST(Holdings, AreNotBelievedWhenTheyWereEdited)
{
    Archive archive;
    (void)archive.read("1", {a_card_of("ZHANG", "11010519491231002X")});
    archive.close();
    ASSERT_EQ(archive.with_shell("UPDATE holding SET holder_mac = 'x'"), 1);
    archive.open();
    EXPECT_THAT(
        archive->fsck().faults, Contains(Field(&FsckFault::object, testing::HasSubstr("holding")))
    );
    (void)archive.keep("2");
    const auto job = archive->claim_job("w", archive.now).value();
    const auto result = examined({a_card_of("LI", "11010519491231002X")});
    EXPECT_THROW((void)archive->finish_job(job, result, archive.now), Tampered);
}

} // namespace
} // namespace dossier::store
