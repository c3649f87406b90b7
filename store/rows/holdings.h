#pragma once
// Rows of holding: the numbers of records and whose they are, as digests under a key of the ring.
// The database shows that two records share a number, and neither the number nor the name.

#include "store/rows/vault.h"
#include "store/types.h"

#include <string>
#include <vector>

namespace dossier::store {

struct HoldingRow {
    std::string number_mac;
    std::string holder_mac;
    RecordId record_id;
    std::string type; ///< of the record
};

/// The numbers of a record as committed.
void insert_holdings(
    Database& db,
    const Vault& vault,
    const RecordId& record_id,
    const verify::CheckedDocument& document
);
/// Throws Tampered when one is not as written.
[[nodiscard]] std::vector<HoldingRow>
load_holdings(Database& db, const Vault& vault, const std::string& number_mac);
/// Adds what the archive knows of the document's numbers.
void note_known(Database& db, const Vault& vault, verify::CheckedDocument& document);

} // namespace dossier::store
