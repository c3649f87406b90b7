#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/clock.h"
#include "web/json.h"
#include "web/problem.h"

namespace dossier::web {

namespace {

store::DocumentId document_id(const Call& call)
{
    return {call.request.param("id")};
}

/// Either way in which a document ends without a record; both say why.
Response end_document(const Call& call, decltype(&store::Store::reject_document) end)
{
    const auto fields = text_fields(call.request, {"reason"});
    if (!fields) return fields.error();
    if (fields->at("reason").empty()) return problem(422, "reason_missing", "Say why.", {"reason"});
    const auto version = expected_version(call.request);
    if (!version) return version.error();
    const auto document =
        (call.store().*end
        )(document_id(call), fields->at("reason"), *version, call.actor(), call.now);
    return document ? document_response(call, *document) : problem_of(document.error());
}

} // namespace

Response show_document(const Call& call)
{
    const auto document = call.store().view_document(document_id(call), call.actor(), call.now);
    return document ? document_response(call, *document) : not_found();
}

Response claim_document(const Call& call)
{
    const auto until = call.store().claim_document(document_id(call), call.actor(), call.now);
    if (!until) return problem_of(until.error());
    return lease_response(*until, call.now);
}

Response release_document(const Call& call)
{
    call.store().release_document(document_id(call), call.actor(), call.now);
    return no_content();
}

Response show_page_image(const Call& call)
{
    const auto page = page_number(call.request);
    if (!page) return not_found();
    if (!call.store().is_sheet_open(document_id(call), call.actor()))
        return problem(403, "sheet_closed", "Open the whole sheet with a reason first.");
    return jpeg_response(call.store().page_image(document_id(call), *page, call.actor(), call.now));
}

Response reject_document(const Call& call)
{
    return end_document(call, &store::Store::reject_document);
}

Response request_rescan(const Call& call)
{
    return end_document(call, &store::Store::request_rescan);
}

Response note_rescanned(const Call& call)
{
    const auto noted = call.store().note_rescanned(document_id(call), call.actor(), call.now);
    return noted ? no_content() : problem_of(noted.error());
}

Response commit_document(const Call& call)
{
    const auto version = expected_version(call.request);
    if (!version) return version.error();
    const auto record =
        call.store().commit_document(document_id(call), *version, call.actor(), call.now);
    if (!record) return problem_of(record.error());
    auto answer = json_response(201, {{"record_id", record->id.text}, {"number", record->number}});
    answer.headers.emplace_back("Location", "/api/v1/records/" + record->id.text);
    return answer;
}

} // namespace dossier::web
