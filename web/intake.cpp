#include "web/intake.h"

#include "capture/sniff.h"
#include "capture/utf8.h"
#include "web/clock.h"
#include "web/disk_room.h"
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
constexpr int most_failures = 3;

/// The archive could not keep a file: not the file's fault, nor its station's.
class StoreFailing : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The one place where a batch is handed on to the archive.
store::BatchRef batch_of(const std::string& station, const capture::BatchRef& batch)
{
    return {
        .key = "hot " + station + "/" + batch.key,
        .announced = {
            .name = batch.facts.name,
            .sheets = batch.facts.sheets.value_or(0),
            .sides = batch.facts.sides.value_or(1),
            .separators = -1,
            .files = static_cast<int>(batch.files),
            .type = batch.facts.type}};
}

store::Arrival arrival_of(
    const std::string& station,
    const capture::Claimed& file,
    capture::MediaKind kind,
    std::span<const std::byte> bytes
)
{
    store::Arrival arrival{
        .intake_key = "hot " + station + "/" + file.name,
        .station = station,
        .source_name = capture::to_utf8(file.source_name),
        .media_type = std::string{capture::media_type(kind)},
        .bytes = bytes,
        .actor = store::system_actor()};
    if (file.batch) arrival.batch = batch_of(station, *file.batch);
    return arrival;
}

store::Kept keep_in(store::Store& store, const store::Arrival& arrival)
{
    try {
        return store.keep_original(arrival, now());
    } catch (const std::exception& error) {
        throw StoreFailing(error.what());
    }
}

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

bool Intake::keep(
    const Site& site, const std::string& name, Station& station, const capture::Claimed& file
)
{
    const auto bytes = station.folder->read(file);
    if (!bytes) return false;
    const auto kind = capture::find_kind(*bytes);
    if (!kind) {
        station.folder->reject(
            file, {.code = "not_a_document", .message = "This is no picture and no PDF."}
        );
        return true;
    }
    const auto kept = keep_in(*site.vault.find_store(), arrival_of(name, file, *kind, *bytes));
    station.folder->release(file);
    note_taken(name);
    if (kept.as == store::KeptAs::fresh) {
        site.metrics.count_kept();
        site.work_arrived();
    }
    log(Level::info,
        kept.as == store::KeptAs::repeat ? "original_repeated" : "original_kept",
        {{"original", kept.id.text}, {"station", name}, {"bytes", bytes->size()}});
    return true;
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
    std::string trouble = found.trouble;
    note_sweep(site, name, found);
    std::size_t kept = 0;
    int failures = 0; // of the store, in a row
    for (const auto& file : found.claimed) {
        if (stop.stop_requested() || state() == "stopping") break;
        // One file that cannot be read, kept or let go of is tried again; it is not in the others'
        // way. When the archive keeps none of several, it is not the files.
        try {
            kept += keep(site, name, station, file) ? 1U : 0U;
            failures = 0;
        } catch (const capture::FolderError& error) {
            trouble = error.what();
        } catch (const StoreFailing& error) {
            trouble = error.what();
            if (++failures == most_failures) break;
        }
    }
    note_trouble(name, trouble);
    if (failures > 0 && (kept == 0 || failures == most_failures)) throw StoreFailing(trouble);
    round.drained = round.drained && kept == found.claimed.size();
    round.goes_on = round.goes_on || (found.has_more && (kept > 0 || !found.rejected.empty()));
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
    while (!stop.stop_requested() && state() != "stopping")
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

void Intake::note_taken(const std::string& name)
{
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
