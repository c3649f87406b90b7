#include "web/intake.h"

#include "capture/sniff.h"
#include "web/clock.h"
#include "web/folder_hint.h"
#include "web/log.h"
#include "web/station.h"
#include "web/utf8.h"

#include <chrono>
#include <sys/statvfs.h>
#include <utility>

namespace dossier::web {

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// Free space and free file entries; a file system that cannot say has enough.
struct DiskRoom {
    std::int64_t mib = 0;
    bool has_entries = true;
};

DiskRoom disk_room(const fs::path& at)
{
    struct statvfs room {};

    if (::statvfs(at.c_str(), &room) != 0) return {.mib = INT64_MAX, .has_entries = true};
    return {
        .mib =
            static_cast<std::int64_t>(room.f_bavail) * static_cast<std::int64_t>(room.f_frsize) >>
            20,
        .has_entries = room.f_files == 0 || room.f_favail > 1000};
}

} // namespace

Intake::Intake(IntakeOptions options) : options_(std::move(options))
{
    fs::create_directories(options_.hot);
}

std::string Intake::state() const
{
    const std::lock_guard lock{mutex_};
    return state_;
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

std::string Intake::find_obstacle(const Site& site)
{
    if (site.vault.find_store() == nullptr) return "sealed";
    const auto room = disk_room(options_.hot);
    // An eighth more to resume: a disk at the mark must not flutter.
    const auto needed =
        disk_low_ ? options_.disk_free_mib + options_.disk_free_mib / 8 : options_.disk_free_mib;
    disk_low_ = room.mib < needed || !room.has_entries;
    return disk_low_ ? "disk_low" : "";
}

std::map<std::string, Intake::Station>& Intake::present_stations()
{
    std::erase_if(stations_, [&](const auto& entry) {
        return !fs::is_directory(options_.hot / entry.first);
    });
    for (const auto& entry : fs::directory_iterator(options_.hot)) {
        const auto name = entry.path().filename().string();
        if (entry.is_symlink() || !entry.is_directory() || !is_station_name(name) ||
            stations_.contains(name))
            continue;
        Station station;
        station.directory = capture::open_directory(entry.path());
        station.folder =
            std::make_unique<capture::HotFolder>(*station.directory, options_.hot_folder);
        stations_.emplace(name, std::move(station));
        log(Level::info, "station_found", {{"station", name}});
    }
    return stations_;
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
    const auto kept = site.vault.find_store()->keep_original(
        {.intake_key = "hot " + name + "/" + file.name,
         .station = name,
         .source_name = to_utf8(file.source_name),
         .media_type = std::string{capture::media_type(*kind)},
         .bytes = *bytes,
         .actor = store::system_actor()},
        now()
    );
    station.folder->release(file);
    if (kept.as == store::KeptAs::fresh) {
        site.metrics.count_kept();
        site.work_arrived();
    }
    log(Level::info,
        kept.as == store::KeptAs::repeat ? "original_repeated" : "original_kept",
        {{"original", kept.id.text}, {"station", name}, {"bytes", bytes->size()}});
    return true;
}

bool Intake::sweep(const Site& site, const std::string& name, Station& station)
{
    const auto found = station.folder->sweep(now());
    for (const auto& rejected : found.rejected) {
        site.metrics.count_rejected();
        log(Level::warning, "file_rejected", {{"station", name}, {"code", rejected.refusal.code}});
    }
    bool drained = found.waiting.empty();
    for (const auto& file : found.claimed)
        drained = keep(site, name, station, file) && drained;
    return drained;
}

void Intake::run(const Site& site, const std::stop_token& stop)
{
    FolderHint hint;
    while (!stop.stop_requested() && state() != "stopping") {
        set_state(find_obstacle(site));
        bool drained = false;
        if (state().empty()) {
            drained = true;
            hint.watch(options_.hot);
            for (auto& [name, station] : present_stations()) {
                hint.watch(options_.hot / name);
                // What fails here is tried again at the next sweep; nothing has been let go of.
                std::string trouble;
                try {
                    drained = sweep(site, name, station) && drained;
                } catch (const std::exception& error) {
                    trouble = error.what();
                    drained = false;
                }
                if (trouble != station.trouble && !trouble.empty())
                    log(Level::error, "sweep_failed", {{"station", name}, {"reason", trouble}});
                station.trouble = trouble;
            }
        }
        drained_ = drained;
        hint.wait(1s);
    }
}

} // namespace dossier::web
