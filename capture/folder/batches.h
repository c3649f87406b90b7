#pragma once
// What a waiting batch still lacks, and the reason its sender gets when patience ends.

#include "capture/folder/claims.h"
#include "capture/folder/inbox.h"

namespace dossier::capture {

/// `unready`: changing, open in its writer, without its end, or not looked into yet. `unfit`:
/// never a document, whatever its hash says.
struct BatchState {
    std::vector<BatchFile> good; ///< in the manifest's order; of all files when it is complete
    std::vector<std::string> missing;
    std::vector<std::string> altered; ///< their bytes are not those that were announced
    std::vector<std::string> unready;
    std::string unfit;
    std::optional<Refusal> unfit_reason;
    Instant last_change;
    bool is_complete = false;
};

/// `manifest` is the entry of the manifest itself.
[[nodiscard]] BatchState check_batch(Inbox& inbox, const Seen& manifest, Instant now);

/// `batch_incomplete` or `batch_file_refused`: names what is missing, altered, unready or unfit.
[[nodiscard]] Refusal batch_refusal(const BatchState& state);

} // namespace dossier::capture
