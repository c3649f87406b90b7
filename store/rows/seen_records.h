#pragma once
// Rows of seen_record: what a person found in a settled document, value by value, without the
// values. Learning what may pass rests on them, so each is under the row key's MAC.

#include "store/rows/documents.h"

#include <string>
#include <vector>

namespace dossier::store {

/// Notes a document that people have settled; nothing when they saw no value that could have
/// passed.
void insert_seen_record(Database& db, const Vault& vault, const DocumentRow& document, Instant now);

/// Those noted since then, oldest first. Throws Tampered when one is not as written.
[[nodiscard]] std::vector<verify::SeenRecord>
load_seen_records(Database& db, const Vault& vault, Instant since, Instant recent_since);
/// Throws Tampered when it is not as written, or not there.
void require_seen_record(Database& db, const Vault& vault, const std::string& document_id);

} // namespace dossier::store
