// A rotation of 100,000 data keys while files are kept and committed, by a process that is killed
// again and again: how many keys a second, and whether any is lost. The peer is SQLite updating the
// same rows with as many bytes, in portions of the same size, without any cryptography.
//
//   rotate_bench [KEYS] [KILLS]

#include "store/rows/vault.h"
#include "tests/store/archive.h"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <map>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace dossier::store {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr int portion = 500;

double seconds_since(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

Keyring open_keyring(const fs::path& data)
{
    return Keyring::open(data / "keys", Archive::pass, cheap_slot).value();
}

/// Owners and what a keyed hash of their keys is, so that each can be asked for at the end.
std::map<std::string, std::string> make_keys(const fs::path& data, int count)
{
    const auto keyring = open_keyring(data);
    const Vault vault(keyring.keys(), system_random());
    Database db(data / "dossier.db", Access::read_write);
    std::map<std::string, std::string> made;
    db.script("BEGIN IMMEDIATE");
    for (int i = 0; i < count; ++i) {
        const auto key = vault.new_data_key();
        const auto id = vault.new_id();
        vault.keep_data_key(db, "record", id, key);
        made.emplace(id, to_hex(sha256(key.bytes())));
    }
    db.script("COMMIT");
    return made;
}

/// What a child says: keys wrapped anew, and the seconds that took.
struct Progress {
    std::int64_t keys = 0;
    double seconds = 0.0;
    std::int64_t committed = 0;
    bool done = false;
};

void work(Store& store, std::atomic<bool>& end, std::atomic<std::int64_t>& committed)
{
    const Instant now{std::chrono::hours(1)};
    for (int i = 0; !end; ++i) {
        const auto key = std::to_string(getpid()) + "/" + std::to_string(i);
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
        while (const auto job = store.claim_job("w", now)) {
            (void)store.finish_job(*job, examined({a_card()}), now);
            ++committed;
        }
    }
}

[[noreturn]] void rotate(const fs::path& data, int out)
{
    const DataFolder folder(data);
    Store store(folder, open_keyring(data), system_random(), cheap_options());
    std::atomic<bool> end = false;
    std::atomic<std::int64_t> committed = 0;
    std::thread load([&] { work(store, end, committed); });
    const Instant now{std::chrono::hours(1)};
    for (Progress progress; !progress.done;) {
        const auto start = Clock::now();
        const auto some = store.rewrap(portion, now);
        progress = {some.keys, seconds_since(start), committed.exchange(0), some.done};
        if (write(out, &progress, sizeof progress) != sizeof progress) {
            _exit(2);
        }
    }
    end = true;
    load.join();
    _exit(0);
}

/// One child, killed after a while unless it ends before.
Progress run_child(const fs::path& data, int milliseconds)
{
    int ends[2];
    if (pipe(ends) != 0) {
        std::abort();
    }
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        rotate(data, ends[1]);
    }
    close(ends[1]);
    std::thread killer([=] {
        if (milliseconds > 0) {
            usleep(static_cast<useconds_t>(milliseconds) * 1'000);
            kill(child, SIGKILL);
        }
    });
    Progress all;
    Progress some;
    while (read(ends[0], &some, sizeof some) == sizeof some) {
        all.keys += some.keys;
        all.seconds += some.seconds;
        all.committed += some.committed;
        all.done = some.done;
    }
    killer.join();
    waitpid(child, nullptr, 0);
    close(ends[0]);
    return all;
}

/// The same rows, the same portions, nothing but SQLite.
double plain_updates_a_second(const fs::path& data, int keys)
{
    Database db(data / "dossier.db", Access::read_write);
    std::vector<std::string> ids;
    {
        Statement rows(db, "SELECT owner_id FROM data_key ORDER BY owner_id LIMIT $1", keys);
        while (rows.next()) {
            ids.push_back(rows.text(0));
        }
    }
    const auto start = Clock::now();
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (i % portion == 0) {
            db.script("BEGIN IMMEDIATE");
        }
        db.run("UPDATE data_key SET wrapped = wrapped WHERE owner_id = $1", ids[i]);
        if (i % portion == portion - 1 || i + 1 == ids.size()) {
            db.script("COMMIT");
        }
    }
    return static_cast<double>(ids.size()) / seconds_since(start);
}

std::int64_t unreadable(const fs::path& data, const std::map<std::string, std::string>& made)
{
    const auto keyring = open_keyring(data);
    const Vault vault(keyring.keys(), system_random());
    Database db(data / "dossier.db", Access::read_only);
    std::int64_t lost = 0;
    for (const auto& [id, digest] : made) {
        try {
            if (to_hex(sha256(vault.data_key(db, id).bytes())) != digest) {
                ++lost;
            }
        } catch (const Tampered&) {
            ++lost;
        }
    }
    return lost;
}

int run(int count, int kills)
{
    const TemporaryFolder home;
    const auto data = home.path() / "data";
    (void)Keyring::create(data / "keys", Archive::pass, system_random(), cheap_slot).value();
    {
        const DataFolder folder(data);
        Store store(folder, open_keyring(data), system_random(), cheap_options());
    }
    const auto made = make_keys(data, count);
    const auto peer = plain_updates_a_second(data, count);
    {
        const DataFolder folder(data);
        Store store(folder, open_keyring(data), system_random(), cheap_options());
        (void)store.rotate_data_key(system_actor(), Instant{});
    }
    Progress all;
    int killed = 0;
    for (; !all.done; ++killed) {
        // Early kills fall into the first portions, late ones anywhere.
        const auto some = run_child(data, killed < kills ? 150 + 97 * (killed % 5) : 0);
        all = {
            all.keys + some.keys,
            all.seconds + some.seconds,
            all.committed + some.committed,
            some.done};
    }
    const double rate = static_cast<double>(all.keys) / all.seconds;
    const auto lost = unreadable(data, made);
    fmt::print(
        "{} keys, {} kills: {:.0f} wrapped anew a second beside {:.0f} commits a second; SQLite "
        "alone updates {:.0f} rows a second (ratio {:.2f}); {} unreadable\n",
        count,
        killed - 1,
        rate,
        static_cast<double>(all.committed) / all.seconds,
        peer,
        rate / peer,
        lost
    );
    return lost == 0 ? 0 : 1;
}

} // namespace
} // namespace dossier::store

int main(int count, char** words)
{
    const int keys = count > 1 ? std::atoi(words[1]) : 100'000;
    const int kills = count > 2 ? std::atoi(words[2]) : 20;
    return dossier::store::run(keys, kills);
}
