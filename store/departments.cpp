#include "store/rows/departments.h"

#include "store/rows/accounts.h"
#include "store/rows/core.h"
#include "store/rows/scoped.h"

namespace dossier::store {
namespace {

Conflict not_found()
{
    return {.kind = ConflictKind::not_found, .detail = {}};
}

Conflict not_allowed(std::string why)
{
    return {.kind = ConflictKind::not_allowed, .detail = std::move(why)};
}

std::string object_name(const Department& department)
{
    return "department " + department.id;
}

} // namespace

std::vector<Department> Store::departments()
{
    Snapshot snapshot{core_->readers};
    std::vector<Department> list;
    Statement rows(snapshot.db(), "SELECT id FROM department ORDER BY name");
    while (rows.next()) {
        if (auto row = load_department(snapshot.db(), core_->vault, rows.text(0))) {
            list.push_back(std::move(*row));
        }
    }
    return list;
}

tl::expected<Department, Conflict>
Store::create_department(std::string_view name, const Actor& actor, Instant now)
{
    Department made{.id = core_->vault.new_id(), .name = std::string(name), .created_at = now};
    Transaction tx{core_->writer};
    if (name.empty() || !insert_department(tx.db(), core_->vault, made)) {
        return tl::unexpected(not_allowed("this name is not free"));
    }
    core_->audit(tx.db(), actor, "department_created", object_name(made), "", now);
    tx.commit();
    return made;
}

tl::expected<Department, Conflict> Store::rename_department(
    const std::string& id, std::string_view name, const Actor& actor, Instant now
)
{
    Transaction tx{core_->writer};
    auto row = load_department(tx.db(), core_->vault, id);
    if (!row) {
        return tl::unexpected(not_found());
    }
    row->name = name;
    if (name.empty() || !save_department(tx.db(), core_->vault, *row)) {
        return tl::unexpected(not_allowed("this name is not free"));
    }
    core_->audit(tx.db(), actor, "department_renamed", object_name(*row), "", now);
    tx.commit();
    return std::move(*row);
}

std::string Store::department_of_station(std::string_view station)
{
    Snapshot snapshot{core_->readers};
    return load_station_department(snapshot.db(), core_->vault, station);
}

tl::expected<void, Conflict> Store::assign_station(
    std::string_view station, const std::string& department, const Actor& actor, Instant now
)
{
    Transaction tx{core_->writer};
    if (!department.empty() && !load_department(tx.db(), core_->vault, department)) {
        return tl::unexpected(not_found());
    }
    save_station_department(tx.db(), core_->vault, station, department);
    core_->audit(
        tx.db(), actor, "station_assigned", "station " + std::string(station), department, now
    );
    tx.commit();
    return {};
}

bool Store::has_station(const Scope& scope, std::string_view station)
{
    return scope.is_site() || department_of_station(station) == scope.department;
}

} // namespace dossier::store
