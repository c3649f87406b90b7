#include "store/rows/shredding.h"

#include "store/error.h"
#include "store/rows/record_changes.h"
#include "store/rows/search_rows.h"

#include <algorithm>
#include <array>

namespace dossier::store {
namespace {

/// Kinds of owners are the names of their tables.
constexpr std::array<std::string_view, 5> key_owners{
    "original", "document", "record", "customer", "loan"};

Canonical canonical(const Tombstone& tombstone)
{
    Canonical bytes;
    bytes.text("tombstone")
        .text(tombstone.owner_id)
        .text(tombstone.owner_kind)
        .number(tombstone.shredded_at.time_since_epoch().count());
    return bytes;
}

Tombstone read_tombstone(Statement& row, const Vault& vault)
{
    Tombstone found{
        .owner_id = row.text(0), .owner_kind = row.text(1), .shredded_at = row.instant(2)};
    vault.require_row_mac(canonical(found), row.blob(3), "tombstone", found.owner_id);
    return found;
}

} // namespace

bool has_key_owner(Database& db, std::string_view owner_kind, std::string_view owner_id)
{
    if (std::ranges::find(key_owners, owner_kind) == key_owners.end()) {
        throw Tampered("data_key " + std::string(owner_id));
    }
    Statement row(db, "SELECT id FROM " + std::string(owner_kind) + " WHERE id = $1", owner_id);
    return row.next();
}

void shred_data_key(Database& db, const Vault& vault, std::string_view owner_id, Instant now)
{
    Tombstone tombstone{.owner_id = std::string(owner_id), .owner_kind = {}, .shredded_at = now};
    {
        Statement row(db, "SELECT owner_kind FROM data_key WHERE owner_id = $1", owner_id);
        if (!row.next()) {
            throw Tampered("data_key " + std::string(owner_id));
        }
        tombstone.owner_kind = row.text(0);
    }
    if (tombstone.owner_kind == "record") {
        remove_search_rows(db, vault, {tombstone.owner_id}); // what they are is under the key
        note_record_change(db, {tombstone.owner_id});
    }
    put_back_tombstone(db, vault, tombstone);
    db.run("DELETE FROM data_key WHERE owner_id = $1", owner_id);
}

std::optional<Tombstone> find_tombstone(Database& db, const Vault& vault, std::string_view owner_id)
{
    Statement row(
        db,
        "SELECT owner_id, owner_kind, shredded_at, row_mac FROM tombstone WHERE owner_id = $1",
        owner_id
    );
    return row.next() ? std::optional(read_tombstone(row, vault)) : std::nullopt;
}

bool is_shredded(Database& db, const Vault& vault, std::string_view owner_id)
{
    return find_tombstone(db, vault, owner_id).has_value();
}

std::vector<Tombstone> load_tombstones(Database& db, const Vault& vault)
{
    std::vector<Tombstone> all;
    Statement rows(
        db, "SELECT owner_id, owner_kind, shredded_at, row_mac FROM tombstone ORDER BY owner_id"
    );
    while (rows.next()) {
        all.push_back(read_tombstone(rows, vault));
    }
    return all;
}

void put_back_tombstone(Database& db, const Vault& vault, const Tombstone& tombstone)
{
    db.run(
        "INSERT INTO tombstone (owner_id, owner_kind, shredded_at, row_mac) "
        "VALUES ($1, $2, $3, $4) ON CONFLICT (owner_id) DO NOTHING",
        tombstone.owner_id,
        tombstone.owner_kind,
        tombstone.shredded_at,
        vault.row_mac(canonical(tombstone))
    );
}

} // namespace dossier::store
