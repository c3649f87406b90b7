// Who works on what, in which order, and who is away.

#include "web/access.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/clock.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <algorithm>
#include <array>
#include <utility>

namespace dossier::web {

namespace {

constexpr std::array urgencies{
    store::Urgency::urgent, store::Urgency::normal, store::Urgency::later};

tl::expected<store::Urgency, Response> urgency_in(const Request& request)
{
    const auto fields = text_fields(request, {"urgency"});
    if (!fields) return tl::unexpected(fields.error());
    const auto known = std::ranges::find_if(urgencies, [&](auto each) {
        return to_text(each) == fields->at("urgency");
    });
    if (known == urgencies.end())
        return tl::unexpected(
            problem(400, "unknown_urgency", "It is urgent, normal or later.", {"urgency"})
        );
    return *known;
}

Response set_away(const Call& call, const std::string& username)
{
    const auto fields = text_fields(call.request, {"away"});
    if (!fields) return fields.error();
    const auto& away = fields->at("away");
    if (away != "true" && away != "false")
        return problem(400, "bad_away", "It is \"true\" or \"false\".", {"away"});
    const auto done = call.store().set_away(username, away == "true", call.actor(), call.now);
    return done ? no_content() : problem_of(done.error());
}

Json desk_json(const store::Desk& desk)
{
    Json held = Json::array();
    for (const auto& document : desk.held)
        held.push_back(
            {{"document_id", document.id.text},
             {"type", document.type},
             {"lease_until", to_text(document.lease_until)}}
        );
    return {
        {"username", desk.username},
        {"display_name", desk.display_name},
        {"role", desk.role},
        {"away", desk.is_away},
        {"held", std::move(held)}};
}

} // namespace

Response list_desks(const Call& call)
{
    Json items = Json::array();
    for (const auto& desk : call.store().desks(call.scope(), call.now))
        if (permits(desk.role, Access::review)) items.push_back(desk_json(desk));
    return json_response(200, {{"items", items}});
}

Response set_desk_away(const Call& call)
{
    return set_away(call, call.request.param("username"));
}

Response set_own_desk_away(const Call& call)
{
    return set_away(call, call.actor().name);
}

Response take_over_document(const Call& call)
{
    const auto until = call.store().take_over({call.request.param("id")}, call.actor(), call.now);
    return until ? lease_response(*until, call.now) : problem_of(until.error());
}

Response set_document_urgency(const Call& call)
{
    const auto urgency = urgency_in(call.request);
    if (!urgency) return urgency.error();
    const auto done =
        call.store().set_urgency({call.request.param("id")}, *urgency, call.actor(), call.now);
    return done ? no_content() : problem_of(done.error());
}

Response set_batch_urgency(const Call& call)
{
    const auto urgency = urgency_in(call.request);
    if (!urgency) return urgency.error();
    const auto done =
        call.store().set_batch_urgency(call.request.param("id"), *urgency, call.actor(), call.now);
    return done ? no_content() : problem_of(done.error());
}

} // namespace dossier::web
