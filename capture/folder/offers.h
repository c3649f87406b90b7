#pragma once
// What lies in `.claimed/`: offered in turns, batch files only beside their manifest.

#include "capture/folder/claims.h"
#include "capture/folder/names.h"

#include <map>

namespace dossier::capture {

class Offers {
public:
    Offers(Directory& directory, Claims& claims, const HotFolderOptions& options);

    /// Adds what is offered now, puts back batch files whose manifest never got here, and lets go
    /// of manifests whose files are all gone.
    void offer(Sweep& result);

private:
    struct Batch {
        std::string key;
        std::shared_ptr<const Manifest> manifest; ///< null while it cannot be read
        std::size_t files_here = 0;
    };

    void find_batches(const std::vector<std::string>& names);
    void open_batch(Batch& batch);
    void finish_batches(Sweep& result);
    /// False for a name that is none of the offer.
    [[nodiscard]] bool offer_one(const std::string& name, Sweep& result);
    [[nodiscard]] bool offer_batch_file(Claimed& file, const ClaimedName& parts);

    Directory& directory_;
    Claims& claims_;
    const HotFolderOptions& options_;
    std::map<std::string, Batch> batches_; ///< by mark
    std::string last_offered_;
};

} // namespace dossier::capture
