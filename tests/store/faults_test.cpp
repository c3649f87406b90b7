// Sealed files that fail at the n-th call, and processes that die at any moment: what was
// acknowledged is there, what was not left nothing behind, and the archive is sound.

#include "store/error.h"
#include "store/files/local_blobs.h"
#include "tests/store/archive.h"
#include "tests/store/memory_disk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <set>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace dossier::store {
namespace {

/// A store whose sealed files lie on a bad disk.
class OnABadDisk {
public:
    OnABadDisk()
    {
        (void)Keyring::create(folder.keys(), Archive::pass, random, cheap_slot).value();
        open();
    }

    void open()
    {
        store.reset();
        store = std::make_unique<Store>(
            folder,
            Keyring::open(folder.keys(), Archive::pass, cheap_slot).value(),
            random,
            std::make_unique<LocalBlobs>(disk, "/objects"),
            cheap_options()
        );
    }

    /// The whole way of one file; whether each step was acknowledged.
    void run(bool& kept, bool& finished)
    {
        const auto content = bytes("a scan");
        (void)store->keep_original(
            {.intake_key = "k",
             .station = "desk",
             .source_name = "n",
             .media_type = "image/png",
             .bytes = content,
             .actor = system_actor()},
            now
        );
        kept = true;
        const auto job = store->claim_job("w", now).value();
        finished = store->finish_job(job, examined({a_card()}), now).has_value();
    }

    TemporaryFolder home;
    DataFolder folder{home.path() / "data"};
    CountingRandom random;
    MemoryDisk disk;
    Instant now{std::chrono::sys_days(std::chrono::year(2026) / 11 / 23)};
    std::unique_ptr<Store> store;
};

TEST(Faults, OfAnyDiskCallLoseNothingThatWasAcknowledged)
{
    for (int n = 1;; ++n) {
        OnABadDisk place;
        bool kept = false;
        bool finished = false;
        place.disk.fail_at(n);
        try {
            place.run(kept, finished);
        } catch (const Error&) {
            EXPECT_FALSE(finished) << n;
        }
        const bool went_through = finished;
        place.store.reset();
        place.disk.cut_power();

        place.open();
        EXPECT_TRUE(place.store->fsck().is_sound()) << "call " << n;
        EXPECT_EQ(place.store->counts(whole_site).committed, finished ? 1 : 0) << "call " << n;
        EXPECT_EQ(
            place.store->originals(whole_site, std::nullopt, "", 10).items.size(), kept ? 1U : 0U
        ) << n;

        // The same delivery again ends in the same place, and orphans can be swept away.
        place.now += std::chrono::minutes(1);
        if (!finished) {
            place.run(kept, finished);
        }
        EXPECT_EQ(place.store->counts(whole_site).committed, 1) << "call " << n;
        (void)place.store->collect_orphans(std::chrono::hours(0), place.now);
        const auto report = place.store->fsck();
        EXPECT_TRUE(report.is_sound()) << "call " << n;
        EXPECT_TRUE(report.orphans.empty()) << "call " << n;
        if (went_through) {
            EXPECT_GT(n, 14);
            break;
        }
    }
}

TEST(Faults, OfAnyDiskCallKeepAGroupWholeOrNotAtAll)
{
    const std::vector<Bytes> contents{bytes("one"), bytes("two"), bytes("three")};
    std::vector<Arrival> group;
    for (const auto& content : contents) {
        group.push_back(
            {.intake_key = "hot " + std::to_string(group.size()),
             .station = "desk",
             .source_name = "n",
             .media_type = "image/png",
             .bytes = content,
             .actor = system_actor()}
        );
    }
    bool acknowledged = false;
    int n = 0;
    while (!acknowledged) {
        OnABadDisk place;
        place.disk.fail_at(++n);
        try {
            acknowledged = place.store->keep_originals(group, place.now).size() == group.size();
        } catch (const Error&) {
            acknowledged = false;
        }
        place.store.reset();
        place.disk.cut_power();

        place.open();
        EXPECT_TRUE(place.store->fsck().is_sound()) << "call " << n;
        EXPECT_EQ(
            place.store->originals(whole_site, std::nullopt, "", 10).items.size(),
            acknowledged ? 3U : 0U
        ) << "call "
          << n;
        // Each by itself takes what the group could not, and what it did is known.
        for (const auto& arrival : group) {
            const auto as = place.store->keep_original(arrival, place.now).as;
            EXPECT_EQ(as, acknowledged ? KeptAs::replay : KeptAs::fresh) << "call " << n;
        }
    }
    EXPECT_GT(n, 14);
}

/// Keeps and commits without end, and says on `out` what was acknowledged.
[[noreturn]] void work_until_killed(const std::filesystem::path& path, int out, int round)
{
    const DataFolder folder(path);
    Store store(
        folder,
        Keyring::open(folder.keys(), Archive::pass, cheap_slot).value(),
        system_random(),
        cheap_options()
    );
    Instant now{std::chrono::hours(round)};
    for (int i = 0;; ++i) {
        now += std::chrono::milliseconds(1);
        const auto key = std::to_string(round) + "/" + std::to_string(i);
        const auto content = bytes(key);
        (void)store.keep_original(
            {.intake_key = key,
             .station = "desk",
             .source_name = key,
             .media_type = "image/png",
             .bytes = content,
             .actor = system_actor()},
            now
        );
        const auto line = key + "\n";
        if (write(out, line.data(), line.size()) < 0) {
            _exit(2);
        }
        while (const auto job = store.claim_job("w", now)) {
            (void)store.finish_job(*job, examined({a_card()}), now);
        }
    }
}

/// Starts a worker, kills it a while after its first acknowledgement; all of its acknowledgements.
std::string acknowledged_before_kill(const std::filesystem::path& path, int round)
{
    int ends[2];
    if (pipe(ends) != 0) {
        throw std::runtime_error("no pipe");
    }
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        work_until_killed(path, ends[1], round);
    }
    close(ends[1]);
    std::string lines(1, '\0');
    if (read(ends[0], lines.data(), 1) != 1) {
        lines.clear();
    }
    usleep(static_cast<useconds_t>(3'337 * (round % 7)));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    char buffer[4096];
    for (ssize_t got = 0; (got = read(ends[0], buffer, sizeof buffer)) > 0;) {
        lines.append(buffer, static_cast<std::size_t>(got));
    }
    close(ends[0]);
    return lines;
}

TEST(Faults, OfTheProcessLoseNothingAndDoubleNothing)
{
    constexpr int kills = 12;
    const TemporaryFolder home;
    const auto path = home.path() / "data";
    CountingRandom random;
    (void)Keyring::create(path / "keys", Archive::pass, random, cheap_slot).value();
    std::set<std::string> acknowledged;
    for (int round = 1; round <= kills; ++round) {
        std::istringstream lines(acknowledged_before_kill(path, round));
        for (std::string line; std::getline(lines, line);) {
            acknowledged.insert(line);
        }
    }
    EXPECT_GE(acknowledged.size(), static_cast<std::size_t>(kills));

    const DataFolder folder(path);
    Store store(
        folder,
        Keyring::open(folder.keys(), Archive::pass, cheap_slot).value(),
        random,
        cheap_options()
    );
    std::set<std::string> kept;
    const auto originals = store.originals(whole_site, std::nullopt, "", 1'000'000).items;
    for (const auto& original : originals) {
        kept.insert(original.source_name);
    }
    EXPECT_EQ(kept.size(), originals.size()) << "something was doubled";
    EXPECT_TRUE(std::ranges::includes(kept, acknowledged)) << "something was lost";
    const auto read = store.originals(whole_site, OriginalState::read, "", 1'000'000).items.size();
    EXPECT_EQ(store.counts(whole_site).committed, static_cast<std::int64_t>(read));
    EXPECT_TRUE(store.fsck().is_sound());
}

} // namespace
} // namespace dossier::store
