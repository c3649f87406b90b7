#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <chrono>

namespace dossier::web {

namespace {

using namespace std::chrono_literals;

constexpr int askings_an_hour = 10; ///< of one connector about one document: each costs money

Response problem_of_code(store::CodeRefusal refusal)
{
    switch (refusal) {
    case store::CodeRefusal::not_found: return not_found();
    case store::CodeRefusal::not_sent:
        return problem(409, "code_not_sent", "No code is on its way. Send one first.");
    case store::CodeRefusal::expired:
        return problem(409, "code_expired", "The code has expired. Send another.");
    case store::CodeRefusal::used_up:
        return problem(409, "code_used_up", "Too many wrong codes. Send another.");
    case store::CodeRefusal::wrong:
        return problem(422, "code_wrong", "This is not the code that was sent.", {"code"});
    }
    return not_found();
}

std::optional<store::DocumentId> document_of_record(const Call& call)
{
    return call.store().document_of(store::RecordId{call.request.param("id")});
}

Response ask(const Call& call, const store::DocumentId& id)
{
    const auto& connector = call.request.param("connector");
    const auto subject = "external_check " + id.text + " " + connector;
    if (!call.store().allow_try(subject, askings_an_hour, 1h, call.now))
        return problem(429, "too_many_tries", "This was asked often enough. Wait an hour.");
    const auto check = call.store().ask_external(id, connector, call.actor(), call.now);
    if (!check) return problem_of(check.error());
    call.site.check_asked();
    return json_response(202, to_json(*check));
}

Response enter_code(const Call& call, const store::DocumentId& id)
{
    const auto fields = text_fields(call.request, {"code"});
    if (!fields) return fields.error();
    const auto done = call.store().confirm_check_code(
        id, call.request.param("connector"), fields->at("code"), call.actor(), call.now
    );
    return done ? no_content() : problem_of_code(done.error());
}

} // namespace

Response ask_about_document(const Call& call)
{
    return ask(call, {call.request.param("id")});
}

Response ask_about_record(const Call& call)
{
    const auto id = document_of_record(call);
    return id ? ask(call, *id) : not_found();
}

Response enter_document_code(const Call& call)
{
    return enter_code(call, {call.request.param("id")});
}

Response enter_record_code(const Call& call)
{
    const auto id = document_of_record(call);
    return id ? enter_code(call, *id) : not_found();
}

Response list_connectors(const Call& call)
{
    Json items = Json::array();
    for (const auto& standing : call.site.connectors()) {
        auto item = to_json(standing);
        item["waiting"] = call.store().waiting_checks(standing.connector);
        items.push_back(std::move(item));
    }
    return json_response(200, {{"items", std::move(items)}});
}

} // namespace dossier::web
