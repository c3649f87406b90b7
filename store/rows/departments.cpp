#include "store/rows/departments.h"

namespace dossier::store {
namespace {

Canonical canonical(const Department& row)
{
    Canonical bytes;
    bytes.text("department")
        .text(row.id)
        .text(row.name)
        .number(row.created_at.time_since_epoch().count());
    return bytes;
}

Canonical canonical(std::string_view station, const std::string& department)
{
    Canonical bytes;
    bytes.text("station_department").text(station).text(department);
    return bytes;
}

bool is_name_free(Database& db, const Department& row)
{
    Statement other(db, "SELECT id FROM department WHERE name = $1 AND id <> $2", row.name, row.id);
    return !other.next();
}

} // namespace

bool insert_department(Database& db, const Vault& vault, const Department& row)
{
    if (!is_name_free(db, row)) {
        return false;
    }
    db.run(
        "INSERT INTO department (id, name, created_at, row_mac) VALUES ($1, $2, $3, $4)",
        row.id,
        row.name,
        row.created_at,
        vault.row_mac(canonical(row))
    );
    return true;
}

bool save_department(Database& db, const Vault& vault, const Department& row)
{
    if (!is_name_free(db, row)) {
        return false;
    }
    db.run(
        "UPDATE department SET name = $2, row_mac = $3 WHERE id = $1",
        row.id,
        row.name,
        vault.row_mac(canonical(row))
    );
    return true;
}

std::optional<Department> load_department(Database& db, const Vault& vault, const std::string& id)
{
    Statement row(db, "SELECT id, name, created_at, row_mac FROM department WHERE id = $1", id);
    if (!row.next()) {
        return std::nullopt;
    }
    Department found{.id = row.text(0), .name = row.text(1), .created_at = row.instant(2)};
    vault.require_row_mac(canonical(found), row.blob(3), "department", id);
    return found;
}

std::string load_station_department(Database& db, const Vault& vault, std::string_view station)
{
    Statement row(
        db, "SELECT department, row_mac FROM station_department WHERE station = $1", station
    );
    if (!row.next()) {
        return {};
    }
    auto department = row.text(0);
    vault.require_row_mac(
        canonical(station, department), row.blob(1), "station_department", std::string(station)
    );
    return department;
}

void save_station_department(
    Database& db, const Vault& vault, std::string_view station, const std::string& department
)
{
    if (department.empty()) {
        db.run("DELETE FROM station_department WHERE station = $1", station);
        return;
    }
    db.run(
        "INSERT INTO station_department (station, department, row_mac) VALUES ($1, $2, $3) "
        "ON CONFLICT (station) DO UPDATE SET department = excluded.department, "
        "row_mac = excluded.row_mac",
        station,
        department,
        vault.row_mac(canonical(station, department))
    );
}

Owner owner_of(Database& db, const Vault& vault, const Actor& actor, std::string_view station)
{
    if (!actor.scope.is_site()) {
        return {.department = actor.scope.department, .created_by = actor.name};
    }
    return {.department = load_station_department(db, vault, station), .created_by = {}};
}

} // namespace dossier::store
