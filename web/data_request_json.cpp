#include "web/data_request_json.h"

#include "web/clock.h"

#include <array>
#include <utility>

namespace dossier::web {

namespace {

std::string_view to_text(store::DataRequestState state)
{
    switch (state) {
    case store::DataRequestState::received: return "received";
    case store::DataRequestState::identified: return "identified";
    case store::DataRequestState::drafted: return "drafted";
    case store::DataRequestState::answered: return "answered";
    case store::DataRequestState::withdrawn: return "withdrawn";
    }
    return "withdrawn";
}

std::string_view to_text(store::DataAnswer answer)
{
    switch (answer) {
    case store::DataAnswer::granted: return "granted";
    case store::DataAnswer::partly: return "partly";
    case store::DataAnswer::refused: return "refused";
    }
    return "refused";
}

Json day_or_null(std::optional<std::chrono::sys_days> day)
{
    return day ? Json(day_text(*day)) : Json{};
}

Json found_json(const store::FoundFacts& facts)
{
    return {
        {"id", facts.item.id},
        {"kind", facts.item.is_record ? "record" : "document"},
        {"found_by", facts.item.by == store::FoundBy::number ? "number" : "name"},
        {"own", facts.item.is_own},
        {"included", facts.item.is_included},
        {"number", text_or_null(facts.number)},
        {"archive_number", text_or_null(facts.archive_number)},
        {"type", text_or_null(facts.type)},
        {"at", facts.at == store::Instant{} ? Json{} : Json(web::to_text(facts.at))},
        {"state", facts.state},
        {"kept_through", facts.kept_through == 0 ? Json{} : Json(facts.kept_through)},
        {"is_held", facts.is_held},
        {"may_be_listed", facts.may_be_listed},
    };
}

} // namespace

std::string_view to_text(store::DataRight right)
{
    switch (right) {
    case store::DataRight::access: return "access";
    case store::DataRight::copy: return "copy";
    case store::DataRight::correction: return "correction";
    case store::DataRight::restriction: return "restriction";
    case store::DataRight::objection: return "objection";
    case store::DataRight::erasure: return "erasure";
    }
    return "erasure";
}

std::optional<std::vector<store::DataRight>> parse_rights(std::string_view text)
{
    using enum store::DataRight;
    std::vector<store::DataRight> rights;
    while (!text.empty()) {
        const auto space = text.find(' ');
        const auto word = text.substr(0, space);
        text = space == std::string_view::npos ? std::string_view{} : text.substr(space + 1);
        bool is_known = false;
        for (const auto right : {access, copy, correction, restriction, objection, erasure})
            if (to_text(right) == word) {
                rights.push_back(right);
                is_known = true;
            }
        if (!is_known) return std::nullopt;
    }
    return rights.empty() ? std::nullopt : std::optional{std::move(rights)};
}

std::optional<store::DataAnswer> parse_answer(std::string_view text)
{
    using enum store::DataAnswer;
    for (const auto answer : {granted, partly, refused})
        if (to_text(answer) == text) return answer;
    return std::nullopt;
}

Json to_json(const store::DataRequestItem& item, std::chrono::sys_days today)
{
    Json rights = Json::array();
    for (const auto right : item.rights)
        rights.push_back(to_text(right));
    return {
        {"id", item.id},
        {"number", item.number},
        {"state", to_text(item.state)},
        {"rights", std::move(rights)},
        {"name", item.name},
        {"received_on", day_text(item.received_on)},
        {"due_on", day_text(item.due_on)},
        {"extended_from", day_or_null(item.extended_from)},
        {"overdue", item.is_open() && item.due_on < today},
        {"registered_by", item.registered_by},
        {"registered_at", to_text(item.registered_at)},
    };
}

Json to_json(const store::DataRequest& request, std::chrono::sys_days today)
{
    Json out = to_json(request.item, today);
    Json steps = Json::array();
    for (const auto& step : request.steps)
        steps.push_back(
            {{"what", step.what},
             {"who", step.who},
             {"at", to_text(step.at)},
             {"detail", text_or_null(step.detail)}}
        );
    Json found = Json::array();
    for (const auto& facts : request.found)
        found.push_back(found_json(facts));
    out["version"] = request.version;
    out["id_number"] = request.id_number;
    out["contact"] = text_or_null(request.contact);
    out["represented_by"] = text_or_null(request.represented_by);
    out["wish"] = text_or_null(request.wish);
    out["proof"] = text_or_null(request.proof);
    out["customer_id"] = text_or_null(request.customer_id);
    out["restricted"] = request.is_restricted;
    out["extension_reason"] = text_or_null(request.extension_reason);
    out["extendable_until"] = day_or_null(request.extendable_until);
    out["answer"] = to_text(request.answer);
    out["answer_text"] = text_or_null(request.answer_text);
    out["answer_reason"] = text_or_null(request.answer_reason);
    out["note"] = text_or_null(request.note);
    out["steps"] = std::move(steps);
    out["found"] = std::move(found);
    out["unread_files"] = request.unread_files;
    return out;
}

} // namespace dossier::web
