#pragma once
// Rows of record_quality: counts of a record's fields, for statistics. Under no MAC: nothing rests
// on them, and they can be counted again.

#include "store/rows/records.h"

#include <span>

namespace dossier::store {

/// Counts the fields of a record as they are now. `discrepancies`: of its document.
void keep_quality(
    Database& db, const RecordRow& record, std::span<const verify::Discrepancy> discrepancies
);

} // namespace dossier::store
