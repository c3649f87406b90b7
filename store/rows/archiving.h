#pragma once
// What the archive does with a settled document: makes its record and all that follows from it, in
// the caller's transaction.

#include "store/rows/records.h"
#include "store/store.h"

namespace dossier::store {

/// The record, filed and put to its customer. The caller saves the document as committed.
[[nodiscard]] RecordRow archive_document(
    Database& db,
    const Vault& vault,
    const StoreOptions& options,
    const DocumentRow& document,
    const Actor& actor,
    Instant now
);

/// Puts a record to its customer, with what is due because of it.
void find_customer_of(
    Database& db,
    const Vault& vault,
    const StoreOptions& options,
    const RecordRow& record,
    Instant now
);
/// The same of a record whose values changed.
void follow_correction(
    Database& db,
    const Vault& vault,
    const StoreOptions& options,
    const RecordId& record_id,
    Instant now
);

} // namespace dossier::store
