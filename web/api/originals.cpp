#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <algorithm>
#include <array>
#include <optional>

namespace dossier::web {

namespace {

constexpr std::array<std::pair<std::string_view, store::OriginalState>, 3> states{{
    {"received", store::OriginalState::received},
    {"read", store::OriginalState::read},
    {"quarantined", store::OriginalState::quarantined},
}};

} // namespace

Response show_original(const Call& call)
{
    const auto original = call.store().find_original({call.request.param("id")}, call.scope());
    return original ? json_response(200, to_json(*original)) : not_found();
}

Response list_originals(const Call& call)
{
    const auto given = call.request.query_value("state");
    std::optional<store::OriginalState> state;
    if (!given.empty()) {
        const auto known = std::find_if(states.begin(), states.end(), [&](const auto& s) {
            return s.first == given;
        });
        if (known == states.end())
            return problem(400, "unknown_state", "There is no such state.", {"state"});
        state = known->second;
    }
    return json_response(
        200,
        to_json(call.store().originals(
            call.scope(), state, call.request.query_value("cursor"), page_size
        ))
    );
}

} // namespace dossier::web
