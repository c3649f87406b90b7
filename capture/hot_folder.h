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
#include "capture/manifest.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dossier::capture {

/// Which batch a file came with. `key` is unique for ever within the station: the claimed
/// manifest's name. `position` of `files` is the file's place in the manifest, from 0.
struct BatchRef {
    std::string key;
    BatchFacts facts;
    std::size_t position = 0;
    std::size_t files = 0;
    std::string sha256; ///< what the file's bytes must be
};

/// A file in `.claimed/`: `name` there (unique for ever within the station, so it serves as an
/// idempotency key), `source_name` as it was dropped.
struct Claimed {
    std::string name;
    std::string source_name;
    FileStat stat;
    std::optional<BatchRef> batch;
};

/// A file that now lies in `rejected/` as `name`, beside `<name>.reason.txt`.
struct Rejected {
    std::string name;
    std::string source_name;
    Refusal refusal;
};

/// `settling`: it changed a moment ago. `incomplete`: quiet, but its end is missing. `busy`: still
/// open in the program that writes it, or not readable yet. `batch`: a manifest that waits for its
/// files, or a file that waits with its manifest. `queued`: its turn comes with a later sweep.
enum class WaitingFor { settling, incomplete, busy, batch, queued };

struct Waiting {
    std::string source_name;
    WaitingFor reason = WaitingFor::settling;
    Instant since;
};

/// What happened to a batch as a whole. `finished`: the last of its files left `.claimed/`, and the
/// manifest with it. `code` says why a batch was rejected.
struct BatchNote {
    enum class What { claimed, finished, rejected } what = What::claimed;
    std::string key; ///< empty for a batch that was rejected
    std::size_t files = 0;
    std::string code;
};

struct Sweep {
    std::vector<Claimed> claimed;   ///< from `.claimed/`, also from before a crash; take all
    std::vector<Rejected> rejected; ///< what was rejected since the last sweep
    std::vector<Waiting> waiting;
    std::vector<BatchNote> batches;
    bool has_more = false; ///< the sweep's share was used up before everything was looked into
    std::string trouble;   ///< what kept single files from being looked into; others were
};

struct HotFolderOptions {
    std::chrono::milliseconds quiet{2'000};    ///< unchanged this long before it is looked into
    std::chrono::milliseconds give_up{60'000}; ///< quiet and still incomplete this long: rejected
    std::chrono::milliseconds network_quiet{5'000};   ///< at least, on a network file system
    std::chrono::milliseconds batch_give_up{900'000}; ///< a batch with nothing new this long
    std::size_t sweep_files = 64; ///< looked into, and offered, by one sweep at most
    std::size_t sweep_bytes = std::size_t{32} << 20U; ///< read by one sweep, give or take a file
    Limits limits;
};

class Inbox;
class Claims;
class Offers;

class HotFolder {
public:
    explicit HotFolder(Directory& directory, HotFolderOptions options = {});
    HotFolder(const HotFolder&) = delete;
    HotFolder& operator=(const HotFolder&) = delete;
    ~HotFolder();

    /// Throws FolderError when the folder itself fails; the next sweep starts over, nothing is
    /// lost.
    [[nodiscard]] Sweep sweep(Instant now);

    /// The bytes, or nothing when the file changed under our eyes: it is then back in the folder
    /// and will be looked at again, or rejected when it is one of a batch.
    [[nodiscard]] std::optional<std::vector<std::byte>> read(const Claimed& file);

    /// Lets go of the plain copy. Only after the store holds it durably. Durable itself with the
    /// next sweep; a power cut before that offers the file again.
    void release(const Claimed& file);

    /// Moves a claimed file to `rejected/` with its reason, for refusals found later.
    Rejected reject(const Claimed& file, const Refusal& refusal);

private:
    HotFolderOptions options_;
    Directory& directory_;
    std::unique_ptr<Inbox> inbox_;
    std::unique_ptr<Claims> claims_;
    std::unique_ptr<Offers> offers_;
    std::vector<Rejected> rejected_late_;
};

} // namespace dossier::capture
