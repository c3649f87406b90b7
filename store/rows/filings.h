#pragma once
// Rows of filing, filing_change and record_tag: how a record is filed, what changed of that, and
// which records have a tag.

#include "store/rows/records.h"

#include <optional>
#include <string>
#include <vector>

namespace dossier::store {

struct FilingRow {
    RecordId record_id;
    Instant committed_at{}; ///< of the record: the order of lists
    Filing filing;
};

/// Gives a new record its archive number and classes, in its own transaction.
void file_record(
    Database& db,
    const Vault& vault,
    const verify::FilingPlan& plan,
    const RecordRow& record,
    std::chrono::minutes utc_offset
);
/// Empty where a record from before there were filings waits for its own. Throws Tampered when it
/// is not as written, or when a change of it is gone.
[[nodiscard]] std::optional<FilingRow>
load_filing(Database& db, const Vault& vault, const RecordId& record_id);
/// Writes what it is after the change, and the change.
void change_filing(
    Database& db, const Vault& vault, const FilingRow& before, const FilingChange& change
);
/// Newest first. Throws Tampered.
[[nodiscard]] std::vector<FilingChange>
load_filing_changes(Database& db, const Vault& vault, const RecordId& record_id);

/// By which a tag's records are found.
[[nodiscard]] std::string tag_mac(const Vault& vault, std::string_view tag);
/// Throws Tampered when the record is not found by its tags, or by others.
void require_tags(Database& db, const Vault& vault, const FilingRow& row);

} // namespace dossier::store
