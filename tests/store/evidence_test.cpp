// What people find is kept for learning what may pass: which documents they see whole, and what is
// remembered of a settled one.

#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::store {
namespace {

using testing::Contains;
using testing::Field;
using testing::IsEmpty;
using testing::SizeIs;
using verify::Action;
using verify::FieldStatus;
using verify::Standing;

/// Nothing speaks against its name; a check digit speaks for its number.
verify::CheckedDocument a_sound_card()
{
    auto card = a_card();
    card.fields[0].standing = Standing::plain;
    card.fields[1].standing = Standing::vouched;
    return card;
}

std::vector<DocumentId> read_with(Archive& archive, const Sampling& sampling)
{
    (void)archive.keep("content");
    const auto job = archive->claim_job("w", archive.now).value();
    auto result = examined({a_sound_card()});
    result.sampling = sampling;
    return archive->finish_job(job, result, archive.now).value();
}

/// Confirms the first discrepancies and corrects the last.
void settle(Archive& archive, Document document)
{
    const auto discrepancies = document.discrepancies;
    for (const auto& discrepancy : discrepancies) {
        const bool is_last = discrepancy.id == discrepancies.back().id;
        document = archive
                       ->decide(
                           discrepancy.id,
                           is_last ? decision(Action::correct, "OTHER") : decision(Action::confirm),
                           {},
                           document.version,
                           archive.verifier,
                           archive.now
                       )
                       .value();
    }
    (void)archive->commit_document(document.id, document.version, archive.verifier, archive.now)
        .value();
}

TEST(Sample, OfAllDocumentsSendsEveryValueToAPerson)
{
    Archive archive;
    const auto document = archive.view(read_with(archive, {.share = 1.0}).at(0));
    EXPECT_EQ(document.state, DocumentState::review);
    EXPECT_THAT(document.discrepancies, SizeIs(2));
    EXPECT_EQ(document.checked.fields.at(0).status, FieldStatus::review);
    EXPECT_EQ(document.checked.fields.at(1).standing, Standing::vouched);
}

TEST(Sample, OfNoDocumentLetsWhatIsSurePass)
{
    Archive archive;
    const auto document = archive.view(read_with(archive, {.share = 0.0}).at(0));
    EXPECT_EQ(document.state, DocumentState::committed);
    EXPECT_THAT(archive->seen_records({}, {}), IsEmpty()) << "nobody saw it";
}

TEST(Sample, IsEveryDocumentOfATypeOfWhichNothingPassesYet)
{
    Archive archive;
    const auto one = read_with(archive, {.share = 0.0, .whole_types = {"id_card"}});
    EXPECT_THAT(archive.view(one.at(0)).discrepancies, SizeIs(2));
}

TEST(Evidence, TellsWhatAPersonFoundWithoutTheValues)
{
    Archive archive;
    settle(archive, archive.view(read_with(archive, {.share = 1.0}).at(0)));
    const auto records = archive->seen_records({}, {});
    ASSERT_THAT(records, SizeIs(1));
    EXPECT_EQ(records[0].type, "id_card");
    EXPECT_TRUE(records[0].sampled);
    EXPECT_FALSE(records[0].has_doubts);
    ASSERT_THAT(records[0].values, SizeIs(2));
    EXPECT_EQ(records[0].values[0].lane, (verify::Lane{"name", false}));
    EXPECT_DOUBLE_EQ(records[0].values[0].confidence, 0.9);
    EXPECT_FALSE(records[0].values[0].wrong);
    EXPECT_EQ(records[0].values[1].lane, (verify::Lane{"id_number", true}));
    EXPECT_TRUE(records[0].values[1].wrong);
}

TEST(Evidence, OfADocumentThatWasNotSampledIsWhatAPersonSawOfIt)
{
    Archive archive;
    auto card = a_sound_card();
    card.fields[1].status = FieldStatus::review;
    settle(archive, archive.view(archive.read("content", {card}).at(0)));
    const auto records = archive->seen_records({}, {});
    ASSERT_THAT(records, SizeIs(1));
    EXPECT_FALSE(records[0].sampled);
    EXPECT_THAT(records[0].values, SizeIs(1));
}

TEST(Evidence, LeavesOutValuesThatSomethingSpokeAgainst)
{
    Archive archive;
    auto card = a_sound_card();
    card.fields[0].standing = Standing::doubted;
    card.fields[0].status = FieldStatus::review;
    card.fields[1].status = FieldStatus::review;
    settle(archive, archive.view(archive.read("content", {card}).at(0)));
    const auto records = archive->seen_records({}, {});
    ASSERT_THAT(records, SizeIs(1));
    EXPECT_TRUE(records[0].has_doubts);
    EXPECT_THAT(records[0].values, SizeIs(1));
}

TEST(Evidence, IsForgottenAndCountsAsRecentByItsTime)
{
    Archive archive;
    settle(archive, archive.view(read_with(archive, {.share = 1.0}).at(0)));
    const auto later = archive.now + std::chrono::milliseconds(1);
    EXPECT_THAT(archive->seen_records(later, later), IsEmpty());
    EXPECT_TRUE(archive->seen_records({}, archive.now).at(0).is_recent);
    EXPECT_FALSE(archive->seen_records({}, later).at(0).is_recent);
}

TEST(Evidence, IsNotBelievedWhenItWasEdited)
{
    Archive archive;
    settle(archive, archive.view(read_with(archive, {.share = 1.0}).at(0)));
    archive.close();
    ASSERT_EQ(archive.with_shell("UPDATE seen_record SET sampled = 0"), 1);
    archive.open();
    EXPECT_THROW((void)archive->seen_records({}, {}), Tampered);
    EXPECT_THAT(
        archive->fsck().faults,
        Contains(Field(&FsckFault::object, testing::HasSubstr("seen_record")))
    );
}

TEST(Sample, CannotBeTakenBackBeneathTheService)
{
    Archive archive;
    const auto id = read_with(archive, {.share = 1.0}).at(0);
    archive.close();
    ASSERT_EQ(archive.with_shell("UPDATE document SET sampled = 0"), 1);
    archive.open();
    EXPECT_THROW((void)archive.view(id), Tampered);
}

} // namespace
} // namespace dossier::store
