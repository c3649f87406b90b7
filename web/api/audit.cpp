#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/json.h"
#include "web/mapping.h"

namespace dossier::web {

Response list_audit(const Call& call)
{
    return json_response(
        200, to_json(call.store().audit(call.request.query_value("cursor"), page_size))
    );
}

} // namespace dossier::web
