#pragma once
// Rows of supplement: bundles of pages that came when their document was a record already. Nothing
// is added to a record; what such pages say is a record of its own beside it, and both name the
// other. A person commits it, never whoever put the pages there.

#include "store/rows/vault.h"
#include "store/types.h"

#include <optional>
#include <vector>

namespace dossier::store {

/// What the pages of a bundle belong to.
struct Supplement {
    RecordId record_id;
    std::string put_by;
    Instant put_at{};
};

void insert_supplement(
    Database& db, const Vault& vault, const OriginalId& bundle, const Supplement& supplement
);
[[nodiscard]] std::optional<Supplement>
load_supplement(Database& db, const Vault& vault, const OriginalId& original_id);
/// The bundles that were put to a record, oldest first; committed or not.
[[nodiscard]] std::vector<OriginalId>
supplements_of(Database& db, const Vault& vault, const RecordId& record_id);

} // namespace dossier::store
