#include "store/rows/batch_changes.h"

namespace dossier::store {

void note_batch_change(Database& db, const std::string& batch_id)
{
    db.run(
        "INSERT INTO batch_change (batch_id, changes) VALUES ($1, 1) "
        "ON CONFLICT (batch_id) DO UPDATE SET changes = batch_change.changes + 1",
        batch_id
    );
}

void note_change_of(Database& db, const OriginalId& id)
{
    db.run(
        "INSERT INTO batch_change (batch_id, changes) SELECT DISTINCT batch_id, 1 FROM "
        "batch_arrival WHERE original_id = $1 OR original_id IN (SELECT original_id FROM "
        "bundle_page WHERE bundle_id = $1) "
        "ON CONFLICT (batch_id) DO UPDATE SET changes = batch_change.changes + 1",
        id
    );
}

std::int64_t batch_changes(Database& db, const std::string& batch_id)
{
    Statement row(db, "SELECT changes FROM batch_change WHERE batch_id = $1", batch_id);
    return row.next() ? row.integer(0) : 0;
}

void forget_batch_changes(Database& db, const std::string& batch_id)
{
    db.run("DELETE FROM batch_change WHERE batch_id = $1", batch_id);
}

} // namespace dossier::store
