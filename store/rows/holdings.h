#pragma once
// Rows of holding: the numbers of records and whose they are, as digests under a key of the ring.
// The database shows that two records share a number, and neither the number nor the name.

#include "store/rows/vault.h"
#include "store/types.h"

#include <span>
#include <string>
#include <vector>

namespace dossier::store {

struct HoldingRow {
    std::string number_mac;
    std::string holder_mac;
    RecordId record_id;
    std::string type; ///< of the record
};

/// The numbers of a record as committed; `file` are the documents that came with it.
void insert_holdings(
    Database& db,
    const Vault& vault,
    const RecordId& record_id,
    const verify::CheckedDocument& document,
    std::span<const verify::CheckedDocument> file
);
/// Throws Tampered when one is not as written.
[[nodiscard]] std::vector<HoldingRow>
load_holdings(Database& db, const Vault& vault, const std::string& number_mac);
/// Puts what the archive knows of the document's numbers in place of what it knew before. A record
/// `except` does not count.
void note_known(
    Database& db,
    const Vault& vault,
    verify::CheckedDocument& document,
    std::span<const verify::CheckedDocument> file,
    const RecordId& except = {}
);

} // namespace dossier::store
