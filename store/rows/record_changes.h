#pragma once
// Rows of record_change: which records are to be counted anew. Whoever writes a row that counts are
// made of (record_counts.h) notes it, in the same transaction.

#include "store/db/database.h"

#include <cstdint>

namespace dossier::store {

void note_record_change(Database& db, const RecordId& id);
/// Of the newest change; 0: there was none.
[[nodiscard]] std::int64_t newest_record_change(Database& db);

} // namespace dossier::store
