#pragma once
// Backs the archive up every so many hours, and keeps the journal beside the newest backup: every
// second what was committed since.

#include "store/store.h"

#include <chrono>
#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>

namespace dossier::web {

struct BackupOptions {
    std::filesystem::path folder; ///< empty: the service makes no backups
    std::chrono::hours pause{24};
};

class BackupClerk {
public:
    explicit BackupClerk(BackupOptions options);

    /// Until asked to stop. `find_store` is null while the archive is sealed.
    void run(const std::function<store::Store*()>& find_store, const std::stop_token& stop);
    /// One round; what fails is logged, once each, and tried again.
    void look(store::Store& store, store::Instant now);

private:
    void back_up(store::Store& store, store::Instant now);

    BackupOptions options_;
    store::Instant due_{};
    std::string trouble_; ///< logged last
};

} // namespace dossier::web
