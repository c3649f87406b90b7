#include "capture/utf8.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"
#include "web/station.h"

namespace dossier::web {

namespace {

Response new_station_response(int status, const store::NewStation& made)
{
    return json_response(status, {{"station", to_json(made.station)}, {"token", made.token}});
}

/// The station's name in the path, which may hold any script.
std::string name_in_path(const Call& call)
{
    return percent_decode(call.request.param("name")).value_or("");
}

} // namespace

Response show_station(const Call& call)
{
    return json_response(200, {{"station", call.station ? Json(call.station->name) : Json{}}});
}

Response list_stations(const Call& call)
{
    Json items = Json::array();
    for (const auto& station : call.store().stations())
        items.push_back(to_json(station));
    return json_response(200, {{"items", std::move(items)}});
}

Response create_station(const Call& call)
{
    const auto fields = text_fields(call.request, {"name"});
    if (!fields) return fields.error();
    const auto& name = fields->at("name");
    if (!is_station_name(name) || !capture::is_utf8(name))
        return problem(422, "bad_station", "A station cannot have this name.", {"name"});
    const auto made = call.store().create_station(name, call.actor(), call.now);
    return made ? new_station_response(201, *made) : problem_of(made.error());
}

Response make_station_token(const Call& call)
{
    const auto made = call.store().rotate_station_token(name_in_path(call), call.actor(), call.now);
    return made ? new_station_response(200, *made) : problem_of(made.error());
}

Response disable_station(const Call& call)
{
    const auto station = call.store().disable_station(name_in_path(call), call.actor(), call.now);
    return station ? json_response(200, to_json(*station)) : problem_of(station.error());
}

} // namespace dossier::web
