// Notices to systems outside: the trail is their outbox.

#include "tests/store/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dossier::store {
namespace {

using namespace std::chrono_literals;

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::Field;

class Notices : public testing::Test {
protected:
    Notices() { EXPECT_FALSE(next()) << "who is new is told what happens from now on"; }

    std::optional<Notice> next() { return archive->next_notice("crm", events, archive.now); }

    /// What is told until nothing is left, in order.
    std::vector<std::string> tell_all()
    {
        std::vector<std::string> told;
        while (const auto notice = next()) {
            told.push_back(notice->event + " " + notice->object);
            archive->note_told("crm", *notice);
        }
        return told;
    }

    Archive archive;
    std::set<std::string> events{"record_committed"};
};

TEST_F(Notices, TellWhatWasSubscribedToInOrder)
{
    const auto one = archive.commit("one");
    const auto two = archive.commit("two");
    EXPECT_THAT(
        tell_all(),
        ElementsAre("record_committed record " + one.text, "record_committed record " + two.text)
    );
    EXPECT_FALSE(next());
}

TEST_F(Notices, AreTheSameUntilTheyWereTold)
{
    (void)archive.commit("one");
    const auto seq = next()->seq;
    archive.close();
    archive.open();
    EXPECT_EQ(next()->seq, seq) << "also after a restart";
}

TEST_F(Notices, WaitTheirTimeAndHoldUpThoseBehindThem)
{
    (void)archive.commit("one");
    (void)archive.commit("two");
    const auto first = *next();
    archive->put_off_notice("crm", first, "unreachable", archive.now + 1min);
    EXPECT_FALSE(next());
    EXPECT_THAT(
        archive->subscriber_standings(),
        ElementsAre(AllOf(
            Field(&SubscriberStanding::subscriber, "crm"),
            Field(&SubscriberStanding::attempts, 1),
            Field(&SubscriberStanding::trouble, "unreachable")
        ))
    );
    archive.now += 1min;
    EXPECT_EQ(next()->seq, first.seq);
    EXPECT_EQ(next()->attempts, 1);
}

TEST_F(Notices, ThatAreGivenUpStandInTheTrail)
{
    (void)archive.commit("one");
    const auto two = archive.commit("two");
    archive->give_up_notice("crm", *next(), archive.now);
    EXPECT_THAT(
        archive->audit("", 10).items,
        Contains(AllOf(
            Field(&AuditEntry::action, "notice_given_up"),
            Field(&AuditEntry::object, "subscriber crm")
        ))
    );
    EXPECT_EQ(next()->object, "record " + two.text);
}

TEST_F(Notices, PassOverLongStretchesOfOtherThings)
{
    for (int view = 0; view < 2500; ++view)
        archive->note(archive.verifier, "page_viewed", "document x", "done", "", archive.now);
    const auto one = archive.commit("one");
    std::optional<Notice> found;
    for (int look = 0; look < 10 && !found; ++look)
        found = next();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->object, "record " + one.text);
}

TEST_F(Notices, DoNotTellWhatWasRefused)
{
    archive->note(archive.verifier, "record_committed", "record x", "denied", "", archive.now);
    EXPECT_FALSE(next());
}

TEST_F(Notices, AreCountedUntilTheyWereTold)
{
    (void)next(); // who never asked is told nothing of before
    const auto one = archive.commit("one");
    (void)archive.commit("two");
    const auto queue = archive->subscriber_queue("crm", events);
    EXPECT_EQ(queue.waiting, 2);
    EXPECT_FALSE(queue.is_more);
    EXPECT_EQ(queue.next->object, "record " + one.text);
    EXPECT_EQ(archive->subscriber_queue("nobody", events).waiting, 0);
}

TEST_F(Notices, ThatWerePutOffAreTriedAgainWhenAPersonSaysSo)
{
    (void)archive.commit("one");
    archive->put_off_notice("crm", *next(), "unreachable", archive.now + 1h);
    ASSERT_FALSE(next());
    archive->resume_notices("crm", archive.other, archive.now);
    EXPECT_EQ(next()->attempts, 1);
    EXPECT_EQ(archive->audit("", 1).items.at(0).action, "notices_resumed");
}

TEST_F(Notices, AreDroppedByWhoSawThem)
{
    (void)archive.commit("one");
    const auto two = archive.commit("two");
    const auto seq = next()->seq;
    const auto drop = [&](std::int64_t which) {
        return archive->drop_notice("crm", events, which, archive.other, archive.now);
    };
    EXPECT_EQ(drop(seq + 1).error().kind, ConflictKind::version_changed);
    EXPECT_TRUE(drop(seq));
    EXPECT_EQ(archive->audit("", 1).items.at(0).action, "notice_dropped");
    EXPECT_EQ(next()->object, "record " + two.text);
    EXPECT_EQ(drop(seq).error().kind, ConflictKind::version_changed)
        << "it is not the next any more";
}

TEST_F(Notices, OfAnEditedPlaceAreNotTold)
{
    (void)archive.commit("one");
    ASSERT_EQ(archive.with_shell("UPDATE subscriber SET seq = seq + 1000"), 1);
    EXPECT_THROW((void)next(), Tampered);
}

} // namespace
} // namespace dossier::store
