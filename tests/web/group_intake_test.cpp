// Files of a sweep in one commit: nothing is let go of too early, and no file is in another's way.

#include "tests/capture/bytes_of.h"
#include "tests/store/archive.h"
#include "web/group_intake.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <functional>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// Local files that refuse objects from a certain size on, count what is committed together, and
/// let a test look before that.
class PickyBlobs final : public store::Blobs {
public:
    explicit PickyBlobs(const fs::path& folder) : files_(store::open_local_blobs(folder)) {}

    std::unique_ptr<store::BlobGroup> new_group() override
    {
        return std::make_unique<Group>(*this, files_->new_group());
    }

    std::optional<store::Bytes> read(const store::ObjectId& id) override
    {
        return files_->read(id);
    }

    void remove(const store::ObjectId& id) override { files_->remove(id); }

    std::vector<store::BlobEntry> list() override { return files_->list(); }

    std::size_t too_large = std::size_t{1} << 30U;
    int refused = 0;
    std::vector<int> committed;
    std::function<void()> before_commit = [] {};

private:
    class Group final : public store::BlobGroup {
    public:
        Group(PickyBlobs& blobs, std::unique_ptr<store::BlobGroup> group)
            : blobs_(blobs),
              group_(std::move(group))
        {}

        void put(const store::ObjectId& id, std::span<const std::byte> sealed) override
        {
            if (sealed.size() >= blobs_.too_large) {
                ++blobs_.refused;
                throw store::Error("no room for this one");
            }
            group_->put(id, sealed);
            ++puts_;
        }

        void commit() override
        {
            blobs_.before_commit();
            group_->commit();
            blobs_.committed.push_back(puts_);
        }

    private:
        PickyBlobs& blobs_;
        std::unique_ptr<store::BlobGroup> group_;
        int puts_ = 0;
    };

    std::unique_ptr<store::Blobs> files_;
};

class GroupIntakeTest : public testing::Test {
protected:
    GroupIntakeTest()
    {
        (void)store::Keyring::create(data_.keys(), store::Archive::pass, random_, store::cheap_slot)
            .value();
        auto blobs = std::make_unique<PickyBlobs>(home_.path() / "objects");
        picky = blobs.get();
        store_ = std::make_unique<store::Store>(
            data_,
            store::Keyring::open(data_.keys(), store::Archive::pass, store::cheap_slot).value(),
            random_,
            std::move(blobs),
            store::cheap_options()
        );
        capture::HotFolderOptions at_once;
        at_once.quiet = 0ms;
        at_once.sweep_files = 100;
        folder_ = std::make_unique<capture::HotFolder>(*directory_, at_once);
    }

    /// A picture, larger by some bytes behind its end.
    void drop(std::uint32_t number, std::size_t more = 0, const std::string& before = {}) const
    {
        std::ofstream(station() / (before + std::to_string(number) + ".png"), std::ios::binary)
            << capture::png_outline(10, number) << std::string(more, 'x');
    }

    [[nodiscard]] GroupIntake take_all()
    {
        GroupIntake group(*store_, *folder_, "window-1", [this](const auto&, auto) { ++noted; });
        for (const auto& file : folder_->sweep(now).claimed)
            group.add(file, now);
        group.finish(now);
        return group;
    }

    [[nodiscard]] std::size_t kept() const
    {
        return store_->originals(store::whole_site, std::nullopt, "", 1000).items.size();
    }

    [[nodiscard]] std::ptrdiff_t claimed() const
    {
        return std::ranges::distance(fs::directory_iterator(station() / ".claimed"));
    }

    PickyBlobs* picky = nullptr;
    int noted = 0;
    store::Instant now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 25}};

private:
    [[nodiscard]] fs::path station() const { return home_.path() / "hot"; }

    store::TemporaryFolder home_;
    store::DataFolder data_{home_.path() / "data"};
    store::CountingRandom random_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<capture::Directory> directory_ = [&] {
        fs::create_directories(station());
        return capture::open_directory(station());
    }();
    std::unique_ptr<capture::HotFolder> folder_;
};

TEST_F(GroupIntakeTest, KeepsTheFilesOfASweepInOneCommit)
{
    for (std::uint32_t i = 1; i <= 20; ++i)
        drop(i);
    const auto group = take_all();
    EXPECT_EQ(picky->committed, std::vector<int>{20});
    EXPECT_EQ(group.settled(), 20U);
    EXPECT_EQ(group.trouble(), "");
    EXPECT_EQ(noted, 20);
    EXPECT_EQ(kept(), 20U);
    EXPECT_EQ(claimed(), 0);
}

TEST_F(GroupIntakeTest, HoldsAGroupOfSixtyFourFilesAtMost)
{
    for (std::uint32_t i = 1; i <= 70; ++i)
        drop(i);
    (void)take_all();
    EXPECT_EQ(picky->committed, (std::vector<int>{64, 6}));
}

TEST_F(GroupIntakeTest, HoldsThirtyTwoMebibytesAtMostGiveOrTakeAFile)
{
    // A sweep reads no more than that, but offers all that a life before had claimed.
    for (std::uint32_t i = 1; i <= 5; ++i)
        drop(i, std::size_t{12} << 20U, ".claimed/20261125T080000.000Z-0-");
    (void)take_all();
    EXPECT_EQ(picky->committed, (std::vector<int>{3, 2}));
}

TEST_F(GroupIntakeTest, LetsGoOfNoFileBeforeAllAreDurable)
{
    for (std::uint32_t i = 1; i <= 5; ++i)
        drop(i);
    std::ptrdiff_t there = 0;
    picky->before_commit = [&] { there = claimed(); };
    (void)take_all();
    EXPECT_EQ(there, 5);
    EXPECT_EQ(claimed(), 0);
}

TEST_F(GroupIntakeTest, KeepsTheOthersWhenOneFileCannotBeKept)
{
    for (std::uint32_t i = 1; i <= 5; ++i)
        drop(i, i == 3 ? 100'000 : 0);
    picky->too_large = 100'000;
    const auto group = take_all();
    EXPECT_EQ(kept(), 4U);
    EXPECT_EQ(group.settled(), 4U);
    EXPECT_EQ(claimed(), 1);
    EXPECT_FALSE(group.is_store_failing());

    picky->too_large *= 2;
    EXPECT_EQ(take_all().settled(), 1U) << "it is offered again";
    EXPECT_EQ(kept(), 5U);
    EXPECT_EQ(claimed(), 0);
}

TEST_F(GroupIntakeTest, GivesUpWhenThreeInARowCannotBeKept)
{
    for (std::uint32_t i = 1; i <= 9; ++i)
        drop(i, i >= 4 ? 100'000 : 0);
    picky->too_large = 100'000;
    const auto group = take_all();
    EXPECT_TRUE(group.is_store_failing());
    EXPECT_EQ(group.trouble(), "no room for this one");
    EXPECT_EQ(picky->refused, 4) << "once together, three times alone";
    EXPECT_EQ(kept(), 3U);
    EXPECT_EQ(claimed(), 6);
}

TEST_F(GroupIntakeTest, SaysThatTheArchiveFailsWhenItKeepsNotEvenTheOnlyFile)
{
    drop(1, 100'000);
    picky->too_large = 100'000;
    EXPECT_TRUE(take_all().is_store_failing());
    EXPECT_EQ(claimed(), 1);
}

} // namespace

} // namespace dossier::web
