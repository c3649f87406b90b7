#pragma once
// From the stations' hot folders into the archive: sweep, keep, let go. One thread watches all of
// them in turns; a folder that appears under DIR/hot is a station.

#include "capture/directory.h"
#include "capture/hot_folder.h"
#include "web/folder_hint.h"
#include "web/site.h"
#include "web/station_state.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

namespace dossier::web {

struct IntakeOptions {
    std::filesystem::path hot;
    std::filesystem::path archive; ///< where the store writes, for its room
    capture::HotFolderOptions hot_folder;
    std::int64_t disk_free_mib = 2048;
    std::chrono::milliseconds longest_back_off{30'000}; ///< between tries of a failing store
};

class Intake {
public:
    explicit Intake(IntakeOptions options);

    /// Sweeps every second, or sooner when the kernel hints at a change, until asked to stop.
    void run(const Site& site, const std::stop_token& stop);

    /// One turn over all stations; how long the next one may wait, unless something changes.
    std::chrono::milliseconds turn(const Site& site, const std::stop_token& stop = {});

    /// Why nothing is taken in: `sealed`, `disk_low`, `store_failing`, `folder_unreachable`,
    /// `stopping`; empty when all is well. All but the first and last end by themselves.
    [[nodiscard]] std::string state() const;

    /// By name. What waits is from each station's last sweep.
    [[nodiscard]] std::vector<StationState> stations() const;

    /// Whether the last sweep left nothing that is still to be taken.
    [[nodiscard]] bool is_drained() const { return drained_; }

    /// Takes no more; for an orderly end.
    void close() { set_state("stopping"); }

private:
    /// Which folder a station's name means now: another one may be mounted there or put in place.
    struct Identity {
        std::uint64_t device = 0;
        std::uint64_t inode = 0;
        bool operator==(const Identity&) const = default;
    };

    struct Station {
        Identity identity;
        std::unique_ptr<capture::Directory> directory;
        std::unique_ptr<capture::HotFolder> folder;
    };

    /// What one turn over all stations came to.
    struct Round {
        bool drained = true;
        bool goes_on = false;      ///< something was done and more is there: no reason to wait
        bool is_settling = false;  ///< something will be quiet soon
        std::string obstacle = {}; ///< `store_failing` or `folder_unreachable`
    };

    [[nodiscard]] std::string find_obstacle(const Site& site);
    [[nodiscard]] bool is_disk_low();
    [[nodiscard]] Round take_turns(const Site& site, const std::stop_token& stop);
    void find_stations();
    void open_station(const std::string& name, Identity identity);
    void sweep(
        const Site& site,
        const std::string& name,
        Station& station,
        const std::stop_token& stop,
        Round& round
    );
    [[nodiscard]] bool must_end(const std::stop_token& stop) const;
    void back_off(bool failed);
    void note_sweep(const Site& site, const std::string& name, capture::Sweep& found);
    void note_kept(
        const Site& site, const std::string& name, const store::Kept& kept, std::size_t bytes
    );
    void note_trouble(const std::string& name, const std::string& trouble);
    void set_state(std::string state);

    IntakeOptions options_;
    FolderHint hint_;
    std::map<std::string, Station> stations_;
    bool disk_low_ = false;
    std::chrono::milliseconds pause_{0}; ///< the current back-off, none while the store is well
    std::chrono::steady_clock::time_point retry_at_;
    mutable std::mutex mutex_;
    std::string state_ = "starting";            ///< guarded by mutex_
    std::map<std::string, StationState> shown_; ///< guarded by mutex_
    std::atomic<bool> drained_ = false;
};

} // namespace dossier::web
