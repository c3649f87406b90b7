#include "verify/mask.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/clock.h"
#include "web/data_request_json.h"
#include "web/exports/exports.h"
#include "web/json.h"
#include "web/letters/letters.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <fmt/format.h>

namespace dossier::web {

namespace {

using Answered = tl::expected<store::DataRequest, store::Conflict>;

std::string request_id(const Call& call)
{
    return call.request.param("id");
}

std::chrono::sys_days today(const Call& call)
{
    return std::chrono::sys_days{call.today()};
}

Json body_of(const Call& call, const store::DataRequest& request)
{
    auto body = to_json(request, today(call));
    if (call.site.policy.need_to_know)
        body["id_number"] = verify::masked_number("id_number", request.id_number);
    return body;
}

Response answer(const Call& call, const Answered& request, int status = 200)
{
    if (request) return json_response(status, body_of(call, *request));
    if (request.error().kind == store::ConflictKind::closed)
        return problem(409, "closed", "This was done before, or the request is over.");
    return problem_of(request.error());
}

/// A step that says one text.
template <typename Step>
Response with_text(const Call& call, std::string_view name, const Step& step)
{
    const auto fields = text_fields(call.request, {name});
    if (!fields) return fields.error();
    return answer(call, step(fields->at(std::string{name})));
}

/// Values, and the pages of records that name nobody else: a picture cannot be masked here.
std::string package_of(
    const Call& call,
    const store::DataRequestItem& request,
    std::span<const store::OwnCopy> copies,
    std::string pdf
)
{
    std::vector<PackedFile> files{
        {"copy.pdf", std::move(pdf)}, {"copy.json", own_copy_json(request, copies)}};
    for (const auto& copy : copies) {
        if (!copy.masked.empty()) continue;
        const auto& item = copy.record.item;
        for (const auto& page : copy.record.pages) {
            const auto image =
                call.store().record_image(item.id, page.facts.index, call.actor(), call.now);
            if (image)
                files.push_back(
                    {fmt::format("{}/page-{:03}.jpg", item.number, page.facts.index + 1),
                     web::body_of(*image)}
                );
        }
    }
    const std::array<std::pair<std::string, std::string>, 3> about{
        {{"Source-Organization", "dossier"},
         {"Bagging-Date", to_text(call.now).substr(0, 10)},
         {"External-Description", request.number}}};
    return make_bag(std::move(files), about);
}

/// A letter in the language that is asked for; 404 where there is none.
template <typename Draw, typename Exists>
Response letter(const Call& call, std::string_view name, const Draw& draw, const Exists& exists)
{
    const auto language = parse_language(call.request.query_value("language"));
    if (!language)
        return bad_field("unknown_language", "A language is zh-CN, zh-TW or en.", "language");
    const auto request = call.store().view_data_request(request_id(call), call.actor(), call.now);
    if (!request || !exists(request->item)) return not_found();
    const auto& font = call.site.print_font->font();
    const auto types = call.site.types.in_force();
    return download(
        draw(
            *request,
            {.types = types->catalog,
             .font = font,
             .language = *language,
             .utc_offset = call.site.policy.utc_offset}
        ),
        fmt::format("{}-{}.pdf", request->item.number, name),
        "application/pdf"
    );
}

} // namespace

Response list_data_requests(const Call& call)
{
    const auto wanted = call.request.query_value("list");
    if (!wanted.empty() && wanted != "open" && wanted != "all")
        return bad_field("unknown_list", "A list is open or all.", "list");
    const auto page = call.store().data_requests(
        wanted == "all" ? store::DataRequestList::all : store::DataRequestList::open,
        call.request.query_value("cursor"),
        page_size
    );
    Json items = Json::array();
    for (const auto& item : page.items)
        items.push_back(to_json(item, today(call)));
    return json_response(
        200,
        {{"items", std::move(items)},
         {"next_cursor", text_or_null(page.next_cursor)},
         {"overdue", call.store().overdue_data_requests(call.now)}}
    );
}

Response register_data_request(const Call& call)
{
    const auto fields = text_fields(
        call.request,
        {"rights", "name", "id_number", "received_on"},
        {"contact", "represented_by", "wish"}
    );
    if (!fields) return fields.error();
    auto rights = parse_rights(fields->at("rights"));
    if (!rights)
        return bad_field(
            "unknown_right",
            "Rights are access, copy, correction, restriction, objection, erasure, parted by a "
            "space.",
            "rights"
        );
    const auto received = parse_day(fields->at("received_on"));
    if (!received) return bad_field("bad_day", "received_on is a day, yyyy-mm-dd.", "received_on");
    return answer(
        call,
        call.store().register_data_request(
            {.rights = *std::move(rights),
             .name = fields->at("name"),
             .id_number = fields->at("id_number"),
             .contact = text_or_empty(*fields, "contact"),
             .represented_by = text_or_empty(*fields, "represented_by"),
             .wish = text_or_empty(*fields, "wish"),
             .received_on = *received},
            call.actor(),
            call.now
        ),
        201
    );
}

Response show_data_request(const Call& call)
{
    const auto request = call.store().view_data_request(request_id(call), call.actor(), call.now);
    return request ? json_response(200, body_of(call, *request)) : not_found();
}

Response identify_asker(const Call& call)
{
    return with_text(call, "proof", [&](const std::string& proof) {
        return call.store().identify_asker(request_id(call), proof, call.actor(), call.now);
    });
}

Response extend_data_request(const Call& call)
{
    const auto fields = text_fields(call.request, {"until", "reason"});
    if (!fields) return fields.error();
    const auto until = parse_day(fields->at("until"));
    if (!until) return bad_field("bad_day", "until is a day, yyyy-mm-dd.", "until");
    return answer(
        call,
        call.store().extend_data_request(
            request_id(call), *until, fields->at("reason"), call.actor(), call.now
        )
    );
}

Response find_data(const Call& call)
{
    return answer(call, call.store().find_data_of(request_id(call), call.actor(), call.now));
}

Response include_found(const Call& call)
{
    const auto fields = text_fields(call.request, {"included"});
    if (!fields) return fields.error();
    const auto& said = fields->at("included");
    if (said != "true" && said != "false")
        return bad_field("bad_included", "included is true or false.", "included");
    return answer(
        call,
        call.store().include_found(
            request_id(call), call.request.param("item"), said == "true", call.actor(), call.now
        )
    );
}

Response copy_own_data(const Call& call)
{
    const auto fields = text_fields(call.request, {"format", "language"});
    if (!fields) return fields.error();
    const auto language = parse_language(fields->at("language"));
    if (!language)
        return bad_field("unknown_language", "A language is zh-CN, zh-TW or en.", "language");
    const auto& format = fields->at("format");
    if (format != "pdf" && format != "package")
        return bad_field("unknown_format", "A format is pdf or package.", "format");
    const auto& font = call.site.print_font->font();
    const auto copies = call.store().copy_for_asker(request_id(call), call.actor(), call.now);
    if (!copies) return problem_of(copies.error());
    const auto request = call.store().view_data_request(request_id(call), call.actor(), call.now);
    if (!request) return not_found();
    const auto types = call.site.types.in_force();
    auto pdf = own_copy_pdf(
        request->item,
        *copies,
        {.types = types->catalog,
         .font = font,
         .language = *language,
         .utc_offset = call.site.policy.utc_offset}
    );
    const auto& number = request->item.number;
    if (format == "pdf") return download(std::move(pdf), number + ".pdf", "application/pdf");
    return download(
        package_of(call, request->item, *copies, std::move(pdf)), number + ".zip", "application/zip"
    );
}

Response propose_asked_correction(const Call& call)
{
    const auto fields =
        text_fields(call.request, {"record_id", "field", "value", "reason"}, {"override_reason"});
    if (!fields) return fields.error();
    const store::RecordId record{fields->at("record_id")};
    const auto proposal = judged_proposal(call, record, *fields);
    if (!proposal) return proposal.error();
    const auto correction = call.store().propose_asked_correction(
        request_id(call), record, *proposal, call.actor(), call.now
    );
    return correction ? json_response(201, to_json(*correction)) : problem_of(correction.error());
}

Response restrict_data(const Call& call)
{
    return answer(call, call.store().restrict_data(request_id(call), call.actor(), call.now));
}

Response lift_restriction(const Call& call)
{
    return with_text(call, "reason", [&](const std::string& reason) {
        return call.store().lift_restriction(request_id(call), reason, call.actor(), call.now);
    });
}

Response propose_erasure(const Call& call)
{
    return answer(call, call.store().propose_erasure(request_id(call), call.actor(), call.now));
}

Response draft_data_answer(const Call& call)
{
    const auto fields = text_fields(call.request, {"answer", "text"}, {"reason"});
    if (!fields) return fields.error();
    const auto outcome = parse_answer(fields->at("answer"));
    if (!outcome)
        return bad_field("unknown_answer", "An answer is granted, partly or refused.", "answer");
    return answer(
        call,
        call.store().draft_data_answer(
            request_id(call),
            *outcome,
            fields->at("text"),
            text_or_empty(*fields, "reason"),
            call.actor(),
            call.now
        )
    );
}

Response release_data_answer(const Call& call)
{
    return answer(call, call.store().release_data_answer(request_id(call), call.actor(), call.now));
}

Response return_data_answer(const Call& call)
{
    return with_text(call, "reason", [&](const std::string& reason) {
        return call.store().return_data_answer(request_id(call), reason, call.actor(), call.now);
    });
}

Response withdraw_data_request(const Call& call)
{
    return with_text(call, "reason", [&](const std::string& reason) {
        return call.store().withdraw_data_request(request_id(call), reason, call.actor(), call.now);
    });
}

Response print_answer_letter(const Call& call)
{
    return letter(call, "letter", answer_letter_pdf, [](const store::DataRequestItem& item) {
        return item.state == store::DataRequestState::drafted ||
               item.state == store::DataRequestState::answered;
    });
}

Response print_extension_letter(const Call& call)
{
    return letter(call, "extension", extension_letter_pdf, [](const store::DataRequestItem& item) {
        return item.extended_from.has_value();
    });
}

} // namespace dossier::web
