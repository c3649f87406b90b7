#pragma once
// Keeps the archive's index of texts up: reads it into memory once the archive is open, then what
// is new every second. Searches bring in by themselves what came since.

#include "web/site.h"

#include <stop_token>

namespace dossier::web {

class Indexer {
public:
    /// Until asked to stop.
    void run(const Site& site, const std::stop_token& stop);

private:
    /// Everything that is there; logged the first time.
    void follow(store::Store& store, const std::stop_token& stop);

    bool is_built_ = false;
};

} // namespace dossier::web
