#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/masking.h"
#include "web/problem.h"

namespace dossier::web {

namespace {

store::RecordId record_id(const Call& call)
{
    return {call.request.param("id")};
}

} // namespace

Response list_records(const Call& call)
{
    return json_response(
        200,
        to_json(call.store().records(
            call.scope(),
            call.request.query_value("type"),
            call.request.query_value("cursor"),
            page_size
        ))
    );
}

Response show_record(const Call& call)
{
    const auto record = call.store().view_record(record_id(call), call.actor(), call.now);
    if (!record) {
        // Of another department's record nobody learns even that it was.
        const auto disposal =
            call.scope().is_site() ? call.store().destroyed_by(record_id(call)) : std::nullopt;
        return disposal ? problem(410, "destroyed", "It was destroyed by " + *disposal + ".")
                        : not_found();
    }
    auto body = to_json(*record);
    body["restricted"] = call.store().is_restricted(record_id(call));
    if (call.site.policy.need_to_know) {
        const auto types = call.site.types.as_of(record->item.type, record->type_version);
        mask_fields(body, types->find_type(record->item.type), Masked::all);
    }
    return json_response(200, body);
}

Response show_record_image(const Call& call)
{
    const auto page = page_number(call.request);
    if (!page) return not_found();
    return jpeg_response(call.store().record_image(record_id(call), *page, call.actor(), call.now));
}

// The bytes as received are hostile: they leave as a download under a name of ours, never inline.
Response download_original(const Call& call)
{
    if (call.store().is_restricted(record_id(call), call.scope()))
        return problem_of(store::Conflict{
            .kind = store::ConflictKind::restricted,
            .detail = {},
            .decision = {},
            .broken_rule = {}});
    const auto number = file_number(call.request);
    const auto bytes =
        number ? call.store().record_original(record_id(call), call.actor(), call.now, *number)
               : std::nullopt;
    if (!bytes) return not_found();
    return download(body_of(*bytes), "original.bin", "application/octet-stream");
}

} // namespace dossier::web
