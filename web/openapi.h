#pragma once
// The description of the API (openapi.json), embedded at build.

#include <string_view>

namespace dossier::web {

extern const std::string_view openapi_text;

} // namespace dossier::web
