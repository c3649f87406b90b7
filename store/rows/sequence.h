#pragma once
// The pages of a batch whose documents may span files, as one sequence in the order of the files.

#include "store/assembly.h"
#include "store/rows/batches.h"
#include "store/station_rules.h"

#include <vector>

namespace dossier::store {

/// As far as every file before was looked at. `is_whole`: no file is unread. A file that was read
/// by itself stands in it as what separates; one that could not be read as a hole, while the batch
/// is open (a person who accepts it accepts the hole).
struct Sequence {
    std::vector<SequencePage> pages;
    bool is_whole = true;
};

[[nodiscard]] Sequence load_sequence(Database& db, const Vault& vault, const BatchRow& batch);

/// Whether no page comes behind the sequence: the batch is no longer open, all that was announced
/// is there, its station went on with another batch, or is silent.
[[nodiscard]] bool has_ended(
    Database& db,
    const BatchRow& batch,
    const Sequence& sequence,
    const StationRules& rules,
    Instant now
);

} // namespace dossier::store
