// Pages arranged anew: retyped, split, joined, moved.

#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <algorithm>
#include <limits>

namespace dossier::web {

namespace {

constexpr std::size_t most_documents = 32;
constexpr std::size_t most_pages = 500;

bool has_only(const nlohmann::json& object, std::initializer_list<std::string_view> names)
{
    return object.is_object() && object.size() == names.size() &&
           std::ranges::all_of(names, [&](auto name) { return object.contains(name); });
}

bool is_count(const nlohmann::json& value)
{
    return value.is_number_unsigned() && value <= std::numeric_limits<int>::max();
}

std::optional<store::DocumentPage> page_in(const nlohmann::json& given)
{
    if (!has_only(given, {"document_id", "page"}) || !given["document_id"].is_string() ||
        !is_count(given["page"]))
        return std::nullopt;
    return store::DocumentPage{
        .document_id = {given["document_id"].get<std::string>()}, .page = given["page"].get<int>()};
}

std::optional<store::DocumentVersion> version_in(const nlohmann::json& given)
{
    if (!has_only(given, {"document_id", "version"}) || !given["document_id"].is_string() ||
        !is_count(given["version"]))
        return std::nullopt;
    return store::DocumentVersion{
        .id = {given["document_id"].get<std::string>()},
        .version = given["version"].get<std::int64_t>()};
}

/// A type that is null is left to the reader.
std::optional<store::WantedDocument>
wanted_in(const nlohmann::json& given, const ocr::TypeCatalog& types)
{
    if (!has_only(given, {"type", "pages"}) || !given["pages"].is_array() ||
        given["pages"].size() > most_pages)
        return std::nullopt;
    store::WantedDocument wanted;
    if (given["type"].is_string()) {
        wanted.type = given["type"].get<std::string>();
        if (types.find_type(wanted.type) == nullptr) return std::nullopt;
    } else if (!given["type"].is_null())
        return std::nullopt;
    for (const auto& each : given["pages"]) {
        const auto page = page_in(each);
        if (!page) return std::nullopt;
        wanted.pages.push_back(*page);
    }
    return wanted;
}

std::optional<store::Rearrangement>
rearrangement_in(const nlohmann::json& body, const ocr::TypeCatalog& types)
{
    const auto is_list = [&](const char* name) {
        return body[name].is_array() && body[name].size() <= most_documents;
    };
    if (!has_only(body, {"from", "into"}) || !is_list("from") || !is_list("into"))
        return std::nullopt;
    store::Rearrangement rearrangement;
    for (const auto& each : body["from"]) {
        const auto from = version_in(each);
        if (!from) return std::nullopt;
        rearrangement.from.push_back(*from);
    }
    for (const auto& each : body["into"]) {
        auto wanted = wanted_in(each, types);
        if (!wanted) return std::nullopt;
        rearrangement.into.push_back(std::move(*wanted));
    }
    return rearrangement;
}

Json neighbour_json(const store::NeighbourDocument& document)
{
    return {
        {"document_id", document.id.text},
        {"version", document.version},
        {"type", document.type},
        {"state", to_text(document.state)},
        {"source_name", document.source_name},
        {"claimed_by", text_or_null(document.claimed_by)},
        {"pages", document.pages},
    };
}

} // namespace

Response list_neighbours(const Call& call)
{
    const auto found =
        call.store().view_neighbours({call.request.param("id")}, call.actor(), call.now);
    if (!found) return not_found();
    Json items = Json::array();
    for (const auto& document : found->documents)
        items.push_back(neighbour_json(document));
    return json_response(
        200, {{"batch_id", found->batch_id ? Json(*found->batch_id) : Json{}}, {"items", items}}
    );
}

Response arrange_pages(const Call& call)
{
    const auto body = json_object(call.request);
    if (!body) return body.error();
    const auto rearrangement = rearrangement_in(*body, call.site.types.in_force()->catalog);
    if (!rearrangement)
        return problem(
            400,
            "bad_arrangement",
            "Say from which documents, in which versions, and into which, with their pages."
        );
    const auto made = call.store().arrange(*rearrangement, call.actor(), call.now);
    if (!made) return problem_of(made.error());
    call.site.work_arrived();
    Json originals = Json::array();
    for (const auto& id : *made)
        originals.push_back(id.text);
    return json_response(202, {{"originals", originals}});
}

} // namespace dossier::web
