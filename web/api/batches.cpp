#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <algorithm>
#include <array>

namespace dossier::web {

namespace {

constexpr std::array states{
    store::BatchState::open, store::BatchState::balanced, store::BatchState::closed};

/// A station sees its own batches, whatever it asks for.
std::string station_asked_for(const Call& call)
{
    return call.station ? call.station->name : std::string{call.request.query_value("station")};
}

/// The batch in the path, where the caller may see it.
std::optional<store::Batch> find_visible(const Call& call)
{
    auto batch = call.store().find_batch(call.scope(), call.request.param("id"));
    const bool is_hidden = batch && call.station && batch->item.station != call.station->name;
    return is_hidden ? std::nullopt : std::move(batch);
}

Response with_version(const store::BatchItem& item, const Json& body)
{
    auto answer = json_response(200, body);
    answer.headers.emplace_back("ETag", "\"" + std::to_string(item.version) + "\"");
    return answer;
}

} // namespace

Response list_batches(const Call& call)
{
    const auto given = call.request.query_value("state");
    std::optional<store::BatchState> state;
    if (!given.empty()) {
        const auto known =
            std::ranges::find_if(states, [&](auto each) { return to_text(each) == given; });
        if (known == states.end())
            return problem(400, "unknown_state", "There is no such state.", {"state"});
        state = *known;
    }
    const auto batches = call.store().batches(
        call.scope(), state, station_asked_for(call), call.request.query_value("cursor"), page_size
    );
    return json_response(200, to_json(batches));
}

Response show_batch(const Call& call)
{
    const auto batch = find_visible(call);
    return batch ? with_version(batch->item, to_json(*batch)) : not_found();
}

Response accept_batch(const Call& call)
{
    const auto fields = text_fields(call.request, {"reason"}, {});
    if (!fields) return fields.error();
    const auto version = expected_version(call.request);
    if (!version) return version.error();
    const auto accepted = call.store().accept_batch(
        call.request.param("id"), fields->at("reason"), *version, call.actor(), call.now
    );
    return accepted ? with_version(*accepted, to_json(*accepted)) : problem_of(accepted.error());
}

Response put_late_page(const Call& call)
{
    const auto fields = text_fields(call.request, {"original_id", "page"}, {"document_id"});
    if (!fields) return fields.error();
    const auto page = page_number(fields->at("page"));
    if (!page) return problem(422, "bad_page", "This is no page's number.", {"page"});
    const auto version = expected_version(call.request);
    if (!version) return version.error();
    std::optional<store::DocumentId> document;
    if (const auto id = text_or_empty(*fields, "document_id"); !id.empty())
        document = store::DocumentId{id};
    const auto put = call.store().put_late_page(
        call.request.param("id"),
        {.original_id = {fields->at("original_id")}, .page_no = *page},
        document,
        *version,
        call.actor(),
        call.now
    );
    if (!put) return problem_of(put.error());
    call.site.work_arrived();
    return with_version(*put, to_json(*put));
}

Response show_batch_receipt(const Call& call)
{
    const auto batch = find_visible(call);
    const auto receipt =
        batch ? call.store().batch_receipt(call.scope(), batch->item.id) : std::nullopt;
    if (!receipt) return not_found();
    return {
        .status = 200, .media_type = "text/plain; charset=utf-8", .body = *receipt, .headers = {}};
}

Response show_receipt_key(const Call& call)
{
    return {
        .status = 200,
        .media_type = "text/plain; charset=utf-8",
        .body = call.store().receipt_key() + "\n",
        .headers = {}};
}

} // namespace dossier::web
