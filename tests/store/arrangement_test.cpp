// Pages arranged anew by a person: nothing is lost, nothing is in two places, and what becomes of
// them is read again.

#include "ocr/bundle.h"
#include "store/error.h"
#include "tests/store/archive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;

/// A doubtful card that stands on these pages.
verify::CheckedDocument card_on(std::vector<int> pages)
{
    auto card = a_doubtful_card();
    card.pages = std::move(pages);
    return card;
}

/// Documents on a file of so many pages.
Examined read_pages(int count, std::vector<verify::CheckedDocument> documents)
{
    Examined result{.documents = std::move(documents), .pages = {}, .previews = {}};
    for (int page = 0; page < count; ++page) {
        auto& facts = result.pages.emplace_back();
        facts.index = page;
        facts.width = 2480;
        facts.height = 3508;
        result.previews.push_back(
            {.page = page, .width = 800, .height = 1131, .jpeg = bytes("JPEG")}
        );
    }
    return result;
}

class Arranging : public testing::Test {
protected:
    /// The documents of a file of so many pages.
    std::vector<DocumentId>
    deliver(const std::string& name, int pages, std::vector<verify::CheckedDocument> documents)
    {
        archive.now += 1s;
        (void)archive.keep(name);
        const auto job = archive->claim_job("w", archive.now).value();
        return archive->finish_job(job, read_pages(pages, std::move(documents)), archive.now)
            .value();
    }

    DocumentVersion seen(const DocumentId& id) { return {id, archive.view(id).version}; }

    auto arrange(const std::vector<DocumentId>& from, std::vector<WantedDocument> into)
    {
        Rearrangement wanted{.from = {}, .into = std::move(into)};
        for (const auto& id : from) {
            wanted.from.push_back(seen(id));
        }
        return archive->arrange(wanted, archive.verifier, archive.now);
    }

    ConflictKind refused(const std::vector<DocumentId>& from, std::vector<WantedDocument> into)
    {
        return arrange(from, std::move(into)).error().kind;
    }

    /// What the reader makes of the next piece of work: one document of all its pages.
    DocumentId read_again(std::string_view type = "id_card")
    {
        const auto job = archive->claim_job("w", archive.now).value();
        EXPECT_TRUE(job.is_bundle);
        EXPECT_EQ(job.type, type);
        std::vector<int> pages;
        const auto bundle = archive->job_bytes(job);
        const auto parts = ocr::parts_of(bundle).value();
        for (const auto& part : parts) {
            for (std::size_t i = 0; i < part.pages.size(); ++i) {
                pages.push_back(static_cast<int>(pages.size()));
            }
        }
        auto card = card_on(pages);
        card.type = type.empty() ? "unknown" : type;
        const auto count = static_cast<int>(pages.size());
        return archive->finish_job(job, read_pages(count, {card}), archive.now).value().at(0);
    }

    Batch batch()
    {
        return archive
            ->find_batch(whole_site, archive->batches(whole_site, {}, "", "", 50).items.at(0).id)
            .value();
    }

    Archive archive;
};

TEST_F(Arranging, ReadsADocumentAgainAsTheTypeThatAPersonChose)
{
    const auto id = deliver("one", 1, {card_on({0})}).at(0);
    ASSERT_TRUE(arrange({id}, {{.type = "bank_card", .pages = {{id, 0}}}}));
    EXPECT_EQ(archive.view(id).state, DocumentState::rejected) << "it stays to be looked at";
    EXPECT_EQ(batch().item.balance.counts.unread, 1) << "and nothing is settled before";
    const auto now = archive.view(read_again("bank_card"));
    EXPECT_EQ(now.checked.type, "bank_card");
    EXPECT_EQ(now.original.source_name, "SECRETFILE.png");
    EXPECT_TRUE(now.same_sheets.empty()) << "it is no second scan of itself";
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST_F(Arranging, IsDoneAgainAndAgainWithTheSamePages)
{
    auto id = deliver("one", 1, {card_on({0})}).at(0);
    for (const std::string type : {"bank_card", "passport", "id_card", "passport"}) {
        ASSERT_TRUE(arrange({id}, {{.type = type, .pages = {{id, 0}}}}));
        id = read_again(type);
    }
    EXPECT_EQ(batch().item.balance.counts.documents, 1);
    EXPECT_EQ(batch().item.balance.counts.in_review, 1);
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST_F(Arranging, SplitsADocument)
{
    const auto id = deliver("one", 3, {card_on({0, 1, 2})}).at(0);
    ASSERT_TRUE(arrange(
        {id}, {{.type = "id_card", .pages = {{id, 0}, {id, 1}}}, {.type = "", .pages = {{id, 2}}}}
    ));
    const auto one = archive->claim_job("w", archive.now).value();
    const auto other = archive->claim_job("w", archive.now).value();
    EXPECT_NE(one.type, other.type);
    EXPECT_EQ(batch().item.balance.counts.documents, 0) << "what it was counts no more";
}

TEST_F(Arranging, CallsNoPageLostThatIsReadAgain)
{
    const auto id = deliver("one", 2, {card_on({0, 1})}).at(0);
    ASSERT_TRUE(arrange(
        {id}, {{.type = "id_card", .pages = {{id, 0}}}, {.type = "id_card", .pages = {{id, 1}}}}
    ));
    for (int waiting = 2; waiting >= 0; --waiting) {
        const auto seen = batch();
        EXPECT_TRUE(seen.item.balance.imbalances.empty()) << waiting;
        EXPECT_EQ(
            std::ranges::count(seen.files.at(0).pages, true, &LedgerPage::is_waiting), waiting
        );
        if (waiting > 0) read_again();
    }
}

TEST_F(Arranging, JoinsNeighboursOfSeveralFiles)
{
    const auto front = deliver("front", 1, {card_on({0})}).at(0);
    const auto back = deliver("back", 1, {card_on({0})}).at(0);
    ASSERT_TRUE(arrange({front, back}, {{.type = "id_card", .pages = {{front, 0}, {back, 0}}}}));
    const auto joined = read_again();
    EXPECT_EQ(archive.view(joined).pages.size(), 2U);
    const auto full = batch();
    EXPECT_EQ(full.item.balance.counts.documents, 1);
    for (const auto& file : full.files) {
        EXPECT_EQ(file.pages.at(0).document_id, joined);
    }
}

TEST_F(Arranging, MovesAPageAndLeavesTheRestOfABundleAlone)
{
    const auto ids = deliver("stack", 4, {card_on({0, 1}), card_on({2, 3})});
    ASSERT_TRUE(arrange(
        ids,
        {{.type = "id_card", .pages = {{ids[0], 0}}},
         {.type = "id_card", .pages = {{ids[0], 1}, {ids[1], 2}, {ids[1], 3}}}}
    ));
    const auto one = read_again();
    const auto other = read_again();
    EXPECT_EQ(archive.view(one).pages.size() + archive.view(other).pages.size(), 4U);
    EXPECT_TRUE(batch().item.balance.imbalances.empty());
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST_F(Arranging, ReordersPages)
{
    const auto id = deliver("one", 2, {card_on({0, 1})}).at(0);
    EXPECT_EQ(
        refused({id}, {{.type = "id_card", .pages = {{id, 0}, {id, 1}}}}), ConflictKind::not_allowed
    ) << "that is as it was";
    EXPECT_TRUE(arrange({id}, {{.type = "id_card", .pages = {{id, 1}, {id, 0}}}}));
}

TEST_F(Arranging, LosesNoPageAndTakesNoneTwice)
{
    const auto id = deliver("one", 2, {card_on({0, 1})}).at(0);
    const auto other = deliver("two", 1, {card_on({0})}).at(0);
    const auto not_allowed = ConflictKind::not_allowed;
    EXPECT_EQ(refused({id}, {{.type = "id_card", .pages = {{id, 0}}}}), not_allowed);
    EXPECT_EQ(
        refused(
            {id},
            {{.type = "id_card", .pages = {{id, 0}, {id, 1}}},
             {.type = "id_card", .pages = {{id, 1}}}}
        ),
        not_allowed
    );
    EXPECT_EQ(
        refused({id}, {{.type = "id_card", .pages = {{id, 0}, {id, 1}, {other, 0}}}}), not_allowed
    );
    EXPECT_EQ(
        refused(
            {id},
            {{.type = "id_card", .pages = {{id, 0}, {id, 1}}}, {.type = "id_card", .pages = {}}}
        ),
        not_allowed
    );
    EXPECT_EQ(archive.view(id).state, DocumentState::review);
}

TEST_F(Arranging, LeavesACommittedDocumentAlone)
{
    const auto id = deliver("one", 1, {card_on({0})}).at(0);
    const auto settled = archive.confirm(archive.view(id));
    ASSERT_TRUE(archive->commit_document(id, settled.version, archive.verifier, archive.now));
    EXPECT_EQ(refused({id}, {{.type = "passport", .pages = {{id, 0}}}}), ConflictKind::closed);
}

TEST_F(Arranging, TakesNoPageThatAnotherDocumentStandsOn)
{
    const auto ids = deliver("two cards on a sheet", 1, {card_on({0}), card_on({0})});
    EXPECT_EQ(
        refused({ids[0]}, {{.type = "passport", .pages = {{ids[0], 0}}}}), ConflictKind::not_allowed
    );
    EXPECT_TRUE(arrange(ids, {{.type = "passport", .pages = {{ids[0], 0}}}})) << "but both of them";
}

TEST_F(Arranging, IsForWhoHasThemAndSawThemAsTheyAre)
{
    const auto id = deliver("one", 1, {card_on({0})}).at(0);
    const WantedDocument wanted{.type = "passport", .pages = {{id, 0}}};
    const auto stale = archive->arrange({{{id, 7}}, {wanted}}, archive.verifier, archive.now);
    EXPECT_EQ(stale.error().kind, ConflictKind::version_changed);
    (void)archive->claim_document(id, archive.other, archive.now);
    EXPECT_EQ(refused({id}, {wanted}), ConflictKind::claimed_by_other);
}

TEST_F(Arranging, TellsTheTrailWhoDidIt)
{
    const auto id = deliver("one", 1, {card_on({0})}).at(0);
    const auto made = arrange({id}, {{.type = "passport", .pages = {{id, 0}}}}).value();
    const auto entries = archive->audit("", 50).items;
    const auto is_there = [&](std::string_view action, const std::string& object) {
        return std::ranges::any_of(entries, [&](const AuditEntry& entry) {
            return entry.action == action && entry.object == object && entry.actor == "vera";
        });
    };
    EXPECT_TRUE(is_there("document_taken_apart", "document " + id.text));
    EXPECT_TRUE(is_there("pages_arranged", "original " + made.at(0).text));
}

TEST_F(Arranging, IsNoWayOutOfASample)
{
    (void)archive.keep("one");
    const auto job = archive->claim_job("w", archive.now).value();
    auto sampled = read_pages(1, {a_card()});
    sampled.sampling.share = 1.0;
    const auto id = archive->finish_job(job, sampled, archive.now).value().at(0);
    EXPECT_EQ(archive.view(id).discrepancies.size(), 2U) << "all of its values";
    ASSERT_TRUE(arrange({id}, {{.type = "passport", .pages = {{id, 0}}}}));
    const auto again = read_again("passport");
    EXPECT_EQ(archive.view(again).discrepancies.size(), 2U) << "and again all of them";
}

TEST_F(Arranging, ShowsTheDocumentsAround)
{
    std::vector<DocumentId> ids;
    for (const auto* name : {"1", "2", "3", "4", "5"}) {
        ids.push_back(deliver(name, 1, {card_on({0})}).at(0));
    }
    const auto around = archive->view_neighbours(ids[3], archive.verifier, archive.now).value();
    ASSERT_EQ(around.documents.size(), 4U) << "two before, and the last one behind";
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(around.documents[i].id, ids[i + 1]);
    }
    EXPECT_EQ(around.batch_id, batch().item.id);
    const auto first = archive->view_neighbours(ids[0], archive.verifier, archive.now).value();
    EXPECT_EQ(first.documents.size(), 3U);
    EXPECT_EQ(archive->audit("", 1).items.at(0).action, "neighbours_viewed");
}

TEST_F(Arranging, ShowsWhatWasMadeOfPagesInTheirPlace)
{
    const auto first = deliver("1", 2, {card_on({0, 1})}).at(0);
    const auto last = deliver("2", 1, {card_on({0})}).at(0);
    ASSERT_TRUE(arrange(
        {first},
        {{.type = "id_card", .pages = {{first, 0}}}, {.type = "id_card", .pages = {{first, 1}}}}
    ));
    (void)read_again();
    (void)read_again();
    const auto around = archive->view_neighbours(last, archive.verifier, archive.now).value();
    ASSERT_EQ(around.documents.size(), 3U);
    EXPECT_EQ(around.documents.at(2).id, last);
    EXPECT_NE(around.documents.at(0).id, first);
}

/// Pages that are handed in for a place in a document that waits.
class Inserting : public Arranging {
protected:
    Kept hand_in(const std::string& name, Insertion into)
    {
        const auto copy = bytes(name);
        return archive->keep_original(
            {.intake_key = name,
             .station = "upload",
             .source_name = "page.jpg",
             .media_type = "image/jpeg",
             .bytes = copy,
             .actor = archive.verifier,
             .into = std::move(into)},
            archive.now
        );
    }

    /// The reader looks at the file that was handed in.
    void look(int pages = 1)
    {
        const auto job = archive->claim_job("w", archive.now).value();
        EXPECT_TRUE(job.look_only);
        ASSERT_TRUE(archive->finish_job(job, read_pages(pages, {}), archive.now));
    }

    AuditEntry last() { return archive->audit("", 1).items.at(0); }
};

TEST_F(Inserting, PutsAPageWhereItBelongs)
{
    const auto id = deliver("two pages", 2, {card_on({0, 1})}).at(0);
    const auto kept = hand_in("the one between", {id, 1, 1});
    EXPECT_EQ(archive.view(id).state, DocumentState::review) << "until it was looked at";
    look();
    EXPECT_EQ(last().action + " by " + last().actor, "page_inserted by vera");
    EXPECT_EQ(archive.view(id).state, DocumentState::rejected);
    const auto bundles = archive->find_original(kept.id)->bundles;
    ASSERT_EQ(bundles.size(), 1U);
    const auto job = archive->claim_job("w", archive.now).value();
    const auto bytes_of_job = archive->job_bytes(job);
    const auto parts = ocr::parts_of(bytes_of_job).value();
    ASSERT_EQ(parts.size(), 3U) << "the first page, the new one, the second";
    EXPECT_EQ(parts.at(1).bytes.size(), std::string_view("the one between").size());
    const auto again = archive->finish_job(job, read_pages(3, {card_on({0, 1, 2})}), archive.now);
    EXPECT_EQ(archive.view(again->at(0)).pages.size(), 3U);
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST_F(Inserting, IsUndoneByTakingThePageOutAgain)
{
    const auto id = deliver("one page", 1, {card_on({0})}).at(0);
    (void)hand_in("another", {id, 1, 1});
    look();
    const auto both = read_again();
    ASSERT_TRUE(arrange(
        {both}, {{.type = "id_card", .pages = {{both, 0}}}, {.type = "", .pages = {{both, 1}}}}
    ));
    std::set<std::string> types;
    for (int i = 0; i < 2; ++i) {
        const auto job = archive->claim_job("w", archive.now).value();
        types.insert(job.type);
        const auto again = archive->finish_job(job, read_pages(1, {card_on({0})}), archive.now);
        EXPECT_EQ(archive.view(again->at(0)).pages.size(), 1U);
    }
    EXPECT_EQ(types, (std::set<std::string>{"", "id_card"})) << "it is a document of its own";
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST_F(Inserting, LosesNoPageWhenTheDocumentWentOnMeanwhile)
{
    const auto id = deliver("one page", 1, {card_on({0})}).at(0);
    (void)hand_in("too late", {id, 1, 0});
    (void)archive.confirm(archive.view(id));
    look(2);
    EXPECT_EQ(last().action + " " + last().outcome, "page_not_inserted failed");
    EXPECT_EQ(archive.view(id).state, DocumentState::review);
    EXPECT_EQ(archive.view(read_again("")).pages.size(), 2U);
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST_F(Inserting, LeavesTheDocumentWhenNobodyCanReadTheFile)
{
    const auto id = deliver("one page", 1, {card_on({0})}).at(0);
    const auto kept = hand_in("torn", {id, 1, 0});
    const auto job = archive->claim_job("w", archive.now).value();
    (void)archive->fail_job(
        job, {.code = "broken", .message = "It is."}, Store::Retry::never, archive.now
    );
    EXPECT_EQ(archive->find_original(kept.id)->state, OriginalState::quarantined);
    EXPECT_EQ(archive.view(id).state, DocumentState::review);
    EXPECT_EQ(archive.with_shell("DELETE FROM insertion"), 0) << "it waits for nothing";
}

TEST_F(Inserting, IsRefusedWhereThePageCannotBelong)
{
    const auto id = deliver("one page", 1, {card_on({0})}).at(0);
    const auto why = [&](Insertion into, const Actor& actor) {
        const auto may = archive->check_insertion(into, actor, archive.now);
        return may ? std::nullopt : std::optional(may.error().kind);
    };
    EXPECT_EQ(why({id, 1, 1}, archive.verifier), std::nullopt);
    EXPECT_EQ(why({id, 1, 2}, archive.verifier), ConflictKind::not_allowed);
    EXPECT_EQ(why({id, 2, 0}, archive.verifier), ConflictKind::version_changed);
    EXPECT_EQ(why({{"nobody"}, 1, 0}, archive.verifier), ConflictKind::not_found);
    ASSERT_TRUE(archive->claim_document(id, archive.other, archive.now));
    EXPECT_EQ(why({id, 1, 0}, archive.verifier), ConflictKind::claimed_by_other);
    auto elsewhere = archive.other;
    elsewhere.scope.department = "cards";
    EXPECT_EQ(why({id, 1, 0}, elsewhere), ConflictKind::not_found);
}

TEST_F(Inserting, DoesNothingOnAnEditedWord)
{
    const auto one = deliver("one page", 1, {card_on({0})}).at(0);
    const auto two = deliver("another", 1, {card_on({0})}).at(0);
    (void)hand_in("a page", {one, 1, 0});
    ASSERT_EQ(archive.with_shell("UPDATE insertion SET document_id = '" + two.text + "'"), 1);
    EXPECT_THROW((void)archive->claim_job("w", archive.now), Tampered);
}

} // namespace
} // namespace dossier::store
