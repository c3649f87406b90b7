#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/json.h"

namespace dossier::web {

Response rotate_keys(const Call& call)
{
    // The service's own round wraps the data keys anew (service.cpp).
    return json_response(
        202, {{"key_version", call.store().rotate_data_key(call.actor(), call.now)}}
    );
}

} // namespace dossier::web
