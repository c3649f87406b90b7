// Document types as they were published, version by version.

#include "verify/check.h"
#include "verify/examine.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/api/type_answers.h"
#include "web/clock.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

namespace dossier::web {

namespace {

/// All versions of one type, the newest first: published ones, and the file's where it is not among
/// them.
std::vector<store::TypeVersion> versions_of(
    const TypeShelf& types, std::vector<store::TypeVersion> published, const std::string& name
)
{
    std::erase_if(published, [&](const auto& version) { return version.name != name; });
    if (const auto* const file = types.installed().find_type(name);
        file != nullptr &&
        std::ranges::find(published, file->version, &store::TypeVersion::version) ==
            published.end())
        published.push_back(
            {.name = file->name,
             .version = file->version,
             .text = file->text,
             .reason = {},
             .published_by = {},
             .published_at = {},
             .is_installed = true}
        );
    std::ranges::sort(published, std::greater{}, &store::TypeVersion::version);
    return published;
}

Json version_json(const store::TypeVersion& version)
{
    const bool is_published = !version.is_installed;
    return {
        {"name", version.name},
        {"version", version.version},
        {"is_installed", version.is_installed},
        {"is_withdrawal", version.is_withdrawal()},
        {"published_by", is_published ? Json(version.published_by) : Json{}},
        {"published_at", is_published ? Json(to_text(version.published_at)) : Json{}},
        {"reason", is_published ? Json(version.reason) : Json{}}};
}

std::optional<store::TypeVersion> find_version(const Call& call)
{
    const auto number = page_number(call.request.param("version"));
    if (!number) return std::nullopt;
    const auto versions =
        versions_of(call.site.types, call.store().type_versions(), call.request.param("name"));
    const auto found = std::ranges::find(versions, *number, &store::TypeVersion::version);
    return found == versions.end() ? std::nullopt : std::optional{*found};
}

/// What fields of the types in force are called and how they are read: a label that one of them has
/// is mostly the same thing in a new type, too.
Json known_fields(const TypeShelf& types)
{
    Json fields = Json::array();
    for (const auto& type : types.in_force()->catalog.types) {
        const auto form = form_of(type.text).value_or(Json::object());
        if (!form.contains("field")) continue;
        for (const auto& field : form["field"])
            fields.push_back(field);
    }
    return fields;
}

} // namespace

Response show_type_words(const Call& call)
{
    Json grammars = Json::array();
    for (int i = 0; i <= static_cast<int>(ocr::Grammar::mrz); ++i)
        grammars.push_back(ocr::name_of(static_cast<ocr::Grammar>(i)));
    return json_response(
        200,
        {{"grammars", std::move(grammars)},
         {"rules", verify::kinds()},
         {"cross_checks", verify::cross_checks()},
         {"fields", known_fields(call.site.types)}}
    );
}

Response list_type_versions(const Call& call)
{
    const auto published = call.store().type_versions();
    const auto types = call.site.types.in_force();
    Json items = Json::array();
    for (const auto& type : types->catalog.types) {
        const auto versions = versions_of(call.site.types, published, type.name);
        const auto in_force =
            std::ranges::find(versions, type.version, &store::TypeVersion::version);
        if (in_force == versions.end()) continue;
        Json item = version_json(*in_force);
        item["title"] = to_json(type.title);
        item["is_withdrawn"] = types->withdrawn.contains(type.name);
        item["fields"] = type.fields.size();
        item["versions"] = versions.size();
        items.push_back(std::move(item));
    }
    return json_response(200, {{"items", std::move(items)}});
}

Response show_type_versions(const Call& call)
{
    const auto versions =
        versions_of(call.site.types, call.store().type_versions(), call.request.param("name"));
    if (versions.empty()) return not_found();
    Json items = Json::array();
    for (const auto& version : versions)
        items.push_back(version_json(version));
    return json_response(200, {{"items", std::move(items)}});
}

Response show_type_version(const Call& call)
{
    const auto version = find_version(call);
    if (!version) return not_found();
    Json body = version_json(*version);
    body["text"] = version->text;
    body["form"] = form_of(version->text).value_or(Json::object());
    return json_response(200, body);
}

Response publish_type_again(const Call& call)
{
    const auto fields = text_fields(call.request, {"reason"});
    if (!fields) return fields.error();
    const auto version = find_version(call);
    if (!version) return not_found();
    return published_response(
        call, {.text = version->text, .reason = fields->at("reason"), .draft_id = {}}
    );
}

Response withdraw_type(const Call& call)
{
    const auto fields = text_fields(call.request, {"reason"});
    if (!fields) return fields.error();
    const auto withdrawn = withdraw(
        call.site.types,
        call.store(),
        call.request.param("name"),
        fields->at("reason"),
        call.actor(),
        call.now
    );
    if (!withdrawn) return problem_of(withdrawn.error());
    return json_response(201, {{"name", withdrawn->name}, {"version", withdrawn->version}});
}

} // namespace dossier::web
