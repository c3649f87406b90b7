// Batches in the hot folder: taken whole or not at all.

#include "capture/folder/digest.h"
#include "capture/hot_folder.h"
#include "tests/capture/bytes_of.h"
#include "tests/capture/memory_directory.h"

#include <gtest/gtest.h>

namespace dossier::capture {

namespace {

using namespace std::chrono_literals;

const Instant morning{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 9h};

std::string page(std::uint32_t number)
{
    return png_outline(40, number);
}

std::string row(const std::string& name, const std::string& content)
{
    return name + "," + sha256_hex(bytes_of(content)) + "\n";
}

/// Names a.png and b.png.
std::string manifest_of_two()
{
    return "name,sha256,batch,sheets,sides,type\na.png," + sha256_hex(bytes_of(page(1))) +
           ",上午,1,2,customer_form\nb.png," + sha256_hex(bytes_of(page(2))) + ",,,,\n";
}

class BatchTest : public ::testing::Test {
protected:
    Sweep sweep_after(std::chrono::milliseconds wait) { return folder_.sweep(now_ += wait); }

    Sweep settle()
    {
        (void)sweep_after(0ms);
        return sweep_after(3s);
    }

    MemoryDirectory disk_;
    HotFolder folder_{disk_};
    Instant now_ = morning;
};

TEST_F(BatchTest, IsTakenTogetherWithWhatItsManifestSays)
{
    disk_.drop("day.csv", manifest_of_two());
    disk_.drop("b.png", page(2));
    disk_.drop("a.png", page(1));
    const Sweep sweep = settle();
    ASSERT_EQ(sweep.claimed.size(), 2);
    const Claimed& first = sweep.claimed[0];
    EXPECT_EQ(first.source_name, "a.png");
    ASSERT_TRUE(first.batch);
    EXPECT_EQ(first.batch->key, "20261123T090003.000Z-0m-day.csv");
    const BatchFacts facts{.name = "上午", .sheets = 1, .sides = 2, .type = "customer_form"};
    EXPECT_EQ(first.batch->facts, facts);
    EXPECT_EQ(first.batch->position, 0);
    EXPECT_EQ(sweep.claimed[1].batch->position, 1);
    EXPECT_EQ(sweep.claimed[1].batch->files, 2);
    EXPECT_EQ(folder_.read(first), bytes_of(page(1)));
    EXPECT_TRUE(disk_.names(Place::inbox).empty());
}

TEST_F(BatchTest, LetsGoOfItsManifestLast)
{
    disk_.drop("day.csv", manifest_of_two());
    disk_.drop("a.png", page(1));
    disk_.drop("b.png", page(2));
    const Sweep taken = settle();
    folder_.release(taken.claimed.at(0));
    EXPECT_TRUE(sweep_after(1s).batches.empty());
    folder_.release(taken.claimed.at(1));
    const Sweep finished = sweep_after(1s);
    ASSERT_EQ(finished.batches.size(), 1);
    EXPECT_EQ(finished.batches[0].what, BatchNote::What::finished);
    EXPECT_EQ(finished.batches[0].key, taken.batches.at(0).key);
    EXPECT_TRUE(disk_.names(Place::claimed).empty());
}

TEST_F(BatchTest, TakesNothingBeforeTheLastFileIsThere)
{
    disk_.drop("day.csv", manifest_of_two());
    disk_.drop("a.png", page(1));
    disk_.drop("other.png", page(9));
    const Sweep sweep = settle();
    ASSERT_EQ(sweep.claimed.size(), 1);
    EXPECT_EQ(sweep.claimed[0].source_name, "other.png");
    EXPECT_FALSE(sweep.claimed[0].batch);
    ASSERT_EQ(sweep.waiting.size(), 2);
    EXPECT_EQ(sweep.waiting[0].reason, WaitingFor::batch);
    EXPECT_EQ(sweep.waiting[1].reason, WaitingFor::batch);
    disk_.drop("b.png", page(2));
    EXPECT_EQ(settle().batches.at(0).files, 2);
}

TEST_F(BatchTest, TakesNothingWhileAHashDiffers)
{
    disk_.drop("day.csv", manifest_of_two());
    disk_.drop("a.png", page(1));
    disk_.drop("b.png", page(7));
    EXPECT_TRUE(settle().claimed.empty());
    disk_.put(Place::inbox, "b.png", page(2));
    EXPECT_EQ(settle().claimed.size(), 2);
}

TEST_F(BatchTest, ReadsAFileOnceHoweverLongItWaits)
{
    disk_.drop("day.csv", manifest_of_two());
    disk_.drop("a.png", page(1));
    (void)settle();
    const int reads = disk_.reads();
    for (int i = 0; i < 10; ++i)
        (void)sweep_after(1s);
    EXPECT_EQ(disk_.reads(), reads);
}

TEST_F(BatchTest, IsRejectedWithWhatIsMissingAfterAQuarterOfAnHourOfSilence)
{
    disk_.drop("day.csv", manifest_of_two());
    disk_.drop("a.png", page(7));
    (void)settle();
    EXPECT_TRUE(sweep_after(14min).rejected.empty());
    const Sweep sweep = sweep_after(2min);
    EXPECT_EQ(sweep.rejected.size(), 2);
    EXPECT_EQ(sweep.batches.at(0).what, BatchNote::What::rejected);
    EXPECT_EQ(sweep.batches.at(0).code, "batch_incomplete");
    const std::string why = disk_.file(Place::rejected, "day.csv.reason.txt").content;
    EXPECT_NE(why.find("missing 1: b.png"), std::string::npos) << why;
    EXPECT_NE(why.find("SHA-256 differs 1: a.png"), std::string::npos) << why;
    EXPECT_TRUE(disk_.names(Place::rejected).contains("a.png"));
    EXPECT_TRUE(disk_.names(Place::rejected).contains("a.png.reason.txt"));
}

TEST_F(BatchTest, HasItsPatienceRenewedByEveryFileThatArrives)
{
    disk_.drop("day.csv", manifest_of_two());
    (void)settle();
    (void)sweep_after(14min);
    disk_.drop("a.png", page(1));
    (void)settle();
    EXPECT_TRUE(sweep_after(14min).rejected.empty());
    EXPECT_FALSE(sweep_after(2min).rejected.empty());
}

TEST_F(BatchTest, IsRejectedAtOnceForAFileThatCanNeverBeADocument)
{
    disk_.drop("day.csv", "name,sha256\n" + row("a.png", page(1)) + row("b.png", "MZ"));
    disk_.drop("a.png", page(1));
    disk_.drop("b.png", "MZ");
    const Sweep sweep = settle();
    EXPECT_EQ(sweep.rejected.size(), 3);
    EXPECT_EQ(sweep.batches.at(0).code, "batch_file_refused");
    EXPECT_NE(
        disk_.file(Place::rejected, "day.csv.reason.txt").content.find("b.png"), std::string::npos
    );
}

TEST_F(BatchTest, HoldsEverythingUntilAManifestInTheMakingCanBeRead)
{
    const std::string text = manifest_of_two();
    disk_.drop("a.png", page(1));
    disk_.drop("b.png", page(2));
    (void)sweep_after(0ms);
    disk_.drop("day.csv", text.substr(0, text.size() - 30));
    EXPECT_TRUE(sweep_after(3s).claimed.empty());
    EXPECT_TRUE(sweep_after(3s).claimed.empty());
    disk_.append(Place::inbox, "day.csv", text.substr(text.size() - 30));
    EXPECT_EQ(settle().claimed.size(), 2);
}

TEST_F(BatchTest, DoesNotHoldTheStationForAManifestThatIsNeverLetGoOf)
{
    disk_.drop("day.csv", manifest_of_two());
    disk_.file(Place::inbox, "day.csv").busy = true;
    disk_.drop("z.png", page(9));
    EXPECT_TRUE(settle().claimed.empty());
    EXPECT_EQ(sweep_after(1min).claimed.size(), 1);
}

TEST_F(BatchTest, RejectsATableThatIsNoManifestAtOnceAndTakesTheOthers)
{
    disk_.drop("customers.csv", "customer,balance\n");
    disk_.drop("z.png", page(9));
    const Sweep sweep = settle();
    EXPECT_EQ(sweep.rejected.at(0).refusal.code, "not_a_manifest");
    EXPECT_EQ(sweep.claimed.size(), 1);
}

TEST_F(BatchTest, RejectsAManifestThatNeverBecomesWhole)
{
    disk_.drop("day.json", "{\"files\": [");
    EXPECT_TRUE(settle().rejected.empty());
    EXPECT_EQ(sweep_after(1min).rejected.at(0).refusal.code, "manifest_incomplete");
}

TEST_F(BatchTest, GivesAFileThatTwoManifestsNameToOneOfThem)
{
    disk_.drop("day.csv", manifest_of_two());
    disk_.drop("night.csv", "name,sha256\n" + row("a.png", page(1)));
    disk_.drop("a.png", page(1));
    disk_.drop("b.png", page(2));
    EXPECT_EQ(settle().claimed.size(), 2);
    EXPECT_EQ(sweep_after(16min).rejected.size(), 1);
}

TEST_F(BatchTest, KeepsTwoBatchesOfOneMomentApart)
{
    disk_.drop("a.csv", "name,sha256\n" + row("a.png", page(1)));
    disk_.drop("b.csv", "name,sha256\n" + row("b.png", page(2)));
    disk_.drop("a.png", page(1));
    disk_.drop("b.png", page(2));
    const Sweep sweep = settle();
    ASSERT_EQ(sweep.claimed.size(), 2);
    EXPECT_EQ(sweep.claimed[0].batch->key, "20261123T090003.000Z-0m-a.csv");
    EXPECT_EQ(sweep.claimed[1].batch->key, "20261123T090003.000Z-1m-b.csv");
}

TEST_F(BatchTest, GoesBackWholeWhenAFileChangesWhileItIsClaimed)
{
    disk_.drop("day.csv", manifest_of_two());
    disk_.drop("a.png", page(1));
    disk_.drop("b.png", page(2));
    (void)sweep_after(0ms);
    disk_.append_on_move("late bytes");
    EXPECT_TRUE(sweep_after(3s).claimed.empty());
    EXPECT_EQ(disk_.names(Place::inbox), (std::set<std::string>{"a.png", "b.png", "day.csv"}));
    EXPECT_TRUE(disk_.names(Place::claimed).empty());
}

TEST_F(BatchTest, RejectsAFileThatWasAlteredAfterItWasClaimed)
{
    disk_.drop("day.csv", manifest_of_two());
    disk_.drop("a.png", page(1));
    disk_.drop("b.png", page(2));
    const Sweep taken = settle();
    disk_.append(Place::claimed, taken.claimed.at(0).name, "late bytes");
    EXPECT_FALSE(folder_.read(taken.claimed[0]));
    EXPECT_TRUE(folder_.read(taken.claimed.at(1)));
    EXPECT_EQ(sweep_after(1s).rejected.at(0).refusal.code, "batch_file_altered");
    EXPECT_TRUE(disk_.names(Place::rejected).contains("a.png"));
}

TEST_F(BatchTest, IsOfferedWithItsManifestAfterARestart)
{
    disk_.drop("day.csv", manifest_of_two());
    disk_.drop("a.png", page(1));
    disk_.drop("b.png", page(2));
    const Sweep taken = settle();
    folder_.release(taken.claimed.at(0));
    HotFolder after_a_crash{disk_};
    const Sweep again = after_a_crash.sweep(now_);
    ASSERT_EQ(again.claimed.size(), 1);
    EXPECT_EQ(again.claimed[0].source_name, "b.png");
    EXPECT_EQ(again.claimed[0].batch->key, taken.claimed[1].batch->key);
    EXPECT_EQ(again.claimed[0].batch->position, 1);
}

TEST_F(BatchTest, IsReadAndTakenInSharesWhenItIsLarge)
{
    HotFolderOptions options;
    options.sweep_files = 4;
    HotFolder folder{disk_, options};
    std::string manifest = "name,sha256\n";
    for (std::uint32_t i = 0; i < 50; ++i) {
        disk_.drop(std::to_string(i) + ".png", page(i + 1));
        manifest += row(std::to_string(i) + ".png", page(i + 1));
    }
    disk_.drop("day.csv", manifest);
    (void)folder.sweep(now_);
    std::size_t position = 0;
    for (int i = 0; i < 30 && position < 50; ++i) {
        const int reads = disk_.reads();
        for (const Claimed& file : folder.sweep(now_ + 3s).claimed) {
            EXPECT_EQ(file.batch->position, position++);
            EXPECT_TRUE(folder.read(file));
            folder.release(file);
        }
        EXPECT_LE(disk_.reads() - reads, 9);
    }
    EXPECT_EQ(position, 50);
}

/// A whole life with the disk failing at call n, and what the store got of it.
std::map<std::string, int> live_through_failure_at(int call, MemoryDirectory& disk)
{
    std::map<std::string, int> kept;
    disk.fail_at(call);
    try {
        HotFolder folder{disk};
        for (int step = 0; step < 5; ++step)
            for (const Claimed& file : folder.sweep(morning + step * 3s).claimed) {
                if (!folder.read(file)) continue;
                EXPECT_TRUE(file.batch) << "taken by itself, failed at call " << call;
                ++kept[file.name];
                folder.release(file);
            }
    } catch (const FolderError&) {
        // Logged, and swept again later.
    }
    disk.fail_at(0);
    return kept;
}

TEST(BatchFaults, TakeItWholeOnceWhereverTheDiskFails)
{
    for (int call = 1; call < 90; ++call) {
        MemoryDirectory disk;
        disk.drop("day.csv", manifest_of_two());
        disk.drop("a.png", page(1));
        disk.drop("b.png", page(2));
        std::map<std::string, int> kept = live_through_failure_at(call, disk);
        HotFolder folder{disk};
        for (int step = 10; step < 15; ++step)
            for (const Claimed& file : folder.sweep(morning + step * 3s).claimed) {
                ASSERT_TRUE(folder.read(file) && file.batch) << "failed at call " << call;
                ++kept[file.name];
                folder.release(file);
            }
        EXPECT_EQ(kept.size(), 2) << "failed at call " << call;
        EXPECT_TRUE(disk.names(Place::inbox).empty()) << "failed at call " << call;
        EXPECT_TRUE(disk.names(Place::claimed).empty()) << "failed at call " << call;
        EXPECT_TRUE(disk.names(Place::rejected).empty()) << "failed at call " << call;
    }
}

} // namespace

} // namespace dossier::capture
