#include "tests/web/described.h"

#include "web/openapi.h"

#include <algorithm>
#include <cctype>

namespace dossier::web {

namespace {

using nlohmann::json;

std::string lower(std::string_view text)
{
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) {
        return static_cast<char>(std::tolower(c));
    });
    return out;
}

bool is_of_type(const json& value, const std::string& type)
{
    if (type == "null") return value.is_null();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "integer") return value.is_number_integer();
    if (type == "number") return value.is_number();
    if (type == "array") return value.is_array();
    return type == "object" && value.is_object();
}

bool has_allowed_type(const json& value, const json& type)
{
    if (type.is_string()) return is_of_type(value, type);
    return std::any_of(type.begin(), type.end(), [&](const json& one) {
        return is_of_type(value, one);
    });
}

std::string
difference(const json& all, const json& schema, const json& value, const std::string& at);

std::string
object_difference(const json& all, const json& schema, const json& value, const std::string& at)
{
    for (const auto& name : schema.value("required", json::array()))
        if (!value.contains(name.get<std::string>()))
            return at + " lacks " + name.get<std::string>();
    if (!schema.contains("properties")) return {};
    for (const auto& [name, member] : value.items()) {
        if (!schema["properties"].contains(name))
            return at + " has " + name + ", which is not described";
        if (auto wrong = difference(all, schema["properties"][name], member, at + "." + name);
            !wrong.empty())
            return wrong;
    }
    return {};
}

std::string
difference(const json& all, const json& schema, const json& value, const std::string& at)
{
    if (schema.contains("$ref"))
        return difference(
            all, all.at(json::json_pointer{schema["$ref"].get<std::string>().substr(1)}), value, at
        );
    if (schema.contains("oneOf")) {
        for (const auto& choice : schema["oneOf"])
            if (difference(all, choice, value, at).empty()) return {};
        return at + " is none of its choices";
    }
    if (schema.contains("type") && !has_allowed_type(value, schema["type"]))
        return at + " has another type";
    if (schema.contains("enum") &&
        std::find(schema["enum"].begin(), schema["enum"].end(), value) == schema["enum"].end())
        return at + " is not one of its values";
    if (value.is_object()) return object_difference(all, schema, value, at);
    if (value.is_array() && schema.contains("items"))
        for (const auto& item : value)
            if (auto wrong = difference(all, schema["items"], item, at + "[]"); !wrong.empty())
                return wrong;
    return {};
}

} // namespace

bool find_operation(const json& description, std::string_view method, std::string_view path)
{
    return description["paths"].contains(path) &&
           description["paths"][std::string{path}].contains(lower(method));
}

std::string
difference_of_request(std::string_view method, std::string_view path, const nlohmann::json& given)
{
    const auto all = json::parse(openapi_text);
    if (!find_operation(all, method, path)) return "not described";
    const auto& operation = all["paths"][std::string{path}][lower(method)];
    if (!operation.contains("requestBody")) return "a body is not described";
    return difference(
        all, operation["requestBody"]["content"]["application/json"]["schema"], given, "question"
    );
}

std::string difference_from_description(
    std::string_view method, std::string_view path, const Response& response
)
{
    const auto all = json::parse(openapi_text);
    if (!find_operation(all, method, path)) return "not described";
    const auto& responses = all["paths"][std::string{path}][lower(method)]["responses"];
    const auto status = std::to_string(response.status);
    if (!responses.contains(status)) return "status " + status + " is not described";
    const auto& content = responses[status].value("content", json::object());
    if (!content.contains(response.media_type)) return "the media type is not described";
    return difference(
        all, content[response.media_type]["schema"], json::parse(response.body), "answer"
    );
}

} // namespace dossier::web
