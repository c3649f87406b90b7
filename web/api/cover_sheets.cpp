#include "capture/sheet_code.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/cli/arguments.h"
#include "web/clock.h"
#include "web/cover_sheet.h"
#include "web/json.h"
#include "web/problem.h"

namespace dossier::web {

namespace {

constexpr int most_sheets = 100'000;
constexpr int most_copies = 500; ///< a page each in the file

/// `nothing` where the field is missing or empty.
std::optional<int>
number_in(const TextMap& fields, const std::string& name, int nothing, int least, int most)
{
    const auto text = text_or_empty(fields, name);
    return text.empty() ? std::optional{nothing} : parse_int(text, least, most);
}

Response bad(const std::string& field)
{
    return problem(422, "bad_cover", "A cover sheet cannot say this.", {field});
}

bool is_known_type(const Call& call, const std::string& type)
{
    return type.empty() || call.site.types.in_force()->is_read(type);
}

} // namespace

Response print_cover_sheet(const Call& call)
{
    const auto fields =
        text_fields(call.request, {"batch"}, {"sheets", "sides", "separators", "type", "station"});
    if (!fields) return fields.error();
    const auto sheets = number_in(*fields, "sheets", 0, 1, most_sheets);
    const auto sides = number_in(*fields, "sides", 1, 1, 2);
    const auto separators = number_in(*fields, "separators", -1, 0, most_copies);
    if (!capture::is_batch_name(fields->at("batch"))) return bad("batch");
    if (!sheets) return bad("sheets");
    if (!sides) return bad("sides");
    if (!separators) return bad("separators");
    const auto type = text_or_empty(*fields, "type");
    if (!is_known_type(call, type)) return bad("type");
    return download(
        cover_sheet_pdf(
            {.cover =
                 {.batch = fields->at("batch"),
                  .sheets = *sheets,
                  .sides = *sides,
                  .separators = *separators,
                  .type = type},
             .station = text_or_empty(*fields, "station"),
             .date = day_text(call.today())}
        ),
        fields->at("batch") + ".pdf",
        "application/pdf"
    );
}

Response print_separator_sheets(const Call& call)
{
    const auto fields = text_fields(call.request, {}, {"copies", "type"});
    if (!fields) return fields.error();
    const auto copies = number_in(*fields, "copies", 1, 1, most_copies);
    if (!copies) return bad("copies");
    const auto type = text_or_empty(*fields, "type");
    if (!is_known_type(call, type)) return bad("type");
    return download(
        separator_sheet_pdf({.type = type}, *copies), "separators.pdf", "application/pdf"
    );
}

} // namespace dossier::web
