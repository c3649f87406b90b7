// Who works on what: the queue's order, documents taken over, people who are away.

#include "tests/store/archive.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;

StoreOptions with_deadlines()
{
    auto options = cheap_options();
    options.deadlines = {.own = {{"passport", 1h}}, .other = 8h};
    return options;
}

class Desks : public testing::Test {
protected:
    DocumentId deliver(const std::string& type = "id_card")
    {
        archive.now += 1min;
        auto card = a_doubtful_card();
        card.type = type;
        return archive.read("file " + std::to_string(++files), {card}).at(0);
    }

    std::vector<DocumentId> queue()
    {
        std::vector<DocumentId> ids;
        for (const auto& item : archive->queue(archive.verifier, "", 50, archive.now).items) {
            ids.push_back(item.document_id);
        }
        return ids;
    }

    /// What is handed out one after the other.
    std::vector<DocumentId> handed_out()
    {
        std::vector<DocumentId> ids;
        std::optional<DocumentId> last;
        while (const auto document = archive->claim_next(archive.verifier, last, archive.now)) {
            if (std::ranges::find(ids, document->id) != ids.end()) {
                break;
            }
            ids.push_back(document->id);
            last = document->id;
        }
        return ids;
    }

    void add_user(const std::string& name, const std::string& role)
    {
        ASSERT_TRUE(archive->create_user(name, name, role, archive.arbiter, archive.now));
    }

    Archive archive{with_deadlines()};
    int files = 0;
};

using Ids = std::vector<DocumentId>;

TEST_F(Desks, AreHandedWhatIsDueFirst)
{
    const auto card = deliver();
    const auto passport = deliver("passport");
    const auto later = deliver();
    EXPECT_EQ(queue(), (Ids{passport, card, later})) << "due in an hour, though it came later";
    EXPECT_EQ(handed_out(), (Ids{passport, card, later}));
    const auto items = archive->queue(archive.verifier, "", 50, archive.now).items;
    EXPECT_EQ(items.at(0).due_at - items.at(0).received_at, 1h);
    EXPECT_EQ(items.at(1).due_at - items.at(1).received_at, 8h);
}

TEST_F(Desks, AreHandedWhatIsUrgentBeforeWhatIsDue)
{
    const auto one = deliver();
    const auto two = deliver();
    const auto three = deliver();
    ASSERT_TRUE(archive->set_urgency(three, Urgency::urgent, archive.arbiter, archive.now));
    ASSERT_TRUE(archive->set_urgency(one, Urgency::later, archive.arbiter, archive.now));
    EXPECT_EQ(queue(), (Ids{three, two, one}));
    EXPECT_EQ(handed_out(), (Ids{three, two, one}));
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST_F(Desks, SeeTheQueueInPages)
{
    Ids all;
    for (int i = 0; i < 5; ++i) {
        all.push_back(deliver());
    }
    (void)archive->set_urgency(all[4], Urgency::urgent, archive.arbiter, archive.now);
    std::ranges::rotate(all, all.begin() + 4);
    Ids seen;
    std::string cursor;
    do {
        const auto page = archive->queue(archive.verifier, cursor, 2, archive.now);
        for (const auto& item : page.items) {
            seen.push_back(item.document_id);
        }
        cursor = page.next_cursor;
    } while (!cursor.empty());
    EXPECT_EQ(seen, all);
}

TEST_F(Desks, TakeABatchAsUrgentAsItsDocumentsStillToCome)
{
    const auto first = deliver();
    const auto batch = archive->batches(whole_site, {}, "", "", 9).items.at(0).id;
    ASSERT_TRUE(archive->set_batch_urgency(batch, Urgency::urgent, archive.arbiter, archive.now));
    (void)deliver();
    for (const auto& item : archive->queue(archive.verifier, "", 50, archive.now).items) {
        EXPECT_EQ(item.urgency, Urgency::urgent);
    }
    EXPECT_EQ(archive->find_batch(whole_site, batch)->item.urgency, Urgency::urgent);
    EXPECT_EQ(archive->audit("", 50).items.size() > 2, true);
    EXPECT_EQ(
        archive->set_batch_urgency("none", Urgency::urgent, archive.arbiter, archive.now)
            .error()
            .kind,
        ConflictKind::not_found
    );
}

TEST_F(Desks, KeepTheDeadlineOfADocumentThatIsReadAgain)
{
    const auto id = deliver();
    const auto due = archive->queue(archive.verifier, "", 1, archive.now).items.at(0).due_at;
    (void)deliver();
    archive.now += 3h;
    const auto version = archive.view(id).version;
    ASSERT_TRUE(archive->arrange(
        {.from = {{id, version}}, .into = {{.type = "bank_card", .pages = {{id, 0}}}}},
        archive.verifier,
        archive.now
    ));
    const auto job = archive->claim_job("w", archive.now).value();
    auto card = a_doubtful_card();
    card.type = "bank_card";
    (void)archive->finish_job(job, examined({card}), archive.now);
    const auto first = archive->queue(archive.verifier, "", 1, archive.now).items.at(0);
    EXPECT_EQ(first.type, "bank_card") << "it goes on where it was in the queue";
    EXPECT_EQ(first.due_at, due);
}

TEST_F(Desks, ShowWhoHasWhatOpen)
{
    add_user("vera", "verifier");
    add_user("rita", "records");
    const auto id = deliver();
    (void)archive->claim_document(id, archive.verifier, archive.now);
    const auto desks = archive->desks(whole_site, archive.now);
    ASSERT_EQ(desks.size(), 2U);
    EXPECT_EQ(desks[0].role, "records");
    ASSERT_EQ(desks[1].held.size(), 1U);
    EXPECT_EQ(desks[1].held[0].id, id);
    archive.now += 1h;
    EXPECT_TRUE(archive->desks(whole_site, archive.now).at(1).held.empty()) << "the lease ended";
}

TEST_F(Desks, AreTakenOverWithTheirWork)
{
    const auto id = deliver();
    (void)archive->claim_document(id, archive.verifier, archive.now);
    const auto document = archive.confirm(archive.view(id));
    ASSERT_TRUE(archive->take_over(id, archive.arbiter, archive.now));
    const auto late = archive->commit_document(id, document.version, archive.verifier, archive.now);
    EXPECT_EQ(late.error().kind, ConflictKind::claimed_by_other);
    const auto again = archive->claim_document(id, archive.verifier, archive.now);
    EXPECT_EQ(again.error().kind, ConflictKind::claimed_by_other) << "no heartbeat gets it back";
    EXPECT_EQ(archive.view(id).discrepancies.at(0).decided_by, "vera") << "the work is kept";
    EXPECT_TRUE(archive->commit_document(id, document.version, archive.arbiter, archive.now));
    EXPECT_EQ(
        archive->take_over(id, archive.arbiter, archive.now).error().kind, ConflictKind::closed
    );
}

TEST_F(Desks, OfPeopleWhoAreAwayAreGivenBackAndGetNothing)
{
    add_user("vera", "verifier");
    const auto id = deliver();
    (void)archive->claim_document(id, archive.verifier, archive.now);
    ASSERT_TRUE(archive->set_away("vera", true, archive.arbiter, archive.now));
    EXPECT_TRUE(archive->is_away("vera"));
    EXPECT_FALSE(archive->claim_next(archive.verifier, {}, archive.now));
    EXPECT_EQ(
        archive->claim_document(id, archive.verifier, archive.now).error().kind, ConflictKind::away
    );
    EXPECT_EQ(archive->claim_next(archive.other, {}, archive.now)->id, id);
    archive->release_document(id, archive.other, archive.now);
    ASSERT_TRUE(archive->set_away("vera", false, archive.verifier, archive.now));
    EXPECT_EQ(archive->claim_next(archive.verifier, {}, archive.now)->id, id);
}

} // namespace
} // namespace dossier::store
