#pragma once
// Rows of batch_change: whether anything of a batch changed since it was looked at. Whoever writes
// a row that a batch is gathered from (gathering.h) notes it, in the same transaction.

#include "store/db/database.h"

#include <cstdint>
#include <string>

namespace dossier::store {

void note_batch_change(Database& db, const std::string& batch_id);
/// The same of every batch that holds the file, or a file of the bundle.
void note_change_of(Database& db, const OriginalId& id);
/// Another number whenever something changed.
[[nodiscard]] std::int64_t batch_changes(Database& db, const std::string& batch_id);
void forget_batch_changes(Database& db, const std::string& batch_id);

} // namespace dossier::store
