#pragma once
// Signs the audit trail every so many entries or minutes, and at the end, and lays each checkpoint
// into a folder that best lies outside of this machine (store/checkpoint.h).

#include "store/store.h"

#include <tl/expected.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>

namespace dossier::web {

struct CheckpointOptions {
    std::filesystem::path folder;   ///< empty: `checkpoints` in the data folder
    std::int64_t entries = 1'000;   ///< so many new ones are signed at once
    std::chrono::minutes pause{60}; ///< and fewer when the last checkpoint is that old
};

class CheckpointClerk {
public:
    explicit CheckpointClerk(CheckpointOptions options);

    /// Until asked to stop. `find_store` is null while the archive is sealed.
    void run(const std::function<store::Store*()>& find_store, const std::stop_token& stop);
    /// Signs where it is due; what fails is logged, once each, and tried again.
    void look(store::Store& store, store::Instant now);
    /// Signs what is not signed yet, whatever its age; for the end.
    void finish(store::Store& store, store::Instant now);

    /// Signs now, keeps the checkpoint and returns it, or what is wrong with the trail.
    /// Throws store::Error.
    [[nodiscard]] tl::expected<std::string, store::AuditFault>
    sign(store::Store& store, store::Instant now);

private:
    void attempt(store::Store& store, store::Instant now);

    CheckpointOptions options_;
    std::mutex signing_;
    std::int64_t signed_entries_ = 0;
    store::Instant signed_at_{};
    std::string trouble_; ///< logged last
};

} // namespace dossier::web
