// Checkpoints: what a copy of the trail's root, kept elsewhere, shows that the archive cannot.

#include "store/checkpoint.h"
#include "store/crypto/keys.h"
#include "store/crypto/signature.h"
#include "tests/store/archive.h"

#include <gtest/gtest.h>

#include <fstream>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;

class Checkpoints : public testing::Test {
protected:
    Archive archive;

    void note(int times)
    {
        for (int i = 0; i < times; ++i) {
            archive->note(archive.verifier, "looked", "record", "done", "", archive.now);
        }
    }

    std::string checkpoint(std::string_view earlier = {})
    {
        return archive->sign_checkpoint(earlier, archive.now).value();
    }

    std::optional<std::int64_t> first_fault(const std::vector<std::string>& checkpoints)
    {
        const auto verdict = archive->verify_audit(checkpoints);
        return verdict.fault ? std::optional(verdict.fault->seq) : std::nullopt;
    }

    /// The database as it lies on the disk, with everything in it.
    void copy_database(const fs::path& to)
    {
        archive.close();
        fs::copy_file(archive.path() / "dossier.db", to, fs::copy_options::overwrite_existing);
        archive.open();
    }

    void put_back(const fs::path& from)
    {
        archive.close();
        fs::copy_file(from, archive.path() / "dossier.db", fs::copy_options::overwrite_existing);
        archive.open();
    }
};

TEST_F(Checkpoints, SayHowManyEntriesThereAreAndTheirRoot)
{
    note(7);
    const auto signed_now = open_checkpoint(checkpoint(), archive->checkpoint_key());
    ASSERT_TRUE(signed_now);
    EXPECT_EQ(signed_now->entries, 7);
    EXPECT_EQ(signed_now->root_hash, archive->verify_audit().root_hash);
}

TEST_F(Checkpoints, AreSignedNotesInTheFormatOfTransparencyLogs)
{
    note(3);
    const auto text = checkpoint();
    const auto origin = "dossier-" + archive->keyring().keys().site_id() + "/audit";
    EXPECT_TRUE(text.starts_with(origin + "\n3\n")) << text;
    EXPECT_NE(text.find("\nat 2026-11-23T00:00:00Z\n\n\xE2\x80\x94 " + origin + " "), text.npos);
    EXPECT_TRUE(archive->checkpoint_key().starts_with(origin + "+"));
}

TEST_F(Checkpoints, ShowEveryChangedByte)
{
    note(3);
    const auto text = checkpoint();
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto altered = text;
        altered[i] = static_cast<char>(altered[i] ^ 1);
        EXPECT_FALSE(open_checkpoint(altered, archive->checkpoint_key())) << i;
    }
}

TEST_F(Checkpoints, StillHoldWhenTheTrailHasGrown)
{
    std::vector<std::string> all{checkpoint()};
    for (int i = 0; i < 20; ++i) {
        note(i % 3 + 1);
        all.push_back(checkpoint(all.back()));
    }
    EXPECT_EQ(first_fault(all), std::nullopt);
}

TEST_F(Checkpoints, NoticeADatabaseThatWasRolledBack)
{
    note(5);
    copy_database(archive.home.path() / "older.db");
    note(5);
    const auto later = checkpoint();
    put_back(archive.home.path() / "older.db");
    EXPECT_EQ(first_fault({}), std::nullopt) << "by itself an older copy is sound";
    EXPECT_EQ(first_fault({later}), 6);
    archive.now += std::chrono::seconds(1);
    note(7);
    EXPECT_EQ(first_fault({}), std::nullopt) << "also when it went on";
    EXPECT_EQ(first_fault({later}), 1) << "between the last checkpoint that fits and this one";
}

TEST_F(Checkpoints, NameTheStretchOfARewrittenHistory)
{
    note(5);
    const auto early = checkpoint();
    copy_database(archive.home.path() / "older.db");
    note(5);
    const auto later = checkpoint(early);
    put_back(archive.home.path() / "older.db");
    archive.now += std::chrono::seconds(1);
    note(9);
    const auto verdict = archive->verify_audit({later, early});
    ASSERT_TRUE(verdict.fault);
    EXPECT_EQ(verdict.fault->seq, 6);
    EXPECT_NE(verdict.fault->reason.find("entries 6 to 10"), std::string::npos);
}

TEST_F(Checkpoints, AreNeverSignedAgainstAnEarlierOne)
{
    note(5);
    const auto early = checkpoint();
    copy_database(archive.home.path() / "older.db");
    note(5);
    const auto later = checkpoint(early);
    put_back(archive.home.path() / "older.db");
    EXPECT_EQ(archive->sign_checkpoint(later, archive.now).error().seq, 6);
    archive.now += std::chrono::seconds(1);
    note(9);
    EXPECT_FALSE(archive->sign_checkpoint(later, archive.now));
    EXPECT_TRUE(archive->sign_checkpoint(early, archive.now));
    EXPECT_FALSE(archive->sign_checkpoint("something else", archive.now));
}

TEST_F(Checkpoints, AreNeverSignedOverRowsThatAreNotTheHeads)
{
    note(5);
    archive.with_shell("UPDATE audit_entry SET leaf_hash = zeroblob(32) WHERE seq = 3");
    EXPECT_EQ(archive->sign_checkpoint("", archive.now).error().seq, 1);
}

TEST_F(Checkpoints, OfAnotherArchiveCountForNothing)
{
    note(3);
    const auto mine = checkpoint();
    const auto text = mine.substr(0, mine.find("\n\n") + 1);
    const Bytes seed(32, std::byte{7});
    EXPECT_EQ(first_fault({signed_note(text, mine.substr(0, mine.find('\n')), seed)}), 0);
}

TEST_F(Checkpoints, LieInTheirFolderInOrderAndAreNeverReplaced)
{
    const CheckpointFolder folder(archive.home.path() / "outside" / "checkpoints");
    EXPECT_EQ(folder.newest(), "");
    note(9);
    const auto nine = checkpoint();
    folder.keep(nine, 9);
    note(2);
    const auto eleven = checkpoint(nine);
    folder.keep(eleven, 11);
    folder.keep("another", 11);
    EXPECT_EQ(folder.newest(), eleven);
    EXPECT_EQ(folder.notes(), (std::vector{nine, eleven}));
}

TEST_F(Checkpoints, LeaveTalliesWithoutCustomers)
{
    note(3);
    archive.now += std::chrono::hours(20); // the next day where clocks are eight hours ahead
    (void)archive.commit("a scan");
    const auto tallies = archive->audit_tallies(
        archive.now - std::chrono::hours(48), archive.now + std::chrono::hours(1)
    );
    ASSERT_FALSE(tallies.empty());
    EXPECT_EQ(tallies.front().day, "2026-11-23");
    EXPECT_EQ(tallies.front().actor, "vera");
    EXPECT_EQ(tallies.front().count, 3);
    EXPECT_EQ(tallies.back().day, "2026-11-24");
    std::int64_t all = 0;
    for (const auto& tally : tallies) {
        all += tally.count;
    }
    EXPECT_EQ(all, archive->audit_entries());
}

} // namespace
} // namespace dossier::store
