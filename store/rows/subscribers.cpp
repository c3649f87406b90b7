#include "store/rows/subscribers.h"

namespace dossier::store {
namespace {

Canonical canonical(const std::string& name, std::int64_t seq)
{
    Canonical bytes;
    bytes.text("subscriber").text(name).number(seq);
    return bytes;
}

} // namespace

std::optional<SubscriberRow>
load_subscriber(Database& db, const Vault& vault, std::string_view name)
{
    Statement row(
        db, "SELECT name, seq, row_mac, due_at, attempts FROM subscriber WHERE name = $1", name
    );
    if (!row.next()) {
        return std::nullopt;
    }
    SubscriberRow found{
        .name = row.text(0),
        .seq = row.integer(1),
        .due_at = row.instant(3),
        .attempts = row.small_integer(4)};
    vault.require_row_mac(canonical(found.name, found.seq), row.blob(2), "subscriber", found.name);
    return found;
}

void save_place(Database& db, const Vault& vault, std::string_view name, std::int64_t seq)
{
    db.run(
        "INSERT INTO subscriber (name, seq, row_mac, due_at, attempts, trouble) "
        "VALUES ($1, $2, $3, 0, 0, '') ON CONFLICT (name) DO UPDATE SET seq = excluded.seq, "
        "row_mac = excluded.row_mac, due_at = 0, attempts = 0, trouble = ''",
        name,
        seq,
        vault.row_mac(canonical(std::string(name), seq))
    );
}

} // namespace dossier::store
