#include "capture/hot_folder.h"
#include "tests/capture/bytes_of.h"
#include "tests/capture/memory_directory.h"

#include <gtest/gtest.h>

namespace dossier::capture {

namespace {

using namespace std::chrono_literals;

const Instant morning{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 9h};

std::string text_of(const std::vector<std::byte>& bytes)
{
    std::string text;
    for (const std::byte b : bytes)
        text += static_cast<char>(b);
    return text;
}

class HotFolderTest : public ::testing::Test {
protected:
    Sweep sweep_after(std::chrono::milliseconds wait)
    {
        now_ += wait;
        return folder_.sweep(now_);
    }

    /// What a file has become after it lay quiet long enough to be looked into.
    Sweep settle()
    {
        (void)sweep_after(0ms);
        return sweep_after(3s);
    }

    MemoryDirectory disk_;
    HotFolder folder_{disk_};
    Instant now_ = morning;
};

TEST_F(HotFolderTest, ClaimsAWholeFileOnceItIsQuiet)
{
    disk_.drop("scan.png", a_small_png());
    EXPECT_TRUE(sweep_after(0ms).claimed.empty());
    EXPECT_TRUE(sweep_after(1s).claimed.empty());
    const Sweep sweep = sweep_after(1s);
    ASSERT_EQ(sweep.claimed.size(), 1);
    EXPECT_EQ(sweep.claimed[0].source_name, "scan.png");
    EXPECT_EQ(sweep.claimed[0].name, "20261123T090002.000Z-0-scan.png");
    EXPECT_TRUE(disk_.names(Place::inbox).empty());
    EXPECT_EQ(text_of(*folder_.read(sweep.claimed[0])), a_small_png());
}

TEST_F(HotFolderTest, TakesFilesInTheOrderOfTheirNumbers)
{
    const std::vector<std::string> names{
        "1.png", "2.png", "009.png", "10.png", "11.png", "a 2 (3).png", "a 2 (20).png", "b.png"};
    for (const auto& name : names)
        disk_.drop(name, a_small_png());
    std::vector<std::string> taken;
    for (const auto& file : settle().claimed)
        taken.push_back(file.source_name);
    EXPECT_EQ(taken, names);
}

TEST_F(HotFolderTest, TakesMoreFilesThanASweepHoldsInTheOrderOfTheirNumbers)
{
    for (int i = 1; i <= 150; ++i)
        disk_.drop(std::to_string(i) + ".png", a_small_png());
    int next = 1;
    (void)sweep_after(0ms);
    for (int sweeps = 0; sweeps < 10; ++sweeps) {
        for (const auto& file : sweep_after(3s).claimed) {
            EXPECT_EQ(file.source_name, std::to_string(next++) + ".png");
            folder_.release(file);
        }
    }
    EXPECT_EQ(next, 151);
}

TEST_F(HotFolderTest, WaitsWhileAFileGrows)
{
    disk_.drop("scan.png", a_small_png());
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(sweep_after(1500ms).waiting.at(0).reason, WaitingFor::settling);
        disk_.append(Place::inbox, "scan.png", "more");
    }
}

TEST_F(HotFolderTest, WaitsForTheEndOfAFileThatPausesInTheMiddle)
{
    const std::string whole = a_small_png();
    disk_.drop("scan.png", whole.substr(0, 50));
    EXPECT_EQ(settle().waiting.at(0).reason, WaitingFor::incomplete);
    EXPECT_EQ(sweep_after(30s).waiting.at(0).reason, WaitingFor::incomplete);
    disk_.append(Place::inbox, "scan.png", whole.substr(50));
    EXPECT_EQ(settle().claimed.size(), 1);
}

TEST_F(HotFolderTest, RejectsAFileThatNeverBecomesComplete)
{
    disk_.drop("scan.png", a_small_png().substr(0, 50));
    (void)settle();
    const Sweep sweep = sweep_after(60s);
    ASSERT_EQ(sweep.rejected.size(), 1);
    EXPECT_EQ(sweep.rejected[0].refusal.code, "incomplete");
    EXPECT_EQ(
        disk_.names(Place::rejected), (std::set<std::string>{"scan.png", "scan.png.reason.txt"})
    );
    EXPECT_NE(
        disk_.file(Place::rejected, "scan.png.reason.txt").content.find("请重新扫描"),
        std::string::npos
    );
}

TEST_F(HotFolderTest, WaitsForAFileThatIsStillOpenHoweverLongItTakes)
{
    disk_.drop("scan.png", a_small_png());
    disk_.file(Place::inbox, "scan.png").busy = true;
    (void)settle();
    EXPECT_EQ(sweep_after(1h).waiting.at(0).reason, WaitingFor::busy);
    disk_.file(Place::inbox, "scan.png").busy = false;
    EXPECT_EQ(sweep_after(1s).claimed.size(), 1);
}

TEST_F(HotFolderTest, RejectsWhatIsNoDocumentAtOnce)
{
    disk_.drop("virus.exe", "MZ and so on");
    EXPECT_EQ(settle().rejected.at(0).refusal.code, "not_a_document");
}

TEST_F(HotFolderTest, LeavesFilesInTheMakingAlone)
{
    for (const char* name : {".hidden", "~lock", "a.tmp", "b.part", "c.FILEPART", "d.crdownload"})
        disk_.drop(name, a_small_png());
    (void)settle();
    const Sweep sweep = sweep_after(1h);
    EXPECT_TRUE(sweep.claimed.empty() && sweep.rejected.empty() && sweep.waiting.empty());
    EXPECT_EQ(disk_.names(Place::inbox).size(), 6);
}

TEST_F(HotFolderTest, NeverTakesLinksDevicesOrFilesWithASecondName)
{
    for (const char* name : {"link.png", "fifo.png", "twin.png"})
        disk_.drop(name, a_small_png());
    disk_.file(Place::inbox, "link.png").stat.type = FileType::link;
    disk_.file(Place::inbox, "fifo.png").stat.type = FileType::other;
    disk_.file(Place::inbox, "twin.png").stat.links = 2;
    const Sweep sweep = settle();
    ASSERT_EQ(sweep.rejected.size(), 3);
    EXPECT_EQ(sweep.rejected[0].refusal.code, "not_a_plain_file");
    EXPECT_EQ(sweep.rejected[1].refusal.code, "not_a_plain_file");
    EXPECT_EQ(sweep.rejected[2].refusal.code, "second_name");
}

TEST_F(HotFolderTest, GivesACopiedFolderTimeBeforeItIsRejected)
{
    disk_.drop("batch", "");
    disk_.file(Place::inbox, "batch").stat.type = FileType::directory;
    EXPECT_TRUE(settle().rejected.empty());
    EXPECT_EQ(sweep_after(60s).rejected.at(0).refusal.code, "not_a_plain_file");
}

TEST_F(HotFolderTest, RejectsUnusableNamesUnderACleanOne)
{
    disk_.drop("two\nlines.png", a_small_png());
    disk_.drop("\xC9\xA8\xC3\xE8.png", a_small_png()); // GBK for 扫描
    const Sweep sweep = settle();
    ASSERT_EQ(sweep.rejected.size(), 2);
    EXPECT_EQ(sweep.rejected[0].name, "two_lines.png");
    EXPECT_EQ(sweep.rejected[0].refusal.code, "unusable_name");
}

TEST_F(HotFolderTest, TakesTheLongestNameAFileSystemAllows)
{
    const std::string longest = std::string(251, 'n') + ".png";
    disk_.drop(longest, a_small_png());
    const Sweep sweep = settle();
    ASSERT_EQ(sweep.claimed.size(), 1);
    EXPECT_LE(sweep.claimed[0].name.size(), 255);
    EXPECT_TRUE(sweep.claimed[0].name.ends_with("n.png"));
    EXPECT_LE(folder_.reject(sweep.claimed[0], {"x", "y"}).name.size(), 255 - 11);
}

TEST_F(HotFolderTest, NeverOverwritesWhatWasRejectedBefore)
{
    for (const char* content : {"first", "second", "third"}) {
        disk_.drop("note.txt", content);
        (void)settle();
    }
    EXPECT_EQ(disk_.file(Place::rejected, "note.txt").content, "first");
    EXPECT_EQ(disk_.file(Place::rejected, "note (2).txt").content, "second");
    EXPECT_EQ(disk_.file(Place::rejected, "note (3).txt").content, "third");
}

TEST_F(HotFolderTest, WritesAReasonAnewThatACrashLeftWithoutItsFile)
{
    disk_.put(Place::rejected, "note.txt.reason.txt", "half a rea");
    disk_.drop("note.txt", "no document");
    EXPECT_EQ(settle().rejected.at(0).name, "note.txt");
    EXPECT_NE(
        disk_.file(Place::rejected, "note.txt.reason.txt").content.find("只接收"), std::string::npos
    );
}

TEST_F(HotFolderTest, TakesTwoFilesThatCameUnderOneName)
{
    disk_.drop("scan.png", a_small_png());
    (void)settle();
    disk_.drop("scan.png", png_outline(50, 60));
    EXPECT_EQ(settle().claimed.size(), 2);
}

TEST_F(HotFolderTest, OffersClaimedFilesAgainUntilTheyAreReleased)
{
    disk_.drop("scan.png", a_small_png());
    ASSERT_EQ(settle().claimed.size(), 1);
    HotFolder after_a_crash{disk_};
    const Sweep again = after_a_crash.sweep(now_);
    ASSERT_EQ(again.claimed.size(), 1);
    EXPECT_EQ(again.claimed[0].source_name, "scan.png");
    after_a_crash.release(again.claimed[0]);
    EXPECT_TRUE(after_a_crash.sweep(now_).claimed.empty());
    EXPECT_EQ(disk_.copies_of(a_small_png()), 0);
}

TEST_F(HotFolderTest, PutsAFileBackThatChangedWhileItWasClaimed)
{
    disk_.drop("scan.png", a_small_png());
    (void)sweep_after(0ms);
    disk_.append_on_move("late bytes");
    EXPECT_TRUE(sweep_after(3s).claimed.empty());
    EXPECT_EQ(disk_.names(Place::inbox), std::set<std::string>{"scan.png"});
}

TEST_F(HotFolderTest, PutsAFileBackThatChangedAfterItWasClaimed)
{
    disk_.drop("scan.png", a_small_png());
    const Claimed file = settle().claimed.at(0);
    disk_.append(Place::claimed, file.name, "late bytes");
    EXPECT_FALSE(folder_.read(file));
    EXPECT_EQ(disk_.names(Place::inbox), std::set<std::string>{"scan.png"});
}

TEST_F(HotFolderTest, PutsBackBesideANewFileOfTheSameName)
{
    disk_.drop("scan.png", a_small_png());
    const Claimed file = settle().claimed.at(0);
    disk_.drop("scan.png", png_outline(50, 60));
    disk_.append(Place::claimed, file.name, "late bytes");
    EXPECT_FALSE(folder_.read(file));
    EXPECT_EQ(disk_.names(Place::inbox), (std::set<std::string>{"scan.png", "scan (2).png"}));
}

TEST_F(HotFolderTest, RejectsWhatItMayNotReadAfterAWhile)
{
    disk_.drop("scan.png", a_small_png());
    disk_.file(Place::inbox, "scan.png").denied = true;
    EXPECT_TRUE(settle().rejected.empty());
    EXPECT_EQ(sweep_after(60s).rejected.at(0).refusal.code, "no_permission");
}

TEST_F(HotFolderTest, StartsCountingAgainWhenTheClockGoesBack)
{
    disk_.drop("scan.png", a_small_png());
    (void)sweep_after(0ms);
    EXPECT_TRUE(sweep_after(-1h).claimed.empty());
    EXPECT_EQ(sweep_after(3s).claimed.size(), 1);
}

TEST_F(HotFolderTest, OneBadFileDoesNotStopTheOthers)
{
    disk_.drop("a.txt", "no document");
    disk_.drop("b.png", a_small_png());
    const Sweep sweep = settle();
    EXPECT_EQ(sweep.rejected.size(), 1);
    EXPECT_EQ(sweep.claimed.size(), 1);
}

TEST_F(HotFolderTest, TakesTenThousandFilesInShares)
{
    constexpr std::uint32_t files = 10'000;
    for (std::uint32_t i = 1; i <= files; ++i)
        disk_.drop(std::to_string(i) + ".png", png_outline(40, i));
    (void)sweep_after(0ms);
    now_ += 3s;
    std::set<std::string> taken;
    while (taken.size() < files) {
        const int reads = disk_.reads();
        const Sweep sweep = folder_.sweep(now_);
        ASSERT_EQ(sweep.has_more, taken.size() + sweep.claimed.size() < files);
        ASSERT_LE(sweep.claimed.size(), 64);
        for (const Claimed& file : sweep.claimed) {
            ASSERT_TRUE(folder_.read(file));
            ASSERT_TRUE(taken.insert(file.name).second);
            folder_.release(file);
        }
        ASSERT_LE(disk_.reads() - reads, 128);
    }
}

TEST_F(HotFolderTest, ReadsNoMoreThanItsShareOfBytesInOneSweep)
{
    HotFolderOptions options;
    options.sweep_bytes = 100;
    HotFolder folder{disk_, options};
    for (std::uint32_t i = 1; i <= 5; ++i)
        disk_.drop(std::to_string(i) + ".png", png_outline(40, i)); // 64 bytes each
    (void)folder.sweep(now_);
    const Sweep sweep = folder.sweep(now_ + 3s);
    EXPECT_EQ(sweep.claimed.size(), 2);
    ASSERT_EQ(sweep.waiting.size(), 3);
    EXPECT_EQ(sweep.waiting[0].reason, WaitingFor::queued);
    EXPECT_TRUE(sweep.has_more);
}

TEST_F(HotFolderTest, OffersInTurnsSoThatWhatCannotBeKeptIsNotInTheWay)
{
    HotFolderOptions options;
    options.sweep_files = 2;
    HotFolder folder{disk_, options};
    for (const char* number : {"1", "2", "3"})
        disk_.put(Place::claimed, "20261123T080000.000Z-" + std::string(number) + "-a.png", number);
    std::set<std::string> offered;
    for (int i = 0; i < 2; ++i)
        for (const Claimed& file : folder.sweep(now_).claimed)
            offered.insert(file.name);
    EXPECT_EQ(offered.size(), 3);
}

/// The whole life of three files, with the disk failing at call n; then a restart on a sound disk.
void live_through_failure_at(int call, MemoryDirectory& disk)
{
    disk.drop("good.png", a_small_png());
    disk.drop("bad.txt", "no document");
    disk.put(Place::claimed, "20261123T080000.000Z-0-old.png", png_outline(7, 7));
    disk.fail_at(call);
    try {
        HotFolder folder{disk};
        (void)folder.sweep(morning);
        for (const Claimed& file : folder.sweep(morning + 3s).claimed)
            if (folder.read(file)) (void)folder.reject(file, {"late", "late"});
    } catch (const FolderError&) {
        // The watcher logs it and sweeps again later.
    }
    disk.fail_at(0);
}

TEST(HotFolderFaults, LosesAndDoublesNothingWhereverTheDiskFails)
{
    for (int call = 1; call < 60; ++call) {
        MemoryDirectory disk;
        live_through_failure_at(call, disk);
        EXPECT_EQ(disk.copies_of(a_small_png()), 1) << "failed at call " << call;
        EXPECT_EQ(disk.copies_of("no document"), 1) << "failed at call " << call;
        EXPECT_EQ(disk.copies_of(png_outline(7, 7)), 1) << "failed at call " << call;
    }
}

TEST(HotFolderFaults, FinishesItsWorkAfterARestart)
{
    for (int call = 1; call < 60; ++call) {
        MemoryDirectory disk;
        live_through_failure_at(call, disk);
        HotFolder folder{disk};
        (void)folder.sweep(morning + 1h);
        for (const Claimed& file : folder.sweep(morning + 2h).claimed)
            folder.release(file);
        EXPECT_TRUE(disk.names(Place::inbox).empty()) << "failed at call " << call;
        EXPECT_TRUE(disk.names(Place::claimed).empty()) << "failed at call " << call;
        for (const std::string& name : disk.names(Place::rejected))
            EXPECT_TRUE(
                name.ends_with(".reason.txt") ||
                disk.names(Place::rejected).contains(name + ".reason.txt")
            ) << name;
    }
}

} // namespace

} // namespace dossier::capture
