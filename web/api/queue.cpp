#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/json.h"
#include "web/mapping.h"

namespace dossier::web {

Response list_queue(const Call& call)
{
    const auto listing =
        call.store().queue(call.actor(), call.request.query_value("cursor"), page_size, call.now);
    const auto counts = call.store().counts(call.scope());
    Json body = to_json(listing);
    body["away"] = call.store().is_away(call.actor().name);
    body["counts"] = {
        {"review", counts.review},
        {"received", counts.received},
        {"quarantined", counts.quarantined},
        {"rejected", counts.rejected},
        {"committed", counts.committed},
    };
    return json_response(200, body);
}

Response claim_next(const Call& call)
{
    std::optional<store::DocumentId> after;
    if (!call.request.body.empty()) {
        const auto fields = text_fields(call.request, {}, {"after"});
        if (!fields) return fields.error();
        if (const auto given = fields->find("after"); given != fields->end())
            after = store::DocumentId{given->second};
    }
    const auto document = call.store().claim_next(call.actor(), after, call.now);
    return document ? document_response(call, *document) : no_content();
}

} // namespace dossier::web
