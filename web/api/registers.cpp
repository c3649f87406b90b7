#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/clock.h"
#include "web/json.h"
#include "web/problem.h"
#include "web/register_json.h"
#include "web/registers/print.h"

namespace dossier::web {

namespace {

/// What is asked, or what is wrong with it.
tl::expected<store::RegisterQuery, Response> query_of(const TextMap& fields)
{
    const auto kind = parse_register_kind(fields.at("kind"));
    if (!kind)
        return tl::unexpected(
            bad_field("unknown_kind", "A register is handover, loans or destruction.", "kind")
        );
    store::RegisterQuery query{
        .kind = *kind,
        .from = {},
        .until = {},
        .classes = {},
        .disposal = text_or_empty(fields, "list")};
    for (const auto name : verify::class_names)
        if (auto word = text_or_empty(fields, name); !word.empty())
            query.classes.emplace(name, std::move(word));
    if (!query.disposal.empty()) return query;
    for (auto [name, day] : {std::pair{"from", &query.from}, std::pair{"until", &query.until}}) {
        const auto said = parse_day(text_or_empty(fields, name));
        if (!said) return tl::unexpected(bad_field("bad_day", "A day is yyyy-mm-dd.", name));
        *day = *said;
    }
    return query;
}

} // namespace

Response list_registers(const Call& call)
{
    return json_response(
        200, to_json(call.store().registers(call.request.query_value("cursor"), page_size))
    );
}

Response make_register(const Call& call)
{
    const auto fields = text_fields(
        call.request,
        {"kind", "language"},
        {"from",
         "until",
         "list",
         "format",
         "nature",
         "business",
         "value_tier",
         "region",
         "security_level",
         "retention_class"}
    );
    if (!fields) return fields.error();
    const auto language = parse_language(fields->at("language"));
    if (!language)
        return bad_field("unknown_language", "A language is zh-CN, zh-TW or en.", "language");
    const auto format = text_or_empty(*fields, "format");
    if (!format.empty() && format != "pdf" && format != "text")
        return bad_field("unknown_format", "A format is pdf or text.", "format");
    const auto query = query_of(*fields);
    if (!query) return query.error();
    // Before it is counted: a register that cannot be printed is none.
    const auto& font = call.site.print_font->font();
    const auto made = call.store().make_register(*query, call.actor(), call.now);
    if (!made) return problem_of(made.error());
    const auto& number = made->item.number;
    const auto types = call.site.types.in_force();
    if (format == "text")
        return download(
            store::register_text(*made), number + ".txt", "text/plain; charset=utf-8", 201
        );
    return download(
        register_pdf(
            *made,
            {.types = types->catalog,
             .plan = call.store().filing_plan(),
             .font = font,
             .language = *language,
             .utc_offset = call.site.policy.utc_offset}
        ),
        number + ".pdf",
        "application/pdf",
        201
    );
}

} // namespace dossier::web
