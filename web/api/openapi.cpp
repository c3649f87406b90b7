#include "web/openapi.h"

#include "web/api/handlers.h"

namespace dossier::web {

Response show_openapi(const Call&)
{
    return {
        .status = 200,
        .media_type = "application/json",
        .body = std::string{openapi_text},
        .headers = {}};
}

} // namespace dossier::web
