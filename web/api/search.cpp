// What is searched for is personal data: it comes in the body, never in an address.

#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/api/searching.h"
#include "web/clock.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <chrono>
#include <optional>

namespace dossier::web {

namespace {

constexpr std::size_t longest_text = 600; // bytes; some 200 characters

std::string_view to_text(store::ReadAs read_as)
{
    switch (read_as) {
    case store::ReadAs::everything: return "everything";
    case store::ReadAs::number: return "number";
    case store::ReadAs::text: return "text";
    }
    return "text";
}

std::string_view to_text(store::MatchKind kind)
{
    switch (kind) {
    case store::MatchKind::number: return "number";
    case store::MatchKind::whole: return "whole";
    case store::MatchKind::beginning: return "beginning";
    case store::MatchKind::part: return "part";
    case store::MatchKind::variant: return "variant";
    case store::MatchKind::sound: return "sound";
    case store::MatchKind::initials: return "initials";
    case store::MatchKind::similar: return "similar";
    }
    return "similar";
}

Json to_json(const store::SearchHit& hit)
{
    Json out = web::to_json(hit.item);
    Json matches = Json::array();
    for (const auto& match : hit.matches)
        matches.push_back({
            {"field", match.field},
            {"kind", to_text(match.kind)},
            {"before", match.before},
            {"match", match.match},
            {"after", match.after},
            {"is_former", match.is_former},
        });
    out["title"] = hit.title;
    out["matches"] = std::move(matches);
    return out;
}

Json to_json(const std::vector<store::FacetCount>& counts)
{
    Json out = Json::array();
    for (const auto& count : counts)
        out.push_back({{"value", count.value}, {"records", count.records}});
    return out;
}

Json to_json(const store::SearchAnswer& answer)
{
    Json items = Json::array();
    for (const auto& hit : answer.hits.items)
        items.push_back(to_json(hit));
    return {
        {"read_as", to_text(answer.read_as)},
        {"items", std::move(items)},
        {"next_cursor", text_or_null(answer.hits.next_cursor)},
        {"total", answer.total},
        {"is_capped", answer.is_capped},
        {"facets",
         {{"types", to_json(answer.facets.types)},
          {"stations", to_json(answer.facets.stations)},
          {"years", to_json(answer.facets.years)}}},
        {"index", {{"is_whole", answer.is_whole}, {"records", answer.indexed}}},
    };
}

} // namespace

std::optional<store::Instant> start_of(std::string_view day, std::chrono::minutes utc_offset)
{
    const auto parsed = parse_day(day);
    return parsed ? std::optional{store::Instant{*parsed - utc_offset}} : std::nullopt;
}

tl::expected<store::SearchQuery, Response>
search_query_of(const TextMap& fields, std::chrono::minutes utc_offset)
{
    store::SearchQuery query{.text = text_or_empty(fields, "text")};
    if (query.text.size() > longest_text)
        return tl::unexpected(
            problem(400, "text_too_long", "Search for up to 200 characters.", {"text"})
        );
    query.filters.type = text_or_empty(fields, "type");
    query.filters.station = text_or_empty(fields, "station");
    for (const auto* name : {"from", "to"}) {
        const auto day = text_or_empty(fields, name);
        if (day.empty()) continue;
        const auto start = start_of(day, utc_offset);
        if (!start)
            return tl::unexpected(
                problem(400, "date_malformed", "A day is written YYYY-MM-DD.", {name})
            );
        if (name == std::string_view{"from"})
            query.filters.from = *start;
        else
            query.filters.until = *start + std::chrono::days{1};
    }
    return query;
}

Response search_records(const Call& call)
{
    const auto fields =
        text_fields(call.request, {}, {"text", "type", "station", "from", "to", "cursor"});
    if (!fields) return fields.error();
    auto query = search_query_of(*fields, call.site.policy.utc_offset);
    if (!query) return query.error();
    query->cursor = text_or_empty(*fields, "cursor");
    const auto actor = call.actor();
    if (!call.site.searches->admit(actor.name, call.now))
        return problem(429, "too_many_searches", "Too many searches. Wait a minute.");
    return json_response(200, to_json(call.store().search(*query, actor, call.now)));
}

} // namespace dossier::web
