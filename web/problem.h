#pragma once
// Every error that leaves the service is an RFC 9457 problem document, built here and nowhere else.

#include "web/request.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

/// `type` is stable and scripted against; `detail` is a sentence for people without personal data;
/// `fields` names the request's fields at fault.
struct Problem {
    int status = 500;
    std::string type;
    std::string detail;
    std::vector<std::string> fields;
    std::optional<std::int64_t> offset{}; ///< where an upload goes on
};

[[nodiscard]] Response problem(const Problem& problem);
[[nodiscard]] Response problem(
    int status, std::string_view type, std::string_view detail, std::vector<std::string> fields = {}
);

[[nodiscard]] Response not_found();

/// The reason phrase of a status code.
[[nodiscard]] std::string_view status_title(int status);

} // namespace dossier::web
