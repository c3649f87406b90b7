// The hot folder on another machine's file system: what it cannot do is gone without, and what it
// gets wrong is not believed.

#include "capture/hot_folder.h"
#include "tests/capture/bytes_of.h"
#include "tests/faults/bad_system.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>

namespace dossier::capture {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class NetworkShare : public ::testing::Test {
protected:
    NetworkShare()
    {
        std::string pattern = (fs::temp_directory_path() / "dossier-share-XXXXXX").string();
        station_ = ::mkdtemp(pattern.data());
        faults::become_network_share(true);
        directory_ = open_directory(station_);
        folder_.emplace(*directory_);
    }

    NetworkShare(const NetworkShare&) = delete;
    NetworkShare& operator=(const NetworkShare&) = delete;

    ~NetworkShare() override
    {
        faults::become_network_share(false);
        fs::remove_all(station_);
    }

    void drop(const std::string& name, const std::string& content) const
    {
        std::ofstream(station_ / name, std::ios::binary) << content;
    }

    Sweep settle()
    {
        (void)folder_->sweep(now_);
        return folder_->sweep(now_ += 6s);
    }

    fs::path station_;
    std::unique_ptr<Directory> directory_;
    std::optional<HotFolder> folder_;
    Instant now_{};
};

TEST_F(NetworkShare, IsKnownAsOne)
{
    EXPECT_TRUE(directory_->is_network());
    faults::become_network_share(false);
    EXPECT_FALSE(open_directory(station_)->is_network());
}

TEST_F(NetworkShare, TakesAFileWithoutLeasesGuardedRenamesAndSyncedFolders)
{
    drop("scan.png", a_small_png());
    const Sweep sweep = settle();
    ASSERT_EQ(sweep.claimed.size(), 1);
    EXPECT_EQ(folder_->read(sweep.claimed[0]), bytes_of(a_small_png()));
    folder_->release(sweep.claimed[0]);
    EXPECT_TRUE(folder_->sweep(now_).claimed.empty());
    EXPECT_TRUE(fs::is_empty(station_ / ".claimed"));
}

TEST_F(NetworkShare, WaitsFiveSecondsOfQuiet)
{
    drop("scan.png", a_small_png());
    (void)folder_->sweep(now_);
    EXPECT_TRUE(folder_->sweep(now_ + 4'900ms).claimed.empty());
    EXPECT_EQ(folder_->sweep(now_ + 5s).claimed.size(), 1);
}

TEST_F(NetworkShare, NeverReplacesANewFileByOneThatIsPutBack)
{
    drop("scan.png", a_small_png());
    const Sweep sweep = settle();
    ASSERT_EQ(sweep.claimed.size(), 1);
    drop("scan.png", png_outline(50, 60));
    std::ofstream(station_ / ".claimed" / sweep.claimed[0].name, std::ios::app) << "late bytes";
    EXPECT_FALSE(folder_->read(sweep.claimed[0]));
    EXPECT_EQ(fs::file_size(station_ / "scan.png"), png_outline(50, 60).size());
    EXPECT_TRUE(fs::exists(station_ / sweep.claimed[0].name));
    EXPECT_TRUE(fs::is_empty(station_ / ".claimed"));
}

TEST_F(NetworkShare, RejectsWithAReason)
{
    drop("note.txt", "hello");
    drop("day.csv", "customer\n");
    EXPECT_EQ(settle().rejected.size(), 2);
    EXPECT_TRUE(fs::exists(station_ / "rejected" / "note.txt.reason.txt"));
}

} // namespace

} // namespace dossier::capture
