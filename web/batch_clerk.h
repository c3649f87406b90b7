#pragma once
// Settles batches: makes documents of pages of several files, asks the archive every other second
// which of them add up now, and lays receipts into `receipts/` of the stations' hot folders: new
// ones, and those that a crash or an unreachable folder kept back. What a station takes away from
// there is not laid again.

#include "web/site.h"

#include <filesystem>
#include <map>
#include <stop_token>
#include <string>

namespace dossier::web {

class BatchClerk {
public:
    explicit BatchClerk(std::filesystem::path hot);

    /// Until asked to stop.
    void run(const Site& site, const std::stop_token& stop);

    /// Whether documents of several files came to be, which are to be read now.
    static bool assemble(store::Store& store, store::Instant now);
    /// One round; what fails is logged and tried again with the next.
    void settle(store::Store& store, store::Instant now);

private:
    void deliver(store::Store& store);
    void deliver(store::Store& store, const std::string& station);

    std::filesystem::path hot_;
    std::map<std::string, std::string> troubles_; ///< by station, so that each is logged once
};

} // namespace dossier::web
