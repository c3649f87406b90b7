#pragma once
// The pages of a batch whose documents may span files, as one sequence in the order of the files.

#include "store/assembly.h"
#include "store/rows/batches.h"
#include "store/station_rules.h"

#include <vector>

namespace dossier::store {

/// `is_whole`: no file is unread. `has_all_sheets`: as many as were announced, both sides of each.
struct Completeness {
    bool is_whole = true;
    bool has_all_sheets = false;
};

/// As far as every file before was looked at. A file that was read by itself stands in it as what
/// separates; one that could not be read as a hole, while the batch is open (a person who accepts
/// it accepts the hole).
struct Sequence {
    std::vector<SequencePage> pages;
    Completeness completeness;
};

[[nodiscard]] Sequence load_sequence(Database& db, const Vault& vault, const BatchRow& batch);

/// When a batch is looked at, and what is known of what comes then.
struct Moment {
    Instant now{};
    Arrivals arrivals = Arrivals::go_on;
};

/// Whether no page comes behind a sequence that is so complete: the batch is no longer open, all
/// that was announced is there, its station went on with another batch or is silent, or nothing
/// comes at all. Opens no page.
[[nodiscard]] bool has_ended(
    Database& db,
    const BatchRow& batch,
    const Completeness& completeness,
    const StationRules& rules,
    Moment moment
);

} // namespace dossier::store
