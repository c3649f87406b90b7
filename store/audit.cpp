#include "store/rows/core.h"

#include <charconv>

namespace dossier::store {

void Store::note(
    const Actor& actor,
    std::string_view action,
    std::string_view object,
    std::string_view outcome,
    std::string_view detail,
    Instant now
)
{
    Transaction tx{core_->writer};
    core_->audit(tx.db(), actor, action, object, detail, now, outcome);
    tx.commit();
}

Listing<AuditEntry> Store::audit(std::string_view cursor, int limit)
{
    std::int64_t before = INT64_MAX;
    std::from_chars(cursor.data(), cursor.data() + cursor.size(), before);
    Snapshot snapshot{core_->readers};
    Listing<AuditEntry> listing;
    Statement rows(
        snapshot.db(),
        "SELECT seq, at, actor, role, action, object, outcome, detail FROM audit_entry "
        "WHERE seq < $1 ORDER BY seq DESC LIMIT $2",
        before,
        limit + 1
    );
    while (rows.next()) {
        if (static_cast<int>(listing.items.size()) == limit) {
            listing.next_cursor = std::to_string(listing.items.back().seq);
            break;
        }
        listing.items.push_back(read_audit_entry(rows));
    }
    return listing;
}

AuditVerdict Store::verify_audit()
{
    Snapshot snapshot{core_->readers};
    return store::verify_audit(snapshot.db(), core_->vault);
}

} // namespace dossier::store
