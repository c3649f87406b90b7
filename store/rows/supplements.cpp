#include "store/rows/supplements.h"

namespace dossier::store {
namespace {

Canonical canonical(const OriginalId& bundle, const Supplement& supplement)
{
    Canonical bytes;
    bytes.text("supplement")
        .text(bundle.text)
        .text(supplement.record_id.text)
        .text(supplement.put_by)
        .number(supplement.put_at.time_since_epoch().count());
    return bytes;
}

} // namespace

void insert_supplement(
    Database& db, const Vault& vault, const OriginalId& bundle, const Supplement& supplement
)
{
    db.run(
        "INSERT INTO supplement (original_id, record_id, put_by, put_at, row_mac) "
        "VALUES ($1, $2, $3, $4, $5)",
        bundle,
        supplement.record_id,
        supplement.put_by,
        supplement.put_at,
        vault.row_mac(canonical(bundle, supplement))
    );
}

std::optional<Supplement>
load_supplement(Database& db, const Vault& vault, const OriginalId& original_id)
{
    Statement found(
        db,
        "SELECT record_id, put_by, put_at, row_mac FROM supplement WHERE original_id = $1",
        original_id
    );
    if (!found.next()) {
        return std::nullopt;
    }
    Supplement supplement{
        .record_id = {found.text(0)}, .put_by = found.text(1), .put_at = found.instant(2)};
    vault.require_row_mac(
        canonical(original_id, supplement), found.blob(3), "supplement", original_id.text
    );
    return supplement;
}

std::vector<OriginalId> supplements_of(Database& db, const Vault& vault, const RecordId& record_id)
{
    std::vector<OriginalId> bundles;
    Statement rows(
        db,
        "SELECT original_id FROM supplement WHERE record_id = $1 ORDER BY put_at, original_id",
        record_id
    );
    while (rows.next()) {
        const OriginalId bundle{rows.text(0)};
        (void)load_supplement(db, vault, bundle); // throws where its link was altered
        bundles.push_back(bundle);
    }
    return bundles;
}

} // namespace dossier::store
