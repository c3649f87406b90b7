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

/// Throws Tampered when it is not as written.
[[nodiscard]] verify::SeenRecord load_seen_record(
    Database& db, const Vault& vault, const std::string& document_id, Instant recent_since
);

} // namespace dossier::store
