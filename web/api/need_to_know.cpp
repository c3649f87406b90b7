#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/digest.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <algorithm>
#include <array>

namespace dossier::web {

namespace {

/// Why somebody looks at a whole sheet: codes for the trail, which holds no text of people's own.
constexpr std::array<std::string_view, 5> sheet_reasons{
    "context", "wrong_place", "stamp_or_signature", "type_in_doubt", "asked_by_supervisor"};

} // namespace

Response show_page_parts(const Call& call)
{
    const auto page = page_number(call.request);
    const auto shown =
        page ? call.store().page_parts({call.request.param("id")}, *page, call.actor(), call.now)
             : std::nullopt;
    if (!shown) return not_found();
    Json parts = Json::array();
    for (const auto& part : shown->parts)
        parts.push_back(
            {{"field", part.field},
             {"box", {part.box.x, part.box.y, part.box.width, part.box.height}},
             {"jpeg", base64(part.jpeg)}}
        );
    return json_response(
        200, {{"width", shown->width}, {"height", shown->height}, {"parts", std::move(parts)}}
    );
}

Response open_sheet(const Call& call)
{
    const auto fields = text_fields(call.request, {"reason"});
    if (!fields) return fields.error();
    if (std::ranges::find(sheet_reasons, fields->at("reason")) == sheet_reasons.end())
        return problem(422, "unknown_reason", "There is no such reason.", {"reason"});
    const auto opened = call.store().open_sheet(
        {call.request.param("id")}, fields->at("reason"), call.actor(), call.now
    );
    return opened ? no_content() : problem_of(opened.error());
}

Response reveal_field(const Call& call)
{
    const auto value = call.store().reveal_field(
        {call.request.param("id")}, call.request.param("field"), call.actor(), call.now
    );
    return value ? json_response(200, {{"value", *value}}) : not_found();
}

} // namespace dossier::web
