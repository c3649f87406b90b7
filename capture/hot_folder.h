#pragma once
// One station's hot folder as a pure step: `sweep(now)` looks, moves what is whole into `.claimed/`
// and what can never be a document into `rejected/`, and says what is there. The scan is the
// truth: nothing is remembered that a restart could lose. At every moment a dropped file is in the
// folder, in `.claimed/`, in `rejected/`, or in the store.
//
//     for (const Claimed& file : folder.sweep(now).claimed)
//         if (auto bytes = folder.read(file)) { store.keep_original(*bytes, …);
//         folder.release(file); }

#include "capture/directory.h"
#include "capture/facts.h"
#include "capture/limits.h"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace dossier::capture {

/// A file in `.claimed/`: `name` there (unique for ever within the station, so it serves as an
/// idempotency key), `source_name` as it was dropped.
struct Claimed {
    std::string name;
    std::string source_name;
    FileStat stat;
};

/// A file that now lies in `rejected/` as `name`, beside `<name>.reason.txt`.
struct Rejected {
    std::string name;
    std::string source_name;
    Refusal refusal;
};

/// `settling`: it changed a moment ago. `incomplete`: quiet, but its end is missing. `busy`: still
/// open in the program that writes it, or not readable yet.
enum class WaitingFor { settling, incomplete, busy };

struct Waiting {
    std::string source_name;
    WaitingFor reason = WaitingFor::settling;
    Instant since;
};

struct Sweep {
    std::vector<Claimed> claimed; ///< everything in `.claimed/`, also from before a crash; take all
    std::vector<Rejected> rejected; ///< what this sweep rejected
    std::vector<Waiting> waiting;
};

struct HotFolderOptions {
    std::chrono::milliseconds quiet{2'000};    ///< unchanged this long before it is looked into
    std::chrono::milliseconds give_up{60'000}; ///< quiet and still incomplete this long: rejected
    Limits limits;
};

class HotFolder {
public:
    explicit HotFolder(Directory& directory, HotFolderOptions options = {});

    /// Throws FolderError when the folder itself fails; the next sweep starts over, nothing is
    /// lost.
    [[nodiscard]] Sweep sweep(Instant now);

    /// The bytes, or nothing when the file changed under our eyes: it is then back in the folder
    /// and will be looked at again.
    [[nodiscard]] std::optional<std::vector<std::byte>> read(const Claimed& file);

    /// Lets go of the plain copy. Only after the store holds it durably.
    void release(const Claimed& file);

    /// Moves a claimed file to `rejected/` with its reason, for refusals found later.
    Rejected reject(const Claimed& file, const Refusal& refusal);

private:
    /// What is known of a name in the inbox; all of it belongs to exactly this stat. `refusal` is
    /// what it will be rejected with, now or when patience ends.
    struct Seen {
        FileStat stat;
        Instant since;
        WaitingFor waiting_for = WaitingFor::settling;
        std::optional<Refusal> refusal;
    };

    enum class Verdict { wait, take, refuse };

    void look_at(const std::string& name, Instant now, Sweep& result);
    Verdict examine(const std::string& name, Seen& seen);
    void claim(const std::string& name, const FileStat& checked, Instant now);
    void offer_claimed(Sweep& result);
    Rejected move_to_rejected(
        Place from, const std::string& name, const std::string& source_name, const Refusal& refusal
    );
    void put_back(const Claimed& file);

    Directory& directory_;
    HotFolderOptions options_;
    std::map<std::string, Seen> seen_;
};

} // namespace dossier::capture
