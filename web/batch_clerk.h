#pragma once
// Settles batches: makes documents of pages of several files, asks the archive every other second
// which of them add up now, and lays each new receipt into `receipts/` of the station's hot folder,
// where it has one.

#include "web/site.h"

#include <filesystem>
#include <stop_token>

namespace dossier::web {

class BatchClerk {
public:
    explicit BatchClerk(std::filesystem::path hot);

    /// Until asked to stop.
    void run(const Site& site, const std::stop_token& stop);

    /// Whether documents of several files came to be, which are to be read now.
    static bool assemble(store::Store& store, store::Instant now);
    /// One round; what fails is logged and tried again with the next batch.
    void settle(store::Store& store, store::Instant now) const;

private:
    void deliver(store::Store& store, const store::BatchItem& batch) const;

    std::filesystem::path hot_;
};

} // namespace dossier::web
