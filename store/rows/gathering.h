#pragma once
// A batch with its files, pages and documents, gathered from their rows and balanced.

#include "store/rows/batches.h"
#include "store/station_rules.h"

namespace dossier::store {

/// `is_waiting`: some pages wait for the end of the document they will be on.
struct Gathered {
    Batch batch;
    bool is_waiting = false;
};

[[nodiscard]] Gathered
gather(Database& db, const Vault& vault, const SiteRules& stations, const BatchRow& row);

/// The batch as it is listed.
[[nodiscard]] BatchItem item_of(const BatchRow& row, Balance balance);

} // namespace dossier::store
