#include "capture/station_health.h"

#include "web/api/handlers.h"
#include "web/clock.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/station_state.h"

#include <algorithm>
#include <set>

namespace dossier::web {

namespace {

template <typename Value>
Json or_null(const std::optional<Value>& value)
{
    return value ? Json(*value) : Json{};
}

Json waiting_json(const StationState& state)
{
    Json waiting = Json::array();
    for (const auto& file : state.waiting)
        waiting.push_back({
            {"source_name", file.source_name},
            {"since", web::to_text(file.since)},
            {"reason", word(file.reason)},
        });
    return waiting;
}

Json rules_json(const store::StationRules& rules)
{
    return {
        {"separation", ocr::to_text(rules.separation)},
        {"sides", rules.separation.sides},
        {"across_files", rules.across_files},
        {"batch_idle_s", std::chrono::round<std::chrono::seconds>(rules.batch_idle).count()}};
}

Json station_json(const Call& call, const std::string& name, const StationState& state)
{
    const auto pages = call.store().recent_pages(name, capture::health_pages);
    const auto health = capture::assess_station(pages);
    Json warnings = Json::array();
    for (const auto warning : health.warnings)
        warnings.push_back(web::to_text(warning));
    const auto clock =
        capture::assess_clock(call.store().recent_station_times(name, capture::clock_samples));
    if (clock.warning) warnings.push_back(web::to_text(*clock.warning));
    return {
        {"station", name},
        {"last_read_at", pages.empty() ? Json{} : Json(web::to_text(pages.front().received_at))},
        {"last_hour", call.store().deliveries(name, call.now - std::chrono::hours{1})},
        {"rejected", state.rejected},
        {"trouble", state.trouble.empty() ? Json{} : Json(state.trouble)},
        {"waiting_count", state.waiting_count},
        {"waiting", waiting_json(state)},
        {"rules", rules_json(call.store().rules_of(name))},
        {"warnings", std::move(warnings)},
        {"streak_at", or_null(health.streak_at)},
        {"skew_deg", or_null(health.skew_deg)},
        {"skew_change_deg", or_null(health.skew_change_deg)},
        {"paper_brightness", or_null(health.paper_brightness)},
        {"brightness_change", or_null(health.brightness_change)},
        {"clock_ahead_s", or_null(clock.ahead_s)},
    };
}

} // namespace

Response show_station_health(const Call& call)
{
    const auto delivering = call.store().delivering_stations();
    std::set<std::string> names(delivering.begin(), delivering.end());
    const auto states = call.site.stations();
    for (const auto& state : states)
        names.insert(state.station);
    Json items = Json::array();
    for (const auto& name : names) {
        if (!call.store().has_station(call.scope(), name)) continue;
        const auto state = std::ranges::find(states, name, &StationState::station);
        items.push_back(station_json(call, name, state == states.end() ? StationState{} : *state));
    }
    return json_response(200, {{"items", std::move(items)}});
}

} // namespace dossier::web
