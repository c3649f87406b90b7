#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/api/searching.h"
#include "web/clock.h"
#include "web/exports/runs.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <algorithm>
#include <set>

namespace dossier::web {

namespace {

constexpr int page_of_filings = 100;

/// The ids that a body names; what is wrong with them.
tl::expected<std::vector<std::string>, Response> ids_in(const nlohmann::json& ids)
{
    const bool are_ids = ids.is_array() && !ids.empty() && ids.size() <= most_exported_records &&
                         std::ranges::all_of(ids, [](const auto& id) { return id.is_string(); });
    if (!are_ids)
        return tl::unexpected(
            bad_field("bad_records", "records is a list of 1 to 500 ids of records.", "records")
        );
    auto records = ids.get<std::vector<std::string>>();
    if (std::set(records.begin(), records.end()).size() < records.size())
        return tl::unexpected(bad_field("bad_records", "A record is there twice.", "records"));
    return records;
}

/// Its format and purpose; `selects` are the members that say which records, one of which is there.
tl::expected<ExportOrder, Response>
order_in(const nlohmann::json& body, std::initializer_list<std::string_view> selects)
{
    int selected = 0;
    for (const auto& [name, value] : body.items()) {
        const bool is_select = std::ranges::find(selects, name) != selects.end();
        selected += is_select ? 1 : 0;
        if (!is_select && name != "format" && name != "purpose")
            return tl::unexpected(problem(400, "unknown_field", "Nobody asked for this.", {name}));
    }
    const auto text = [&](const char* name) {
        const auto found = body.find(name);
        return found != body.end() && found->is_string() ? found->get<std::string>()
                                                         : std::string{};
    };
    ExportOrder order{.format = text("format"), .records = {}, .purpose = text("purpose")};
    if (!is_one_of(export_formats, order.format))
        return tl::unexpected(
            bad_field("unknown_format", "A format is csv, json, pdf or package.", "format")
        );
    if (!is_one_of(export_purposes, order.purpose))
        return tl::unexpected(bad_field(
            "unknown_purpose",
            "A purpose is customer_request, authority_request, audit, migration or business.",
            "purpose"
        ));
    if (selected != 1)
        return tl::unexpected(bad_field("bad_records", "Say which records, in one way.", "records")
        );
    return order;
}

/// The members of an object of texts; nothing when it is anything else, or has others.
std::optional<TextMap>
texts_in(const nlohmann::json& given, std::initializer_list<std::string_view> known)
{
    if (!given.is_object()) return std::nullopt;
    TextMap texts;
    for (const auto& [name, value] : given.items()) {
        if (std::ranges::find(known, name) == known.end() || !value.is_string())
            return std::nullopt;
        texts.emplace(name, value.template get<std::string>());
    }
    return texts;
}

Response too_many()
{
    return problem(
        422,
        "too_many_records",
        "An export has at most 500 records. Narrow the choice.",
        {"records"}
    );
}

/// What a search finds.
tl::expected<std::vector<std::string>, Response>
searched(const Call& call, const nlohmann::json& given)
{
    const auto fields = texts_in(given, {"text", "type", "station", "from", "to"});
    if (!fields)
        return tl::unexpected(
            bad_field("bad_records", "A search is as in /records/search.", "search")
        );
    auto query = search_query_of(*fields, call.site.policy.utc_offset);
    if (!query) return tl::unexpected(query.error());
    query->limit = most_exported_records;
    const auto actor = call.actor();
    if (!call.site.searches->admit(actor.name, call.now))
        return tl::unexpected(problem(429, "too_many_searches", "Too many searches. Wait a minute.")
        );
    const auto found = call.store().search(*query, actor, call.now);
    if (found.is_capped || !found.hits.next_cursor.empty()) return tl::unexpected(too_many());
    std::vector<std::string> ids;
    for (const auto& hit : found.hits.items)
        ids.push_back(hit.item.id.text);
    return ids;
}

/// What is filed so, of a type and a time where they are said.
tl::expected<std::vector<std::string>, Response>
filed(const Call& call, const nlohmann::json& given)
{
    const auto fields = texts_in(
        given,
        {"nature",
         "business",
         "value_tier",
         "region",
         "security_level",
         "retention_class",
         "box",
         "tag",
         "type",
         "from",
         "to"}
    );
    if (!fields)
        return tl::unexpected(bad_field("bad_records", "Classes are those of the plan.", "filed"));
    const auto query = search_query_of(*fields, call.site.policy.utc_offset);
    if (!query) return tl::unexpected(query.error());
    const auto& wanted = query->filters;
    const auto filter = filing_filter_of(*fields);
    std::vector<std::string> ids;
    std::string cursor;
    do {
        const auto page = call.store().filed_records(call.scope(), filter, cursor, page_of_filings);
        for (const auto& item : page.items) {
            if (wanted.from && item.committed_at < *wanted.from) return ids; // newest first
            const bool is_wanted = (wanted.type.empty() || item.type == wanted.type) &&
                                   (!wanted.until || item.committed_at < *wanted.until);
            if (is_wanted) ids.push_back(item.record_id.text);
        }
        if (ids.size() > most_exported_records) return tl::unexpected(too_many());
        cursor = page.next_cursor;
    } while (!cursor.empty());
    return ids;
}

tl::expected<std::vector<std::string>, Response>
selected_in(const Call& call, const nlohmann::json& body)
{
    if (body.contains("search")) return searched(call, body["search"]);
    if (body.contains("filed")) return filed(call, body["filed"]);
    auto ids = ids_in(body["records"]);
    std::vector<store::RecordId> records;
    for (const auto& id : ids.value_or(std::vector<std::string>{}))
        records.push_back({id});
    if (!call.store().has_records(records, call.scope())) return tl::unexpected(not_found());
    return ids;
}

/// Of somebody whose data are restricted nothing leaves.
store::Conflict restricted()
{
    return {
        .kind = store::ConflictKind::restricted, .detail = {}, .decision = {}, .broken_rule = {}};
}

Response file_response(ExportFile file)
{
    return download(std::move(file.body), file.name, std::move(file.media_type));
}

std::string_view state_text(const ExportState& state)
{
    if (!state.failure.empty()) return "failed";
    return state.is_ready ? "ready" : "making";
}

Json to_json(const ExportState& state)
{
    return {
        {"id", state.id},
        {"state", state_text(state)},
        {"format", state.order.format},
        {"purpose", state.order.purpose},
        {"records", state.order.records.size()},
        {"done", state.done},
        {"bytes", state.bytes},
        {"failure", text_or_null(state.failure)},
        {"ordered_at", to_text(state.ordered_at)}};
}

std::string_view kind_text(store::ExportStepKind kind)
{
    switch (kind) {
    case store::ExportStepKind::requested: return "requested";
    case store::ExportStepKind::exported: return "exported";
    case store::ExportStepKind::failed: return "failed";
    }
    return "requested";
}

Json to_json(const store::ExportStep& step)
{
    return {
        {"id", step.id},
        {"step", kind_text(step.kind)},
        {"format", step.format},
        {"purpose", step.purpose},
        {"records", step.records},
        {"sha256", text_or_null(step.sha256)},
        {"person", step.person},
        {"at", to_text(step.at)}};
}

} // namespace

Response export_records(const Call& call)
{
    const auto body = json_object(call.request);
    if (!body) return body.error();
    auto order = order_in(*body, {"records"});
    if (!order) return order.error();
    auto records = ids_in(body->at("records"));
    if (!records) return records.error();
    order->records = *std::move(records);
    auto& store = call.store();
    const auto actor = call.actor();
    auto made = make_export(
        store,
        *order,
        actor,
        [&] { return call.now; },
        call.site.policy.utc_offset,
        [](std::size_t) { return true; }
    );
    if (!made && made.error() == ExportTrouble::too_large)
        return problem(
            413, "export_too_large", "A package holds at most 128 MiB: take fewer records."
        );
    if (!made && made.error() == ExportTrouble::restricted) return problem_of(restricted());
    if (!made) return not_found();
    // Before anything leaves: no entry, no export.
    store.note_export(
        step_of(store.new_export_id(), *order, store::ExportStepKind::exported), actor, call.now
    );
    return file_response(*std::move(made));
}

Response order_export(const Call& call)
{
    const auto body = json_object(call.request);
    if (!body) return body.error();
    auto order = order_in(*body, {"records", "search", "filed"});
    if (!order) return order.error();
    auto records = selected_in(call, *body);
    if (!records) return records.error();
    for (const auto& id : *records)
        if (call.store().is_restricted({id}, call.scope())) return problem_of(restricted());
    if (records->empty())
        return problem(422, "no_records", "There is no such record.", {"records"});
    order->records = *std::move(records);
    const auto run =
        call.site.exports->order(call.store(), *std::move(order), call.actor(), call.now);
    if (!run)
        return problem(
            429, "too_many_exports", "Fetch what is ready first, or wait until it is forgotten."
        );
    call.site.export_ordered();
    return json_response(202, to_json(*run));
}

Response list_exports(const Call& call)
{
    Json runs = Json::array();
    for (const auto& state : call.site.exports->of(call.actor().name, call.now))
        runs.push_back(to_json(state));
    const auto history =
        call.store().export_steps(call.actor(), call.request.query_value("cursor"), page_size);
    Json items = Json::array();
    for (const auto& step : history.items)
        items.push_back(to_json(step));
    return json_response(
        200,
        {{"runs", std::move(runs)},
         {"items", std::move(items)},
         {"next_cursor", text_or_null(history.next_cursor)}}
    );
}

Response fetch_export(const Call& call)
{
    auto file =
        call.site.exports->fetch(call.store(), call.request.param("id"), call.actor(), call.now);
    return file ? file_response(*std::move(file)) : not_found();
}

Response download_record_pdf(const Call& call)
{
    const store::RecordId id{call.request.param("id")};
    if (call.store().is_restricted(id, call.scope())) return problem_of(restricted());
    const auto record = call.store().view_record(id, call.actor(), call.now);
    auto pdf =
        record ? record_pdf(call.store(), id, call.actor(), call.now, call.site.policy.utc_offset)
               : std::nullopt;
    if (!pdf) return not_found();
    return download(*std::move(pdf), record->item.number + ".pdf", "application/pdf");
}

} // namespace dossier::web
