#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"
#include "web/station.h"

#include <set>

namespace dossier::web {

namespace {

Response
department_response(int status, const tl::expected<store::Department, store::Conflict>& made)
{
    return made ? json_response(status, web::to_json(*made)) : web::problem_of(made.error());
}

/// Those with a token, those with a folder, and those that ever delivered.
std::set<std::string> known_stations(const Call& call)
{
    std::set<std::string> names;
    for (const auto& station : call.store().stations())
        names.insert(station.name);
    for (const auto& state : call.site.stations())
        names.insert(state.station);
    for (const auto& name : call.store().delivering_stations())
        names.insert(name);
    return names;
}

} // namespace

Response list_departments(const Call& call)
{
    Json items = Json::array();
    for (const auto& department : call.store().departments())
        items.push_back(to_json(department));
    Json stations = Json::array();
    for (const auto& name : known_stations(call))
        stations.push_back(
            {{"name", name}, {"department", text_or_null(call.store().department_of_station(name))}}
        );
    return json_response(200, {{"items", std::move(items)}, {"stations", std::move(stations)}});
}

Response create_department(const Call& call)
{
    const auto fields = text_fields(call.request, {"name"});
    if (!fields) return fields.error();
    return department_response(
        201, call.store().create_department(fields->at("name"), call.actor(), call.now)
    );
}

Response rename_department(const Call& call)
{
    const auto fields = text_fields(call.request, {"name"});
    if (!fields) return fields.error();
    return department_response(
        200,
        call.store().rename_department(
            call.request.param("id"), fields->at("name"), call.actor(), call.now
        )
    );
}

Response assign_station(const Call& call)
{
    const auto fields = text_fields(call.request, {"department"});
    if (!fields) return fields.error();
    const auto& station = call.request.param("name");
    if (!is_station_name(station)) return not_found();
    const auto assigned =
        call.store().assign_station(station, fields->at("department"), call.actor(), call.now);
    return assigned ? no_content() : problem_of(assigned.error());
}

} // namespace dossier::web
