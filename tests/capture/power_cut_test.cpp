// The power is cut after every call that the hot folder makes, and each time with every number of
// unsynced changes surviving: nothing is lost, nothing is taken twice, no batch is torn apart.

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

/// What an archive makes durable before a file is let go of: a delivery's key and its bytes.
using Archive = std::map<std::string, std::vector<std::byte>>;

void drop_all(MemoryDirectory& disk)
{
    disk.drop(
        "day.csv",
        "name,sha256\na.png," + sha256_hex(bytes_of(page(1))) + "\nb.png," +
            sha256_hex(bytes_of(page(2))) + "\n"
    );
    disk.drop("a.png", page(1));
    disk.drop("b.png", page(2));
    disk.drop("c.png", page(3));
    disk.drop("note.txt", "no document");
    disk.put(Place::claimed, "20261123T080000.000Z-0-old.png", page(4));
}

/// False when the power went.
bool live(MemoryDirectory& disk, Archive& archive, Instant begin)
{
    try {
        HotFolder folder{disk};
        for (int step = 0; step < 5; ++step)
            for (const Claimed& file : folder.sweep(begin + step * 3s).claimed) {
                auto bytes = folder.read(file);
                if (!bytes) continue;
                const bool is_of_batch = *bytes == bytes_of(page(1)) || *bytes == bytes_of(page(2));
                EXPECT_EQ(file.batch.has_value(), is_of_batch) << file.name;
                archive[file.name] = *std::move(bytes);
                folder.release(file);
            }
    } catch (const FolderError&) {
        return false;
    }
    return true;
}

/// One life that ends at call n; how many changes were not synced then, or nothing when it lived.
std::optional<std::size_t> lose_power(int call, std::size_t survivors)
{
    MemoryDirectory disk;
    Archive archive;
    drop_all(disk);
    disk.fail_from(call);
    const bool lived = live(disk, archive, morning);
    const std::size_t unsynced = disk.unsynced();
    disk.cut_power(std::min(survivors, unsynced));

    EXPECT_TRUE(live(disk, archive, morning + 1h));
    std::set<std::vector<std::byte>> contents;
    for (const auto& [key, bytes] : archive)
        contents.insert(bytes);
    EXPECT_EQ(contents.size(), 4) << "lost";
    EXPECT_EQ(archive.size(), 4) << "taken twice";
    EXPECT_TRUE(disk.names(Place::inbox).empty());
    EXPECT_TRUE(disk.names(Place::claimed).empty());
    EXPECT_EQ(
        disk.names(Place::rejected), (std::set<std::string>{"note.txt", "note.txt.reason.txt"})
    );
    return lived ? std::nullopt : std::optional(unsynced);
}

TEST(PowerCut, AfterAnyCallLosesAndDoublesNothing)
{
    std::size_t most = 0;
    for (int call = 1;; ++call) {
        const auto unsynced = lose_power(call, 0);
        if (!unsynced) break;
        most = std::max(most, *unsynced);
        for (std::size_t survivors = 1; survivors <= *unsynced; ++survivors) {
            SCOPED_TRACE(testing::Message() << "call " << call << ", " << survivors << " survive");
            (void)lose_power(call, survivors);
        }
        ASSERT_FALSE(HasFailure()) << "call " << call << ", none survives";
        ASSERT_LT(call, 1000);
    }
    EXPECT_GE(most, 3);
}

} // namespace

} // namespace dossier::capture
