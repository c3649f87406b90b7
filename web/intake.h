#pragma once
// From the stations' hot folders into the archive: sweep, keep, let go. One thread watches all of
// them; a folder that appears under DIR/hot is a station.

#include "capture/directory.h"
#include "capture/hot_folder.h"
#include "web/site.h"

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>

namespace dossier::web {

struct IntakeOptions {
    std::filesystem::path hot;
    capture::HotFolderOptions hot_folder;
    std::int64_t disk_free_mib = 2048;
};

class Intake {
public:
    explicit Intake(IntakeOptions options);

    /// Sweeps every second, or sooner when the kernel hints at a change, until asked to stop.
    void run(const Site& site, const std::stop_token& stop);

    /// Why nothing is taken in: `sealed`, `disk_low`, `stopping`; empty when all is well.
    [[nodiscard]] std::string state() const;

    /// Whether the last sweep left nothing that is still to be taken.
    [[nodiscard]] bool is_drained() const { return drained_; }

    /// Takes no more; for an orderly end.
    void close() { set_state("stopping"); }

private:
    struct Station {
        std::unique_ptr<capture::Directory> directory;
        std::unique_ptr<capture::HotFolder> folder;
        std::string trouble; ///< what was last logged about it
    };

    [[nodiscard]] std::string find_obstacle(const Site& site);
    [[nodiscard]] std::map<std::string, Station>& present_stations();
    [[nodiscard]] bool sweep(const Site& site, const std::string& name, Station& station);
    [[nodiscard]] bool
    keep(const Site& site, const std::string& name, Station& station, const capture::Claimed& file);
    void set_state(std::string state);

    IntakeOptions options_;
    std::map<std::string, Station> stations_;
    bool disk_low_ = false;
    mutable std::mutex mutex_;
    std::string state_ = "starting"; ///< guarded by mutex_
    std::atomic<bool> drained_ = false;
};

} // namespace dossier::web
