#pragma once
// Holds an answer against openapi.json: status described, every required key there, every key
// known, every type right. Enough of JSON Schema for what our description uses.

#include "web/request.h"

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace dossier::web {

[[nodiscard]] bool
find_operation(const nlohmann::json& description, std::string_view method, std::string_view path);

/// Empty when the answer is as described, else what differs.
[[nodiscard]] std::string difference_from_description(
    std::string_view method, std::string_view path, const Response& response
);

/// The same of a question's body, which the operation describes.
[[nodiscard]] std::string
difference_of_request(std::string_view method, std::string_view path, const nlohmann::json& given);

} // namespace dossier::web
