#pragma once
// Destroying a record: its keys are shredded with all that is sealed under them, and what it was
// found by is taken away. Its row stays as a stub, its number is never given again.

#include "store/rows/records.h"

#include <string>
#include <vector>

namespace dossier::store {

/// `sha256` of its original files that are gone with it. `objects`: sealed files that no key opens
/// any more, to be removed when the transaction is durable.
struct Destroyed {
    std::vector<std::string> sha256;
    std::vector<ObjectId> objects;
};

/// What a record is found by, but for the search's rows: holdings, tags, its place with a customer,
/// due days.
void forget_record(Database& db, const RecordId& id);

/// The same bytes are known again by a digest under a key, and a batch's receipt names them; what
/// is gone is a new file when it comes again, and named by no receipt that the archive keeps.
/// Nothing where there is no such file.
void forget_original(Database& db, const Vault& vault, const OriginalId& id, Instant now);

/// Record, document, and those of its files that nothing else is made of: no record, no document
/// that is still to be settled, no page that waits for one. Throws Tampered when there is no such
/// record.
[[nodiscard]] Destroyed
destroy_record(Database& db, const Vault& vault, const RecordId& id, Instant now);

} // namespace dossier::store
