// SQLite's own method on the whole of intake, with the real folder, the real sealed files and the
// real database: every call beneath them fails in turn, once or from then on, in a process that
// then dies. What was acknowledged is there, and a new start on a sound system takes everything
// exactly once. DOSSIER_CAMPAIGN=1 fails every call; otherwise every few, from a printed start.

#include "capture/folder/digest.h"
#include "capture/hot_folder.h"
#include "capture/sniff.h"
#include "store/error.h"
#include "tests/capture/bytes_of.h"
#include "tests/faults/bad_system.h"
#include "tests/store/archive.h"
#include "web/group_intake.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <random>
#include <set>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace dossier {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

const capture::Instant morning{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 9h};

std::string page(std::uint32_t number)
{
    return capture::png_outline(40, number);
}

std::string hash_of(const std::string& content)
{
    return capture::sha256_hex(capture::bytes_of(content));
}

/// Everything a life of the service leaves on the disk.
class Place {
public:
    Place() { fs::create_directories(station()); }

    [[nodiscard]] fs::path data() const { return folder_.path() / "data"; }

    [[nodiscard]] fs::path station() const { return folder_.path() / "hot"; }

    void drop(const std::string& name, const std::string& content) const
    {
        std::ofstream(station() / name, std::ios::binary) << content;
    }

    /// Two files of a batch, one by itself, one that a life before had claimed, and a bad one.
    void fill() const
    {
        fs::create_directories(station() / ".claimed");
        drop(
            "day.csv",
            "name,sha256\nb.png," + hash_of(page(2)) + "\nc.png," + hash_of(page(3)) + "\n"
        );
        drop("a.png", page(1));
        drop("b.png", page(2));
        drop("c.png", page(3));
        drop(".claimed/20261123T080000.000Z-0-d.png", page(4));
        drop("note.txt", "no document");
    }

private:
    store::TemporaryFolder folder_;
};

std::set<std::string> expected_hashes()
{
    return {hash_of(page(1)), hash_of(page(2)), hash_of(page(3)), hash_of(page(4))};
}

/// An archive with its schema, made once and copied for every life.
const fs::path& template_data()
{
    static const store::TemporaryFolder folder;
    static const fs::path data = [] {
        const fs::path path = folder.path() / "data";
        store::CountingRandom random;
        const store::DataFolder home(path);
        (void)store::Keyring::create(home.keys(), store::Archive::pass, random, store::cheap_slot)
            .value();
        const store::Store made(
            home,
            store::Keyring::open(home.keys(), store::Archive::pass, store::cheap_slot).value(),
            random,
            store::cheap_options()
        );
        return path;
    }();
    return data;
}

class Service {
public:
    explicit Service(const Place& place)
        : station_(place.station()),
          home_(place.data()),
          store_(
              home_,
              store::Keyring::open(home_.keys(), store::Archive::pass, store::cheap_slot).value(),
              store::system_random(),
              store::cheap_options()
          ),
          directory_(capture::open_directory(station_)),
          folder_(std::make_unique<capture::HotFolder>(*directory_))
    {}

    /// As the watcher does where a folder failed.
    void reopen_folder()
    {
        directory_ = capture::open_directory(station_);
        folder_ = std::make_unique<capture::HotFolder>(*directory_);
    }

    /// One look at the folder; says on `out` what was kept before it lets go of it.
    void sweep(capture::Instant now, int out)
    {
        web::GroupIntake
            group(store_, *folder_, "station", [&](const store::Kept& kept, std::size_t /*bytes*/) {
                if (kept.as == store::KeptAs::repeat) repeats_ = true;
                const std::string line = kept.id.text + "\n";
                if (out >= 0 && ::write(out, line.data(), line.size()) < 0) ::_exit(2);
            });
        for (const capture::Claimed& file : folder_->sweep(now).claimed)
            group.add(file, now);
        group.finish(now);
    }

    store::Store& store() { return store_; }

    [[nodiscard]] bool has_repeats() const { return repeats_; }

private:
    fs::path station_;
    store::DataFolder home_;
    store::Store store_;
    std::unique_ptr<capture::Directory> directory_;
    std::unique_ptr<capture::HotFolder> folder_;
    bool repeats_ = false;
};

struct Life {
    std::set<std::string> acknowledged;
    long calls = 0;
};

/// A process that takes in what it can while the system fails by plan, and dies without an end.
[[noreturn]] void live(const Place& place, const faults::Plan& plan, int day, int out)
{
    faults::arm(plan);
    for (int attempt = 0; attempt < 3; ++attempt) {
        try {
            Service service(place);
            for (int step = 0; step < 4; ++step)
                service.sweep(morning + day * 24h + attempt * 1h + step * 3s, out);
            break;
        } catch (const std::exception&) {
            continue; // the watcher opens the folder again, a person starts the service again
        }
    }
    const std::string last = "calls " + std::to_string(faults::disarm()) + "\n";
    ::_exit(::write(out, last.data(), last.size()) > 0 ? 0 : 2);
}

/// What a process said until it ended; closes `in`.
Life read_life(int in)
{
    std::string said;
    std::array<char, 4096> buffer{};
    for (ssize_t got = 0; (got = ::read(in, buffer.data(), buffer.size())) > 0;)
        said.append(buffer.data(), static_cast<std::size_t>(got));
    ::close(in);
    Life life;
    std::istringstream lines(said);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("calls "))
            life.calls = std::stol(line.substr(6));
        else
            life.acknowledged.insert(line);
    }
    return life;
}

Life live_and_die(const Place& place, const faults::Plan& plan, int day)
{
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    const pid_t child = ::fork();
    if (child == 0) live(place, plan, day, ends[1]);
    ::close(ends[1]);
    Life life = read_life(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
    return life;
}

bool has_no_files(const fs::path& folder)
{
    return std::ranges::none_of(fs::directory_iterator(folder), [](const auto& entry) {
        return entry.is_regular_file();
    });
}

/// On a sound system a service ends with everything in its place, exactly once.
void expect_all_taken(
    Service& service, const Place& place, const std::set<std::string>& acknowledged
)
{
    std::set<std::string> kept;
    for (const auto& original :
         service.store().originals(store::whole_site, std::nullopt, "", 100).items)
        kept.insert(original.id.text);
    EXPECT_TRUE(std::ranges::includes(kept, acknowledged)) << "acknowledged and lost";
    for (int step = 0; step < 6; ++step)
        service.sweep(morning + 30 * 24h + step * 3s, -1);
    const auto originals =
        service.store().originals(store::whole_site, std::nullopt, "", 100).items;
    kept.clear();
    for (const auto& original : originals)
        kept.insert(original.sha256);
    EXPECT_EQ(kept, expected_hashes());
    EXPECT_EQ(originals.size(), 4) << "doubled";
    EXPECT_FALSE(service.has_repeats());
    EXPECT_TRUE(has_no_files(place.station()));
    EXPECT_TRUE(has_no_files(place.station() / ".claimed"));
    EXPECT_TRUE(fs::exists(place.station() / "rejected" / "note.txt"));
    EXPECT_TRUE(fs::exists(place.station() / "rejected" / "note.txt.reason.txt"));
    EXPECT_TRUE(service.store().fsck().is_sound());
}

/// A new start does.
void expect_recovery(const Place& place, const std::set<std::string>& acknowledged)
{
    Service service(place);
    expect_all_taken(service, place, acknowledged);
}

/// Takes in what it can while writing fails by plan, then on the sound system, without a restart.
/// Returns how many writes were counted.
long live_on(const Place& place, const faults::Plan& plan)
{
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw std::runtime_error("no pipe");
    Service service(place);
    faults::arm(plan);
    for (int step = 0; step < 4; ++step) {
        try {
            service.sweep(morning + step * 3s, ends[1]);
        } catch (const capture::FolderError&) {
            service.reopen_folder();
        }
    }
    const long writes = faults::disarm();
    ::close(ends[1]);
    expect_all_taken(service, place, read_life(ends[0]).acknowledged);
    return writes;
}

bool is_campaign()
{
    const char* const set = std::getenv("DOSSIER_CAMPAIGN"); // NOLINT(concurrency-mt-unsafe)
    return set != nullptr && std::string_view(set) == "1";
}

class IntakeFaults : public ::testing::TestWithParam<std::tuple<int, bool>> {};

TEST_P(IntakeFaults, NeverLoseWhatWasAcknowledgedAndTakeTheRestOnce)
{
    const auto [error, from_then_on] = GetParam();
    const long stride = is_campaign() ? 1 : 19;
    const long start = is_campaign() ? 1 : 1 + static_cast<long>(std::random_device{}() % 19);
    long lives = 0;
    for (long n = start;; n += stride) {
        SCOPED_TRACE("call " + std::to_string(n) + ", from call " + std::to_string(start));
        const Place place;
        fs::copy(template_data(), place.data(), fs::copy_options::recursive);
        place.fill();
        const Life life =
            live_and_die(place, {.nth = n, .error = error, .from_then_on = from_then_on}, 0);
        expect_recovery(place, life.acknowledged);
        ++lives;
        if (life.calls < n || ::testing::Test::HasFailure()) break;
    }
    RecordProperty("lives", static_cast<int>(lives));
}

INSTANTIATE_TEST_SUITE_P(
    Calls,
    IntakeFaults,
    ::testing::Combine(::testing::Values(EIO, ENOSPC, 0), ::testing::Bool()),
    [](const auto& kind) {
        const int error = std::get<0>(kind.param);
        const std::string name = error == 0 ? "ShortWrite" : error == EIO ? "Eio" : "Enospc";
        return name + (std::get<1>(kind.param) ? "FromThenOn" : "Once");
    }
);

class WriteFaultsThatEnd : public ::testing::TestWithParam<int> {};

TEST_P(WriteFaultsThatEnd, AreOverWithoutARestart)
{
    const long stride = is_campaign() ? 1 : 7;
    const long start = is_campaign() ? 1 : 1 + static_cast<long>(std::random_device{}() % 7);
    long lives = 0;
    for (long n = start;; n += stride, ++lives) {
        SCOPED_TRACE("write " + std::to_string(n) + ", from write " + std::to_string(start));
        const Place place;
        fs::copy(template_data(), place.data(), fs::copy_options::recursive);
        place.fill();
        const faults::Plan plan{
            .nth = n, .error = GetParam(), .from_then_on = true, .writes_only = true};
        if (live_on(place, plan) < n || ::testing::Test::HasFailure()) break;
    }
    EXPECT_GT(lives, 2) << "so few writes cannot be all";
}

INSTANTIATE_TEST_SUITE_P(
    Calls,
    WriteFaultsThatEnd,
    ::testing::Values(0, ENOSPC, EDQUOT),
    [](const auto& kind) {
        return kind.param == 0 ? "ShortWrite" : kind.param == ENOSPC ? "FullDisk" : "UsedUpQuota";
    }
);

TEST(IntakeFaultsInRecovery, AreForgivenToo)
{
    const long stride = is_campaign() ? 5 : 43;
    std::mt19937 dice{std::random_device{}()};
    for (long n = 1 + static_cast<long>(dice() % 43);; n += stride) {
        const Place place;
        fs::copy(template_data(), place.data(), fs::copy_options::recursive);
        place.fill();
        const bool full = dice() % 2 == 0;
        Life life = live_and_die(place, {.nth = n, .error = EIO, .from_then_on = true}, 0);
        const long again = 1 + static_cast<long>(dice() % 150);
        SCOPED_TRACE("call " + std::to_string(n) + ", then call " + std::to_string(again));
        const Life second = live_and_die(
            place, {.nth = again, .error = full ? ENOSPC : EIO, .from_then_on = full}, 1
        );
        life.acknowledged.insert(second.acknowledged.begin(), second.acknowledged.end());
        expect_recovery(place, life.acknowledged);
        if (life.calls < n || ::testing::Test::HasFailure()) break;
    }
}

} // namespace

} // namespace dossier
