#include "store/rows/stations.h"

namespace dossier::store {
namespace {

constexpr std::string_view station_columns =
    "SELECT name, created_at, disabled, token_hash, row_mac FROM station ";

Canonical canonical(const StationRow& row)
{
    Canonical bytes;
    bytes.text("station")
        .text(row.station.name)
        .number(row.station.created_at.time_since_epoch().count())
        .number(row.station.disabled ? 1 : 0)
        .blob(row.token_hash);
    return bytes;
}

std::optional<StationRow> read_station(Statement& row, const Vault& vault)
{
    if (!row.next()) {
        return std::nullopt;
    }
    StationRow found{
        .station =
            {.name = row.text(0), .created_at = row.instant(1), .disabled = row.integer(2) != 0},
        .token_hash = row.blob(3)};
    vault.require_row_mac(canonical(found), row.blob(4), "station", found.station.name);
    return found;
}

} // namespace

bool insert_station(Database& db, const Vault& vault, const StationRow& row)
{
    return db.run(
               "INSERT INTO station (name, created_at, disabled, token_hash, row_mac) "
               "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (name) DO NOTHING",
               row.station.name,
               row.station.created_at,
               row.station.disabled,
               row.token_hash,
               vault.row_mac(canonical(row))
           ) == 1;
}

void save_station(Database& db, const Vault& vault, const StationRow& row)
{
    db.run(
        "UPDATE station SET disabled = $2, token_hash = $3, row_mac = $4 WHERE name = $1",
        row.station.name,
        row.station.disabled,
        row.token_hash,
        vault.row_mac(canonical(row))
    );
}

std::optional<StationRow> load_station(Database& db, const Vault& vault, std::string_view name)
{
    static const std::string sql = std::string(station_columns) + "WHERE name = $1";
    Statement row(db, sql, name);
    return read_station(row, vault);
}

std::optional<StationRow> load_station(Database& db, const Vault& vault, const Bytes& token_hash)
{
    static const std::string sql = std::string(station_columns) + "WHERE token_hash = $1";
    Statement row(db, sql, token_hash);
    return read_station(row, vault);
}

} // namespace dossier::store
