// Drafts of document types: begun, changed, tried on specimens, published or ended.

#include "capture/sniff.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/api/type_answers.h"
#include "web/clock.h"
#include "web/json.h"
#include "web/problem.h"

#include <optional>
#include <span>
#include <string>
#include <utility>

namespace dossier::web {

namespace {

Json specimen_json(const store::TypeSpecimen& specimen)
{
    return {
        {"position", specimen.position},
        {"source_name", specimen.source_name},
        {"size", specimen.size}};
}

Json draft_json(const store::TypeDraft& draft)
{
    Json specimens = Json::array();
    for (const auto& specimen : draft.specimens)
        specimens.push_back(specimen_json(specimen));
    const auto fault = fault_of_type(draft.text);
    return {
        {"id", draft.id},
        {"version", draft.version},
        {"form", form_of(draft.text).value_or(Json::object())},
        {"text", draft.text},
        {"fault", fault ? Json{{"line", fault->line}, {"reason", fault->reason}} : Json{}},
        {"begun_by", draft.begun_by},
        {"begun_at", to_text(draft.begun_at)},
        {"changed_by", draft.changed_by},
        {"changed_at", to_text(draft.changed_at)},
        {"specimens", std::move(specimens)}};
}

Response draft_response(int status, const store::TypeDraft& draft)
{
    auto answer = json_response(status, draft_json(draft));
    answer.headers.emplace_back("ETag", "\"" + std::to_string(draft.version) + "\"");
    return answer;
}

Response bad_draft()
{
    return problem(400, "bad_draft", "Send a form, a text, or a type's name and version.");
}

/// The text that a body brings, as it is (`text`) or as a form; nothing where it brings neither.
std::optional<tl::expected<std::string, Response>> text_in(const nlohmann::json& body)
{
    if (body.size() != 1) return std::nullopt;
    if (body.contains("text") && body["text"].is_string()) {
        auto text = body["text"].get<std::string>();
        if (const auto form = form_of(text); !form)
            return tl::expected<std::string, Response>{tl::unexpected(problem_of(form.error()))};
        return text;
    }
    if (!body.contains("form")) return std::nullopt;
    auto text = text_of(body["form"]);
    if (!text) return tl::expected<std::string, Response>{tl::unexpected(bad_draft())};
    return *std::move(text);
}

/// A draft's beginning: what is given, a version of a type, or nothing yet.
tl::expected<std::string, Response> first_text(const Call& call, const nlohmann::json& body)
{
    if (body.empty()) return "version = 1\n";
    if (auto text = text_in(body)) return *std::move(text);
    if (body.size() != 2 || !body.contains("name") || !body.contains("version") ||
        !body["name"].is_string() || !body["version"].is_number_unsigned())
        return tl::unexpected(bad_draft());
    const auto name = body["name"].get<std::string>();
    const auto version = body["version"].get<std::uint64_t>();
    for (const auto& published : call.store().type_versions())
        if (published.name == name && std::cmp_equal(published.version, version))
            return published.text;
    const auto* const installed = call.site.types.installed().find_type(name);
    if (installed == nullptr || !std::cmp_equal(installed->version, version))
        return tl::unexpected(not_found());
    return installed->text;
}

} // namespace

Response problem_of(const TypeFault& fault)
{
    return problem(422, "bad_type", "Line " + std::to_string(fault.line) + ": " + fault.reason);
}

Response published_response(const Call& call, const Publication& publication)
{
    auto published = publish(call.site.types, call.store(), publication, call.actor(), call.now);
    if (!published)
        return std::visit([](const auto& fault) { return problem_of(fault); }, published.error());
    return json_response(201, {{"name", published->name}, {"version", published->version}});
}

Response list_type_drafts(const Call& call)
{
    Json items = Json::array();
    for (const auto& draft : call.store().type_drafts()) {
        const auto form = form_of(draft.text).value_or(Json::object());
        const auto part = [&](const char* key) { return form.contains(key) ? form[key] : Json{}; };
        items.push_back(
            {{"id", draft.id},
             {"name", part("name")},
             {"title", part("title")},
             {"specimens", draft.specimens.size()},
             {"changed_by", draft.changed_by},
             {"changed_at", to_text(draft.changed_at)}}
        );
    }
    return json_response(200, {{"items", std::move(items)}});
}

Response begin_type_draft(const Call& call)
{
    const auto body = json_object(call.request);
    if (!body) return body.error();
    const auto text = first_text(call, *body);
    if (!text) return text.error();
    return draft_response(201, call.store().begin_type_draft(*text, call.actor(), call.now));
}

Response show_type_draft(const Call& call)
{
    const auto draft = call.store().find_type_draft(call.request.param("id"));
    return draft ? draft_response(200, *draft) : not_found();
}

Response change_type_draft(const Call& call)
{
    const auto body = json_object(call.request);
    if (!body) return body.error();
    const auto version = expected_version(call.request);
    if (!version) return version.error();
    const auto text = text_in(*body);
    if (!text) return bad_draft();
    if (!*text) return text->error();
    const auto draft = call.store().change_type_draft(
        call.request.param("id"), **text, *version, call.actor(), call.now
    );
    return draft ? draft_response(200, *draft) : problem_of(draft.error());
}

Response end_type_draft(const Call& call)
{
    const bool ended =
        call.store().end_type_draft(call.request.param("id"), call.actor(), call.now);
    return ended ? no_content() : not_found();
}

Response add_specimen(const Call& call)
{
    const auto name = source_name(call.request);
    if (!name)
        return problem(
            400, "bad_source_name", "The file's name cannot be shown.", {"x-source-name"}
        );
    const auto bytes = std::as_bytes(std::span{call.request.body});
    if (const auto kind = capture::check_whole(bytes, call.site.limits); !kind)
        return problem(422, kind.error().code, kind.error().message);
    const auto added =
        call.store().add_specimen(call.request.param("id"), *name, bytes, call.actor(), call.now);
    return added ? json_response(201, specimen_json(*added)) : problem_of(added.error());
}

Response remove_specimen(const Call& call)
{
    const auto position = page_number(call.request.param("position"));
    const bool removed =
        position &&
        call.store().remove_specimen(call.request.param("id"), *position, call.actor(), call.now);
    return removed ? no_content() : not_found();
}

Response publish_type(const Call& call)
{
    const auto fields = text_fields(call.request, {"reason"});
    if (!fields) return fields.error();
    const auto version = expected_version(call.request);
    if (!version) return version.error();
    const auto draft = call.store().find_type_draft(call.request.param("id"));
    if (!draft) return not_found();
    return published_response(
        call,
        {.text = draft->text,
         .reason = fields->at("reason"),
         .draft_id = draft->id,
         .draft_version = *version}
    );
}

} // namespace dossier::web
