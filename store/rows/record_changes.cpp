#include "store/rows/record_changes.h"

namespace dossier::store {

void note_record_change(Database& db, const RecordId& id)
{
    db.run(
        "INSERT INTO record_change (record_id, seq) "
        "VALUES ($1, (SELECT coalesce(max(seq), 0) + 1 FROM record_change)) "
        "ON CONFLICT (record_id) DO UPDATE SET seq = excluded.seq",
        id
    );
}

std::int64_t newest_record_change(Database& db)
{
    Statement row(db, "SELECT coalesce(max(seq), 0) FROM record_change");
    return row.next() ? row.integer(0) : 0;
}

} // namespace dossier::store
