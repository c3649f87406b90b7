// The hot folder on a real file system: links, pipes, open writers, odd names.

#include "capture/hot_folder.h"
#include "tests/capture/bytes_of.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

namespace dossier::capture {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

class RealFolder : public ::testing::Test {
protected:
    RealFolder()
    {
        std::string pattern = (fs::temp_directory_path() / "dossier-hot-XXXXXX").string();
        station_ = ::mkdtemp(pattern.data());
        directory_ = open_directory(station_);
    }

    RealFolder(const RealFolder&) = delete;
    RealFolder& operator=(const RealFolder&) = delete;

    ~RealFolder() override { fs::remove_all(station_); }

    void drop(const std::string& name, const std::string& content) const
    {
        std::ofstream(station_ / name, std::ios::binary) << content;
    }

    Sweep settle()
    {
        (void)folder().sweep(now_);
        return folder().sweep(now_ += 10s);
    }

    HotFolder& folder()
    {
        if (!folder_) folder_.emplace(*directory_);
        return *folder_;
    }

    fs::path station_;
    std::unique_ptr<Directory> directory_;
    std::optional<HotFolder> folder_;
    Instant now_{};
};

TEST_F(RealFolder, TakesReadsAndReleasesAFile)
{
    drop("扫描 1.png", a_small_png());
    const Sweep sweep = settle();
    ASSERT_EQ(sweep.claimed.size(), 1);
    EXPECT_EQ(sweep.claimed[0].source_name, "扫描 1.png");
    EXPECT_TRUE(fs::exists(station_ / ".claimed" / sweep.claimed[0].name));
    EXPECT_EQ(folder().read(sweep.claimed[0]), bytes_of(a_small_png()));
    folder().release(sweep.claimed[0]);
    EXPECT_TRUE(fs::is_empty(station_ / ".claimed"));
}

TEST_F(RealFolder, KeepsClaimedFilesFromOtherUsers)
{
    EXPECT_EQ(fs::status(station_ / ".claimed").permissions(), fs::perms::owner_all);
}

TEST_F(RealFolder, WaitsForAWriterThatHoldsTheFileOpen)
{
    drop("scan.png", a_small_png());
    const int writer = ::open((station_ / "scan.png").c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
    const Sweep open = settle();
    ::close(writer);
    ASSERT_EQ(open.waiting.size(), 1);
    EXPECT_EQ(open.waiting[0].reason, WaitingFor::busy);
    EXPECT_EQ(settle().claimed.size(), 1);
}

TEST_F(RealFolder, RejectsALinkWithoutTouchingItsTarget)
{
    const fs::path secret = station_ / ".secret";
    std::ofstream(secret) << a_small_png();
    fs::create_symlink(secret, station_ / "link.png");
    fs::create_symlink("/dev/zero", station_ / "device.png");
    EXPECT_EQ(settle().rejected.size(), 2);
    EXPECT_TRUE(fs::exists(secret));
    EXPECT_TRUE(fs::is_symlink(station_ / "rejected" / "link.png"));
}

TEST_F(RealFolder, IsNotHeldUpByAPipe)
{
    ASSERT_EQ(::mkfifo((station_ / "pipe.png").c_str(), 0600), 0);
    EXPECT_EQ(settle().rejected.at(0).refusal.code, "not_a_plain_file");
    const auto content = directory_->read(Place::rejected, "pipe.png", 100);
    ASSERT_FALSE(content);
    EXPECT_EQ(content.error(), Unavailable::unsafe);
}

TEST_F(RealFolder, RejectsAFileWithASecondNameAndLeavesTheOtherAlone)
{
    drop(".elsewhere", a_small_png());
    fs::create_hard_link(station_ / ".elsewhere", station_ / "twin.png");
    EXPECT_EQ(settle().rejected.at(0).refusal.code, "second_name");
    EXPECT_TRUE(fs::exists(station_ / ".elsewhere"));
}

TEST_F(RealFolder, WritesTheReasonBesideTheRejectedFile)
{
    drop("note.txt", "hello");
    (void)settle();
    std::ifstream reason(station_ / "rejected" / "note.txt.reason.txt");
    std::string line;
    EXPECT_TRUE(std::getline(reason, line));
    EXPECT_NE(line.find("只接收"), std::string::npos);
}

TEST_F(RealFolder, RejectsAFolderOnceItIsQuiet)
{
    fs::create_directory(station_ / "batch");
    drop("batch/scan.png", a_small_png());
    EXPECT_TRUE(settle().rejected.empty());
    EXPECT_EQ(folder().sweep(now_ + 60s).rejected.size(), 1);
    EXPECT_TRUE(fs::exists(station_ / "rejected" / "batch" / "scan.png"));
}

TEST_F(RealFolder, HandlesTheNamesThatAttackersLike)
{
    const std::vector<std::string> names{
        "new\nline.png",
        "bell\a.png",
        "\xFF\xFE.png",
        "-rf.png",
        "$(id).png",
        "a\\b.png",
        std::string(251, 'x') + ".png",
        "..png",
        "con.png",
        "\u202Egnp.exe.png"};
    for (const std::string& name : names)
        drop(name, a_small_png());
    const Sweep sweep = settle();
    EXPECT_EQ(sweep.rejected.size(), 3);
    EXPECT_EQ(sweep.claimed.size(), names.size() - 4); // "..png" is hidden and left alone
}

TEST_F(RealFolder, SaysThatAFolderIsMissing)
{
    EXPECT_THROW((void)open_directory(station_ / "nowhere"), FolderError);
}

TEST_F(RealFolder, SaysThatItWasDeletedInsteadOfLookingEmpty)
{
    drop("scan.png", a_small_png());
    (void)folder().sweep(now_);
    fs::remove_all(station_ / ".claimed");
    EXPECT_THROW((void)folder().sweep(now_ + 10s), FolderError);
    EXPECT_TRUE(fs::exists(station_ / "scan.png"));
}

TEST_F(RealFolder, NeverMovesOntoAnExistingName)
{
    drop("a.png", "a");
    drop("b.png", "b");
    EXPECT_EQ(
        directory_->move(Place::inbox, "a.png", Place::inbox, "b.png", NewName::any), Moved::taken
    );
    EXPECT_FALSE(directory_->write_new(Place::inbox, "b.png", "c"));
    EXPECT_EQ(fs::file_size(station_ / "b.png"), 1);
}

} // namespace

} // namespace dossier::capture
