#include "web/intake.h"

#include "web/clock.h"
#include "web/disk_room.h"
#include "web/group_intake.h"
#include "web/log.h"
#include "web/station.h"

#include <algorithm>
#include <sys/stat.h>
#include <utility>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr std::size_t most_shown = 200;

/// The archive could not keep a file: not the file's fault, nor its station's.
class StoreFailing : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

void log_batch(const std::string& station, const capture::BatchNote& batch)
{
    using What = capture::BatchNote::What;
    switch (batch.what) {
    case What::claimed:
        log(Level::info, "batch_claimed", {{"station", station}, {"files", batch.files}});
        return;
    case What::finished:
        log(Level::info, "batch_taken", {{"station", station}, {"files", batch.files}});
        return;
    case What::rejected:
        log(Level::warning,
            "batch_rejected",
            {{"station", station}, {"files", batch.files}, {"code", batch.code}});
        return;
    }
}

} // namespace

std::string_view word(capture::WaitingFor reason)
{
    switch (reason) {
    case capture::WaitingFor::settling: return "settling";
    case capture::WaitingFor::incomplete: return "incomplete";
    case capture::WaitingFor::busy: return "busy";
    case capture::WaitingFor::batch: return "batch";
    case capture::WaitingFor::queued: return "queued";
    }
    return "";
}

Intake::Intake(IntakeOptions options) : options_(std::move(options))
{
    fs::create_directories(options_.hot);
}

std::string Intake::state() const
{
    const std::lock_guard lock{mutex_};
    return state_;
}

std::vector<StationState> Intake::stations() const
{
    const std::lock_guard lock{mutex_};
    std::vector<StationState> all;
    for (const auto& [name, state] : shown_)
        all.push_back(state);
    return all;
}

void Intake::set_state(std::string state)
{
    const std::lock_guard lock{mutex_};
    if (state_ == state || state_ == "stopping") return;
    if (state.empty())
        log(Level::info, "intake_open");
    else
        log(Level::warning, "intake_paused", {{"reason", state}});
    state_ = std::move(state);
}

bool Intake::must_end(const std::stop_token& stop) const
{
    return stop.stop_requested() || state() == "stopping";
}

bool Intake::is_disk_low()
{
    const auto hot = disk_room(options_.hot);
    const auto archive = disk_room(options_.archive);
    // An eighth more to resume: a disk at the mark must not flutter.
    const auto needed =
        disk_low_ ? options_.disk_free_mib + options_.disk_free_mib / 8 : options_.disk_free_mib;
    disk_low_ = std::min(hot.mib, archive.mib) < needed || !hot.has_entries || !archive.has_entries;
    return disk_low_;
}

std::string Intake::find_obstacle(const Site& site)
{
    if (site.vault.find_store() == nullptr) return "sealed";
    if (is_disk_low()) return "disk_low";
    const bool is_pausing = pause_ > 0ms && std::chrono::steady_clock::now() < retry_at_;
    return is_pausing ? "store_failing" : "";
}

void Intake::back_off(bool failed)
{
    const auto shortest = std::min<std::chrono::milliseconds>(1s, options_.longest_back_off);
    pause_ = failed ? std::clamp(pause_ * 2, shortest, options_.longest_back_off) : 0ms;
    retry_at_ = std::chrono::steady_clock::now() + pause_;
}

void Intake::open_station(const std::string& name, Identity identity)
{
    try {
        Station station;
        station.identity = identity;
        station.directory = capture::open_directory(options_.hot / name);
        station.folder =
            std::make_unique<capture::HotFolder>(*station.directory, options_.hot_folder);
        stations_.insert_or_assign(name, std::move(station));
        const std::lock_guard lock{mutex_};
        const auto [shown, is_new] = shown_.try_emplace(name);
        shown->second.station = name;
        if (is_new) log(Level::info, "station_found", {{"station", name}});
    } catch (const capture::FolderError& error) {
        stations_.erase(name);
        note_trouble(name, error.what());
    }
}

void Intake::find_stations()
{
    std::map<std::string, Identity> present;
    for (const auto& entry : fs::directory_iterator(options_.hot)) {
        const auto name = entry.path().filename().string();

        struct stat status {};

        if (!is_station_name(name) || ::lstat(entry.path().c_str(), &status) != 0 ||
            !S_ISDIR(status.st_mode))
            continue;
        present[name] = {.device = status.st_dev, .inode = status.st_ino};
    }
    std::erase_if(stations_, [&](const auto& entry) { return !present.contains(entry.first); });
    for (const auto& [name, identity] : present) {
        const auto known = stations_.find(name);
        if (known == stations_.end() || known->second.identity != identity)
            open_station(name, identity);
    }
    const std::lock_guard lock{mutex_};
    std::erase_if(shown_, [&](const auto& entry) { return !present.contains(entry.first); });
}

void Intake::sweep(
    const Site& site,
    const std::string& name,
    Station& station,
    const std::stop_token& stop,
    Round& round
)
{
    auto found = station.folder->sweep(now());
    round.drained = round.drained && found.waiting.empty() && !found.has_more;
    round.is_settling =
        round.is_settling || std::ranges::any_of(found.waiting, [](const capture::Waiting& file) {
            return file.reason == capture::WaitingFor::settling;
        });
    note_sweep(site, name, found);
    GroupIntake group(
        *site.vault.find_store(),
        *station.folder,
        name,
        [&](const store::Kept& kept, std::size_t bytes) { note_kept(site, name, kept, bytes); }
    );
    for (const auto& file : found.claimed) {
        if (must_end(stop)) break;
        group.add(file, now());
    }
    if (!must_end(stop)) group.finish(now());
    note_trouble(name, group.trouble().empty() ? found.trouble : group.trouble());
    if (group.is_store_failing()) throw StoreFailing(group.trouble());
    round.drained = round.drained && group.settled() == found.claimed.size();
    const bool got_on = group.settled() > 0 || !found.rejected.empty();
    round.goes_on = round.goes_on || (found.has_more && got_on);
}

Intake::Round Intake::take_turns(const Site& site, const std::stop_token& stop)
{
    Round round;
    try {
        hint_.watch(options_.hot);
        find_stations();
    } catch (const fs::filesystem_error&) {
        return {.drained = false, .obstacle = "folder_unreachable"};
    }
    for (auto it = stations_.begin(); it != stations_.end();) {
        auto& [name, station] = *it;
        hint_.watch(options_.hot / name);
        // What fails here is tried again at the next sweep; nothing has been let go of.
        try {
            sweep(site, name, station, stop, round);
            ++it;
        } catch (const StoreFailing& error) {
            log(Level::error, "store_failing", {{"reason", error.what()}});
            return {.drained = false, .obstacle = "store_failing"};
        } catch (const std::exception& error) {
            // Opened afresh next time: a share that came back is another folder.
            note_trouble(name, error.what());
            round.drained = false;
            it = stations_.erase(it);
        }
    }
    return round;
}

std::chrono::milliseconds Intake::turn(const Site& site, const std::stop_token& stop)
{
    Round round{.drained = false, .obstacle = find_obstacle(site)};
    if (round.obstacle.empty()) {
        round = take_turns(site, stop);
        back_off(round.obstacle == "store_failing");
    }
    set_state(round.obstacle);
    drained_ = round.drained;
    if (round.goes_on) return 0ms;
    return round.is_settling ? std::min<std::chrono::milliseconds>(options_.hot_folder.quiet, 1s)
                             : 1s;
}

void Intake::run(const Site& site, const std::stop_token& stop)
{
    while (!must_end(stop))
        if (const auto pause = turn(site, stop); pause > 0ms) hint_.wait(pause);
}

void Intake::note_sweep(const Site& site, const std::string& name, capture::Sweep& found)
{
    for (const auto& rejected : found.rejected) {
        site.metrics.count_rejected();
        log(Level::warning, "file_rejected", {{"station", name}, {"code", rejected.refusal.code}});
    }
    for (const auto& batch : found.batches)
        log_batch(name, batch);
    const auto count = found.waiting.size();
    std::ranges::stable_sort(found.waiting, {}, &capture::Waiting::since);
    if (count > most_shown) found.waiting.resize(most_shown);
    const std::lock_guard lock{mutex_};
    StationState& shown = shown_[name];
    shown.station = name;
    shown.waiting = std::move(found.waiting);
    shown.waiting_count = count;
    shown.rejected += found.rejected.size();
}

void Intake::note_kept(
    const Site& site, const std::string& name, const store::Kept& kept, std::size_t bytes
)
{
    if (kept.as == store::KeptAs::fresh) {
        site.metrics.count_kept();
        site.work_arrived();
    }
    log(Level::info,
        kept.as == store::KeptAs::repeat ? "original_repeated" : "original_kept",
        {{"original", kept.id.text}, {"station", name}, {"bytes", bytes}});
    const std::lock_guard lock{mutex_};
    StationState& shown = shown_[name];
    shown.last_taken = now();
    ++shown.taken;
}

void Intake::note_trouble(const std::string& name, const std::string& trouble)
{
    const std::lock_guard lock{mutex_};
    StationState& shown = shown_[name];
    shown.station = name;
    if (trouble != shown.trouble && !trouble.empty())
        log(Level::error, "sweep_failed", {{"station", name}, {"reason", trouble}});
    shown.trouble = trouble;
}

} // namespace dossier::web
