#pragma once
// Which batch a delivery belongs to: the one its sender names, else the one that its station is
// filling; and the one that a cover sheet opens, once it was read.

#include "store/rows/batches.h"

#include <span>
#include <string>
#include <vector>

namespace dossier::store {

/// A MAC of a delivery's or batch's key: keys name files, and a file's name names people.
[[nodiscard]] std::string mac_of_key(const Vault& vault, std::string_view key);

/// Puts a fresh or repeated delivery into its batch, which is made when it is the first.
void join_batch(
    Database& db,
    const Vault& vault,
    const Arrival& arrival,
    const BatchArrival& as,
    std::chrono::milliseconds idle,
    Instant now
);

/// What the pages' cover sheets announce takes effect, in their order: the pages from a cover on
/// and the deliveries behind them in the same automatic batch move to the cover's batch; a batch
/// that its sender named keeps them and learns what the first cover announces. The ids of the
/// batches.
std::vector<std::string> follow_covers(
    Database& db,
    const Vault& vault,
    const OriginalId& original_id,
    std::span<const capture::PageFacts> pages
);

} // namespace dossier::store
