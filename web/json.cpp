#include "web/json.h"

#include "web/clock.h"
#include "web/problem.h"

#include <algorithm>
#include <set>
#include <vector>

namespace dossier::web {

namespace {

/// Watches nlohmann's parser: how deep it goes and whether an object names a key twice.
class Watch {
public:
    bool operator()(int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed)
    {
        using Event = nlohmann::json::parse_event_t;
        // The parser reports the depth before it enters; a limit of n admits n nested brackets.
        if (event == Event::object_start || event == Event::array_start)
            too_deep = too_deep || depth >= max_json_depth;
        if (event == Event::object_start) keys_.emplace_back();
        if (event == Event::key && !keys_.back().insert(parsed.get<std::string>()).second)
            repeats = true;
        if (event == Event::object_end) keys_.pop_back();
        return !too_deep && !repeats;
    }

    bool too_deep = false;
    bool repeats = false;

private:
    std::vector<std::set<std::string>> keys_;
};

bool contains(std::initializer_list<std::string_view> names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

} // namespace

tl::expected<nlohmann::json, Response> parse_json(std::string_view text)
{
    if (text.size() > max_json_bytes)
        return tl::unexpected(problem(413, "body_too_large", "A JSON body may have 256 KiB."));
    Watch watch;
    auto value = nlohmann::json::parse(text, std::ref(watch), false);
    if (watch.too_deep)
        return tl::unexpected(problem(400, "json_too_deep", "JSON may be nested 16 levels deep."));
    if (watch.repeats)
        return tl::unexpected(problem(400, "json_repeats_key", "An object names a key twice."));
    if (value.is_discarded())
        return tl::unexpected(problem(400, "json_malformed", "The body is not JSON in UTF-8."));
    return value;
}

tl::expected<nlohmann::json, Response> json_object(const Request& request)
{
    if (!request.header("content-type").starts_with("application/json"))
        return tl::unexpected(problem(415, "json_expected", "Send the body as application/json."));
    auto body = parse_json(request.body);
    if (body && !body->is_object())
        return tl::unexpected(problem(400, "object_expected", "The body must be a JSON object."));
    return body;
}

tl::expected<TextMap, Response> text_fields(
    const Request& request,
    std::initializer_list<std::string_view> required,
    std::initializer_list<std::string_view> optional
)
{
    const auto body = json_object(request);
    if (!body) return tl::unexpected(body.error());
    TextMap fields;
    for (const auto& [name, value] : body->items()) {
        if (!contains(required, name) && !contains(optional, name))
            return tl::unexpected(
                problem(400, "unknown_field", "The body has a field that is not known.")
            );
        if (value.is_null() && contains(optional, name)) continue;
        if (!value.is_string())
            return tl::unexpected(
                problem(400, "text_expected", "This field must be a text.", {name})
            );
        fields.emplace(name, value.get<std::string>());
    }
    for (const auto name : required)
        if (!fields.contains(name))
            return tl::unexpected(
                problem(400, "field_missing", "A field is missing.", {std::string{name}})
            );
    return fields;
}

std::string text_or_empty(const TextMap& fields, std::string_view name)
{
    const auto found = fields.find(name);
    return found == fields.end() ? std::string{} : found->second;
}

Json text_or_null(std::string_view text)
{
    return text.empty() ? Json{} : Json(text);
}

Json moment_or_null(capture::Instant moment)
{
    return moment == capture::Instant{} ? Json{} : Json(to_text(moment));
}

Response json_response(int status, const Json& body)
{
    // Replaces what is not UTF-8 rather than failing: an answer must not depend on a file's name.
    return {
        .status = status,
        .media_type = "application/json",
        .body = body.dump(-1, ' ', false, Json::error_handler_t::replace),
        .headers = {}};
}

} // namespace dossier::web
