#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/json.h"
#include "web/loan_json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <array>
#include <charconv>
#include <utility>

namespace dossier::web {

namespace {

constexpr std::array<std::pair<std::string_view, store::LoanList>, 4> lists{{
    {"mine", store::LoanList::mine},
    {"waiting", store::LoanList::waiting},
    {"out", store::LoanList::out},
    {"all", store::LoanList::all},
}};

Json to_json(const store::Listing<store::Loan>& listing, store::Instant now)
{
    Json items = Json::array();
    for (const auto& loan : listing.items)
        items.push_back(loan_json(loan, now));
    return {
        {"items", std::move(items)},
        {"next_cursor", listing.next_cursor.empty() ? Json{} : Json(listing.next_cursor)}};
}

/// Numbers of records, divided by spaces, commas or new lines.
std::vector<std::string> split_numbers(std::string_view text)
{
    std::vector<std::string> numbers;
    std::string number;
    for (const char c : text) {
        if (c != ' ' && c != ',' && c != ';' && c != '\n' && c != '\r' && c != '\t') {
            number += c;
            continue;
        }
        if (!number.empty()) numbers.push_back(std::exchange(number, {}));
    }
    if (!number.empty()) numbers.push_back(std::move(number));
    return numbers;
}

Response loan_response(
    const tl::expected<store::Loan, store::Conflict>& loan, const Call& call, int status = 200
)
{
    return loan ? json_response(status, loan_json(*loan, call.now)) : problem_of(loan.error());
}

Response list(const Call& call, store::LoanList which)
{
    return json_response(
        200,
        to_json(
            call.store().loans(which, call.actor(), call.request.query_value("cursor"), page_size),
            call.now
        )
    );
}

/// A person's own access to what he borrowed.
std::string loan_id(const Call& call)
{
    return call.request.param("id");
}

store::RecordId borrowed_id(const Call& call)
{
    return {call.request.param("record")};
}

} // namespace

Response request_loan(const Call& call)
{
    const auto fields = text_fields(call.request, {"kind", "records", "purpose", "days"});
    if (!fields) return fields.error();
    const auto& kind = fields->at("kind");
    if (kind != "view" && kind != "paper")
        return problem(400, "unknown_kind", "A loan is a view or paper.", {"kind"});
    store::LoanRequest request{
        .kind = kind == "view" ? store::LoanKind::view : store::LoanKind::paper,
        .numbers = split_numbers(fields->at("records")),
        .purpose = fields->at("purpose"),
        .days = 0};
    const auto& days = fields->at("days");
    std::from_chars(days.data(), days.data() + days.size(), request.days);
    const auto loan = call.store().request_loan(request, call.actor(), call.now);
    if (!loan && loan.error().kind == store::ConflictKind::not_found)
        return problem(
            422, "no_such_record", "There is no record " + loan.error().detail + ".", {"records"}
        );
    return loan_response(loan, call, 201);
}

Response list_my_loans(const Call& call)
{
    return list(call, store::LoanList::mine);
}

Response list_loans(const Call& call)
{
    const auto wanted = call.request.query_value("list");
    for (const auto& [name, which] : lists)
        if (name == wanted && which != store::LoanList::mine) return list(call, which);
    return problem(400, "unknown_list", "A list is waiting, out or all.", {"list"});
}

Response decide_loan(const Call& call)
{
    const auto fields = text_fields(call.request, {"action"}, {"reason"});
    if (!fields) return fields.error();
    const auto& action = fields->at("action");
    if (action != "approve" && action != "decline")
        return problem(400, "unknown_action", "An action is approve or decline.", {"action"});
    return loan_response(
        call.store().decide_loan(
            loan_id(call),
            {.approve = action == "approve", .reason = text_or_empty(*fields, "reason")},
            call.actor(),
            call.now
        ),
        call
    );
}

Response renew_loan(const Call& call)
{
    return loan_response(call.store().renew_loan(loan_id(call), call.actor(), call.now), call);
}

Response take_back_loan(const Call& call)
{
    const auto fields = text_fields(call.request, {}, {"note"});
    if (!fields) return fields.error();
    return loan_response(
        call.store().return_loan(
            loan_id(call),
            {.by_keeper = true, .note = text_or_empty(*fields, "note")},
            call.actor(),
            call.now
        ),
        call
    );
}

Response return_my_loan(const Call& call)
{
    return loan_response(
        call.store().return_loan(
            loan_id(call), {.by_keeper = false, .note = {}}, call.actor(), call.now
        ),
        call
    );
}

Response show_borrowed(const Call& call)
{
    const auto borrowed =
        call.store().view_borrowed(loan_id(call), borrowed_id(call), call.actor(), call.now);
    if (!borrowed) return not_found();
    return json_response(
        200,
        {{"loan", loan_json(borrowed->loan, call.now)},
         {"watermark", watermark(borrowed->loan, call.now, call.site.policy.utc_offset)},
         {"record", to_json(borrowed->record)}}
    );
}

Response show_borrowed_image(const Call& call)
{
    const auto page = page_number(call.request);
    if (!page) return not_found();
    return jpeg_response(
        call.store().borrowed_image(loan_id(call), borrowed_id(call), *page, call.actor(), call.now)
    );
}

} // namespace dossier::web
