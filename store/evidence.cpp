#include "store/rows/core.h"
#include "store/rows/seen_records.h"

namespace dossier::store {

std::vector<verify::SeenRecord> Store::seen_records(Instant since, Instant recent_since)
{
    Snapshot snapshot{core_->readers};
    std::vector<std::string> ids;
    {
        Statement rows(
            snapshot.db(),
            "SELECT document_id FROM seen_record WHERE seen_at >= $1 ORDER BY seen_at, document_id",
            since
        );
        while (rows.next()) {
            ids.push_back(rows.text(0));
        }
    }
    std::vector<verify::SeenRecord> records;
    records.reserve(ids.size());
    for (const auto& id : ids) {
        records.push_back(load_seen_record(snapshot.db(), core_->vault, id, recent_since));
    }
    return records;
}

} // namespace dossier::store
