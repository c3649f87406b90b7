#include "store/disposals.h"

#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/clock.h"
#include "web/disposal_json.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <array>
#include <chrono>
#include <optional>

namespace dossier::web {

namespace {

constexpr int due_shown = 500;
constexpr std::size_t longest_reason = 2000;
constexpr std::chrono::sys_days earliest_end{std::chrono::year{1900} / 1 / 1}; ///< of a matter

std::optional<store::Opinion> parse_opinion(const nlohmann::json& text)
{
    if (text == "destroy") return store::Opinion::destroy;
    if (text == "extend") return store::Opinion::extend;
    if (text == "keep") return store::Opinion::keep;
    return std::nullopt;
}

std::optional<store::Appraisal> parse_appraisal(const nlohmann::json& item)
{
    if (!item.is_object() || !item.contains("record_id") || !item["record_id"].is_string())
        return std::nullopt;
    const auto opinion = parse_opinion(item.value("opinion", nlohmann::json{}));
    const auto until = item.value("until_year", nlohmann::json(0));
    if (!opinion || !until.is_number_integer()) return std::nullopt;
    return store::Appraisal{
        .record_id = item["record_id"].get<std::string>(),
        .opinion = *opinion,
        .until_year = until.get<int>()};
}

/// The list of a proposal; nothing where one line of it is none.
std::optional<std::vector<store::Appraisal>> parse_appraisals(const nlohmann::json& body)
{
    if (!body.contains("items") || !body["items"].is_array()) return std::nullopt;
    std::vector<store::Appraisal> appraisals;
    for (const auto& item : body["items"]) {
        auto appraisal = parse_appraisal(item);
        if (!appraisal) return std::nullopt;
        appraisals.push_back(*std::move(appraisal));
    }
    return appraisals;
}

std::optional<store::DisposalStep> parse_step(std::string_view text)
{
    using Step = store::DisposalStep;
    constexpr std::array<std::pair<std::string_view, Step>, 4> steps{
        {{"approve", Step::approve},
         {"witness", Step::witness},
         {"carry-out", Step::carry_out},
         {"withdraw", Step::withdraw}}};
    for (const auto& [name, step] : steps)
        if (name == text) return step;
    return std::nullopt;
}

template <typename Value>
Response answer(int status, const tl::expected<Value, store::Conflict>& result)
{
    return result ? json_response(status, to_json(*result)) : problem_of(result.error());
}

} // namespace

Response list_due_disposals(const Call& call)
{
    Json items = Json::array();
    for (const auto& record : call.store().due_for_disposal(due_shown, call.now))
        items.push_back(to_json(record));
    return json_response(200, {{"items", std::move(items)}});
}

Response list_disposals(const Call& call)
{
    return json_response(
        200, to_json(call.store().disposals(call.request.query_value("cursor"), page_size))
    );
}

Response propose_disposal(const Call& call)
{
    const auto body = parse_json(call.request.body);
    if (!body) return body.error();
    const auto appraisals = body->is_object() ? parse_appraisals(*body)
                                              : std::optional<std::vector<store::Appraisal>>{};
    if (!appraisals)
        return problem(
            400,
            "bad_items",
            "items is a list of record_id, opinion (destroy, extend, keep) and until_year.",
            {"items"}
        );
    const auto reason = body->value("reason", nlohmann::json{});
    if (!reason.is_string() || reason.get<std::string>().size() > longest_reason)
        return problem(400, "reason_missing", "Say what the list is for.", {"reason"});
    return answer(
        201,
        call.store().propose_disposal(
            reason.get<std::string>(), *appraisals, call.actor(), call.now
        )
    );
}

Response show_disposal(const Call& call)
{
    const auto disposal =
        call.store().view_disposal(call.request.param("id"), call.actor(), call.now);
    return disposal ? json_response(200, to_json(*disposal)) : not_found();
}

Response take_disposal_step(const Call& call)
{
    const auto step = parse_step(call.request.param("step"));
    if (!step) return not_found();
    return answer(
        200,
        call.store().take_disposal_step(call.request.param("id"), *step, call.actor(), call.now)
    );
}

Response download_certificate(const Call& call)
{
    const auto disposal =
        call.store().view_disposal(call.request.param("id"), call.actor(), call.now);
    if (!disposal || disposal->certificate.empty()) return not_found();
    return download(
        disposal->certificate,
        disposal->summary.number + ".certificate.txt",
        "text/plain; charset=utf-8"
    );
}

Response list_holds(const Call& call)
{
    return json_response(
        200, to_json(call.store().holds(call.request.query_value("cursor"), page_size))
    );
}

Response place_hold(const Call& call)
{
    const auto fields = text_fields(call.request, {"reason"});
    if (!fields) return fields.error();
    return answer(
        201,
        call.store().place_hold(
            {call.request.param("id")}, fields->at("reason"), call.actor(), call.now
        )
    );
}

Response release_hold(const Call& call)
{
    const auto fields = text_fields(call.request, {}, {"reason"});
    if (!fields) return fields.error();
    return answer(
        200,
        call.store().release_hold(
            call.request.param("id"), text_or_empty(*fields, "reason"), call.actor(), call.now
        )
    );
}

Response note_closed(const Call& call)
{
    const auto fields = text_fields(call.request, {"closed_on"});
    if (!fields) return fields.error();
    const auto day = parse_day(fields->at("closed_on"));
    if (!day || *day < earliest_end)
        return problem(400, "bad_day", "closed_on is a day, yyyy-mm-dd.", {"closed_on"});
    const auto noted =
        call.store().note_closed({call.request.param("id")}, *day, call.actor(), call.now);
    return noted ? no_content() : problem_of(noted.error());
}

} // namespace dossier::web
