#pragma once
// What the archive does with a settled document: makes its record and all that follows from it, in
// the caller's transaction.

#include "store/rows/records.h"
#include "store/store.h"

namespace dossier::store {

/// The record, filed. The caller saves the document as committed.
[[nodiscard]] RecordRow archive_document(
    Database& db,
    const Vault& vault,
    const StoreOptions& options,
    const DocumentRow& document,
    const Actor& actor,
    Instant now
);

} // namespace dossier::store
