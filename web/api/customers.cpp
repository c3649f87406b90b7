#include "store/parse_number.h"
#include "verify/mask.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/customer_json.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

namespace dossier::web {

namespace {

constexpr int usual_horizon = 90; ///< days
constexpr int longest_horizon = 3660;

std::string customer_id(const Call& call)
{
    return call.request.param("id");
}

} // namespace

Response list_customers(const Call& call)
{
    return json_response(
        200,
        to_json(call.store().customers(call.scope(), call.request.query_value("cursor"), page_size))
    );
}

Response find_customers(const Call& call)
{
    const auto fields = text_fields(call.request, {"number"});
    if (!fields) return fields.error();
    Json items = Json::array();
    for (const auto& item :
         call.store().find_customers(fields->at("number"), call.actor(), call.now))
        items.push_back(to_json(item));
    return json_response(200, {{"items", std::move(items)}});
}

Response show_customer(const Call& call)
{
    const auto customer = call.store().view_customer(customer_id(call), call.actor(), call.now);
    if (!customer) return not_found();
    auto body = to_json(*customer);
    body["restricted"] =
        !customer->records.empty() && call.store().is_restricted(customer->records.front().id);
    if (call.site.policy.need_to_know)
        for (auto& number : body["numbers"])
            number["value"] = verify::masked_number(
                number["field"].get<std::string>(), number["value"].get<std::string>()
            );
    return json_response(200, body);
}

Response merge_customers(const Call& call)
{
    const auto fields = text_fields(call.request, {"customer_id", "reason"});
    if (!fields) return fields.error();
    const auto merge = call.store().merge_customers(
        fields->at("customer_id"), customer_id(call), fields->at("reason"), call.actor(), call.now
    );
    return merge ? json_response(201, to_json(*merge)) : problem_of(merge.error());
}

Response end_customer_merge(const Call& call)
{
    const auto fields = text_fields(call.request, {"reason"});
    if (!fields) return fields.error();
    const auto merge = call.store().end_customer_merge(
        call.request.param("id"), fields->at("reason"), call.actor(), call.now
    );
    return merge ? json_response(200, to_json(*merge)) : problem_of(merge.error());
}

Response rate_customer(const Call& call)
{
    const auto fields = text_fields(call.request, {"risk", "reason"});
    if (!fields) return fields.error();
    const auto version = expected_version(call.request);
    if (!version) return version.error();
    const auto rated = call.store().rate_customer(
        customer_id(call),
        fields->at("risk"),
        fields->at("reason"),
        *version,
        call.actor(),
        call.now
    );
    return rated ? json_response(200, to_json(*rated)) : problem_of(rated.error());
}

Response list_due(const Call& call)
{
    const auto kind = call.request.query_value("kind");
    if (!kind.empty() && kind != "review" && kind != "expiry")
        return problem(400, "unknown_kind", "What is due is a review or an expiry.", {"kind"});
    const auto text = call.request.query_value("days");
    const auto days = text.empty() ? std::optional{usual_horizon} : store::parse_number<int>(text);
    if (!days || *days < 0 || *days > longest_horizon)
        return problem(400, "bad_days", "Days are 0 to 3660.", {"days"});
    store::DueFilter filter{
        .kind = {}, .until = std::chrono::sys_days{call.today()} + std::chrono::days{*days}};
    if (kind == "review") filter.kind = store::DueKind::review;
    if (kind == "expiry") filter.kind = store::DueKind::expiry;
    return json_response(
        200,
        to_json(
            call.store().due(call.scope(), filter, call.request.query_value("cursor"), page_size)
        )
    );
}

Response finish_due(const Call& call)
{
    const auto fields = text_fields(call.request, {"note"});
    if (!fields) return fields.error();
    const auto due = call.store().finish_due(
        call.request.param("id"), fields->at("note"), call.actor(), call.now
    );
    return due ? json_response(200, to_json(*due)) : problem_of(due.error());
}

} // namespace dossier::web
