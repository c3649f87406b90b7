// Rotation: a new key wraps every data key, while people work and processes die.

#include "store/error.h"
#include "store/rows/vault.h"
#include "tests/store/archive.h"
#include "tests/store/campaign.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sys/mman.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;

std::int64_t count(Archive& archive, const std::string& sql)
{
    Database db(archive.path() / "dossier.db", Access::read_only);
    Statement row(db, sql);
    return row.next() ? row.integer(0) : -1;
}

std::int64_t under_version(Archive& archive, int version)
{
    return count(
        archive, "SELECT count(*) FROM data_key WHERE key_version = " + std::to_string(version)
    );
}

std::map<std::string, std::string> sealed_files(const fs::path& data)
{
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(data / "objects")) {
        if (entry.is_regular_file()) {
            std::ifstream in(entry.path(), std::ios::binary);
            files[entry.path().string()] = {std::istreambuf_iterator<char>(in), {}};
        }
    }
    return files;
}

TEST(Rotation, WrapsEveryDataKeyAnewAndTouchesNoSealedFile)
{
    Archive archive;
    const auto id = archive.commit("a scan");
    const auto before = sealed_files(archive.path());
    const auto keys = under_version(archive, 1);
    ASSERT_GT(keys, 0);
    EXPECT_EQ(archive->rotate_data_key(archive.verifier, archive.now), 2);
    const auto result = archive->rewrap(1'000, archive.now);
    EXPECT_TRUE(result.done);
    EXPECT_GE(result.keys, keys);
    EXPECT_EQ(under_version(archive, 1), 0);
    EXPECT_EQ(under_version(archive, 2), keys);
    EXPECT_EQ(sealed_files(archive.path()), before);
    EXPECT_EQ(archive->record_original(id, archive.verifier, archive.now), bytes("a scan"));
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST(Rotation, WrapsWhatIsNewWithTheNewKeyAtOnceAndReadsTheOld)
{
    Archive archive;
    const auto old = archive.commit("an older scan");
    (void)archive->rotate_data_key(archive.verifier, archive.now);
    const auto young = archive.commit("a newer scan");
    EXPECT_GT(under_version(archive, 1), 0);
    EXPECT_GT(under_version(archive, 2), 0);
    EXPECT_TRUE(archive->record_original(old, archive.verifier, archive.now));
    EXPECT_TRUE(archive->record_original(young, archive.verifier, archive.now));
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST(Rotation, WrapsBatchesAndUnfinishedUploadsToo)
{
    Archive archive;
    (void)archive.commit("a scan");
    const auto part = bytes("half of a file");
    ASSERT_TRUE(archive->keep_part(
        {.upload_id = "11111111-2222-4333-8444-555555555555",
         .sender = "olga",
         .station = "desk",
         .source_name = "n",
         .sha256 = std::string(64, 'a'),
         .total = 100,
         .first_byte = 0,
         .bytes = part,
         .actor = archive.operator_},
        archive.now
    ));
    (void)archive->rotate_data_key(archive.verifier, archive.now);
    EXPECT_TRUE(archive->rewrap(1'000, archive.now).done);
    for (const auto* sql :
         {"SELECT count(*) FROM upload WHERE substr(wrapped, 6, 2) <> x'0002'",
          "SELECT count(*) FROM batch WHERE substr(sealed, 6, 2) <> x'0002'",
          "SELECT count(*) FROM data_key WHERE substr(wrapped, 6, 2) <> x'0002'"}) {
        EXPECT_EQ(count(archive, sql), 0) << sql;
    }
    EXPECT_EQ(count(archive, "SELECT count(*) FROM upload"), 1);
    EXPECT_GT(count(archive, "SELECT count(*) FROM batch"), 0);
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST(Rotation, GoesOnInPortionsAndSaysOnceThatItIsDone)
{
    Archive archive;
    for (int i = 0; i < 5; ++i) {
        (void)archive.commit("scan " + std::to_string(i));
    }
    (void)archive->rotate_data_key(archive.verifier, archive.now);
    int portions = 0;
    std::int64_t keys = 0;
    for (Rewrapped result; !result.done; ++portions) {
        result = archive->rewrap(3, archive.now);
        EXPECT_LE(result.keys, 3);
        keys += result.keys;
        if (portions == 2) { // a restart knows no cursor and does nothing twice
            archive.close();
            archive.open();
        }
    }
    EXPECT_GT(portions, 4);
    EXPECT_EQ(archive->rewrap(3, archive.now).keys, 0);
    EXPECT_EQ(
        count(archive, "SELECT count(*) FROM audit_entry WHERE action = 'data_keys_rewrapped'"), 1
    );
    EXPECT_TRUE(archive->fsck().is_sound());
}

TEST(Rotation, PassesOverWhatIsDamagedAndLeavesItToFsck)
{
    Archive archive;
    (void)archive.commit("one");
    (void)archive.commit("two");
    archive.with_shell("UPDATE data_key SET wrapped = zeroblob(104) WHERE rowid = 2");
    (void)archive->rotate_data_key(archive.verifier, archive.now);
    const auto result = archive->rewrap(1'000, archive.now);
    EXPECT_TRUE(result.done);
    EXPECT_EQ(result.damaged, 1);
    EXPECT_FALSE(archive->fsck().is_sound());
}

TEST(Rotation, OfTheRingSurvivesTheLossOfEitherCopy)
{
    Archive archive;
    const auto id = archive.commit("a scan");
    (void)archive->rotate_data_key(archive.verifier, archive.now);
    (void)archive->rewrap(1'000, archive.now);
    for (const auto* name : {"keyring.a", "keyring.b"}) {
        archive.close();
        fs::remove(archive.path() / "keys" / name);
        archive.open();
        EXPECT_TRUE(archive->record_original(id, archive.verifier, archive.now)) << name;
    }
}

/// Rotates and rewraps until somebody ends it, and at most as often as there is locked memory for: a
/// process keeps every ring it has had.
[[noreturn]] void rotate_until_killed(const fs::path& path)
{
    const DataFolder folder(path);
    Store store(
        folder,
        Keyring::open(folder.keys(), Archive::pass, cheap_slot).value(),
        system_random(),
        cheap_options()
    );
    const Instant now{std::chrono::hours(1)};
    for (int rotations = 0; rotations < 40; ++rotations) {
        while (!store.rewrap(7, now).done) {
        }
        (void)store.rotate_data_key(system_actor(), now);
    }
    for (;;)
        pause();
}

TEST(Rotation, LosesNothingWhenItIsKilledAtAnyMoment)
{
    Archive archive;
    std::vector<RecordId> ids;
    for (int i = 0; i < 20; ++i) {
        ids.push_back(archive.commit("scan " + std::to_string(i)));
    }
    archive.close();
    const auto path = archive.path();
    const auto aside = archive.home.path() / "elsewhere"; // the child takes the folder's lock
    fs::create_directory(aside);
    fs::copy(path, aside, fs::copy_options::recursive);
    for (int round = 0; round < 12; ++round) {
        const pid_t child = fork();
        if (child == 0) {
            rotate_until_killed(aside);
        }
        usleep(static_cast<useconds_t>(60'000 + 7'919 * round));
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
    }
    const DataFolder folder(aside);
    Store store(
        folder,
        Keyring::open(folder.keys(), Archive::pass, cheap_slot).value(),
        archive.random,
        cheap_options()
    );
    EXPECT_TRUE(store.fsck().is_sound());
    for (std::size_t i = 0; i < ids.size(); ++i) {
        EXPECT_EQ(
            store.record_original(ids[i], archive.verifier, archive.now),
            bytes("scan " + std::to_string(i))
        );
    }
}

/// What the processes of a rotation tell, also those that are killed.
struct Told {
    std::atomic<std::int64_t> keys = 0;
    std::atomic<std::int64_t> rewrapping_us = 0; ///< in portions that were finished
    std::atomic<std::int64_t> reads = 0;
    std::atomic<std::int64_t> slowest_read_us = 0;
    std::atomic<bool> is_done = false;
};

std::int64_t us_since(std::chrono::steady_clock::time_point began)
{
    return std::chrono::duration_cast<std::chrono::microseconds>(
               std::chrono::steady_clock::now() - began
    )
        .count();
}

/// Rewraps to the end while records are read without a pause.
void rewrap_under_load(const fs::path& path, const std::vector<RecordId>& ids, Told& told)
{
    const DataFolder folder(path);
    Store store(
        folder,
        Keyring::open(folder.keys(), Archive::pass, cheap_slot).value(),
        system_random(),
        cheap_options()
    );
    const Instant now{std::chrono::hours(1)};
    std::atomic<bool> is_over = false;
    std::thread reader([&] {
        for (std::size_t i = 0; !is_over; i = (i + 7'919) % ids.size()) {
            const auto began = std::chrono::steady_clock::now();
            if (!store.record_original(ids[i], system_actor(), now)) {
                std::abort();
            }
            ++told.reads;
            told.slowest_read_us = std::max<std::int64_t>(told.slowest_read_us, us_since(began));
        }
    });
    for (bool is_done = false; !is_done;) {
        const auto began = std::chrono::steady_clock::now();
        const auto portion = store.rewrap(500, now);
        told.keys += portion.keys;
        told.rewrapping_us += us_since(began);
        is_done = portion.done;
    }
    is_over = true;
    reader.join();
    told.is_done = true;
}

/// 60 records and 3 kills; 100,000 and 20 with DOSSIER_CAMPAIGN=1.
TEST(Rotation, OfRealRecordsThatAreReadMeanwhileIsFastAndLosesNothing)
{
    const int records = campaign() ? 100'000 : 60;
    const int kills = campaign() ? 20 : 3;
    Archive archive;
    for (int i = 0; i < records; ++i) {
        (void)archive.read("scan " + std::to_string(i), {a_card_of(i)});
    }
    std::vector<RecordId> ids;
    for (std::string cursor; ids.empty() || !cursor.empty();) {
        auto page = archive->records(whole_site, "", cursor, 10'000);
        for (const auto& record : page.items) {
            ids.push_back(record.id);
        }
        cursor = page.next_cursor;
    }
    ASSERT_EQ(ids.size(), static_cast<std::size_t>(records));
    (void)archive->rotate_data_key(archive.verifier, archive.now);
    const auto all = under_version(archive, 1);
    archive.close();
    const auto path = archive.path();
    fs::remove(path / "lock"); // the child takes another

    void* const shared =
        mmap(nullptr, sizeof(Told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    ASSERT_NE(shared, MAP_FAILED);
    Told& told = *new (shared) Told;
    for (int round = 0; !told.is_done; ++round) {
        const pid_t child = fork();
        if (child == 0) {
            rewrap_under_load(path, ids, told);
            _exit(0);
        }
        if (round < kills) {
            usleep(static_cast<useconds_t>(campaign() ? 700'000 + 97'919 * round : 20'000));
            kill(child, SIGKILL);
        }
        waitpid(child, nullptr, 0);
        ASSERT_LE(round, kills) << "the last one is not killed";
    }
    const double a_second =
        1e6 * static_cast<double>(told.keys) / static_cast<double>(told.rewrapping_us);
    std::cout << all << " data keys of " << records << " records, " << a_second
              << " wrapped anew a second, " << told.reads << " reads meanwhile, the slowest "
              << told.slowest_read_us / 1000 << " ms\n";
    if (campaign()) {
        EXPECT_GE(a_second, 5'000);
    }
    archive.open();
    EXPECT_EQ(under_version(archive, 1), 0);
    EXPECT_TRUE(archive->fsck().is_sound());
    for (const auto& id : ids) {
        ASSERT_TRUE(archive->record_original(id, archive.verifier, archive.now));
    }
    munmap(shared, sizeof(Told));
}

} // namespace
} // namespace dossier::store
