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
