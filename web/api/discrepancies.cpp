#include "verify/examine.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/clock.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <algorithm>
#include <array>
#include <utility>

namespace dossier::web {

namespace {

constexpr std::array<std::pair<std::string_view, verify::Action>, 4> actions{{
    {"confirm", verify::Action::confirm},
    {"correct", verify::Action::correct},
    {"mark_unreadable", verify::Action::mark_unreadable},
    {"reopen", verify::Action::reopen},
}};

Response problem_of_decision(const verify::DecisionError& error)
{
    switch (error.kind) {
    case verify::DecisionErrorKind::already_decided:
        return problem(409, "already_decided", "This field is already decided. Reopen it first.");
    case verify::DecisionErrorKind::not_decided:
        return problem(409, "not_decided", "This field is still open.");
    case verify::DecisionErrorKind::value_missing:
        return problem(422, "value_missing", "A correction needs a value.", {"value"});
    case verify::DecisionErrorKind::reason_missing:
        return problem(422, "reason_missing", "This decision needs a reason.", {"reason"});
    }
    return problem(409, "already_decided", "This field is already decided.");
}

/// The finding of severity error that speaks of the field, if any.
const verify::Finding*
broken_rule(const std::vector<verify::Finding>& findings, const std::string& field)
{
    const auto found = std::find_if(findings.begin(), findings.end(), [&](const auto& finding) {
        return finding.severity == verify::Severity::error &&
               std::find(finding.fields.begin(), finding.fields.end(), field) !=
                   finding.fields.end();
    });
    return found == findings.end() ? nullptr : &*found;
}

Response problem_of_rule(const verify::Finding& finding)
{
    auto answer = problem(
        422,
        "rule_broken",
        "The value breaks a rule. Correct it, or give an override_reason if the paper says so.",
        {"value"}
    );
    auto body = Json::parse(answer.body);
    body["finding"] = to_json(finding);
    answer.body = body.dump();
    return answer;
}

const verify::Discrepancy* find_discrepancy(const store::Document& document, const std::string& id)
{
    const auto found = std::find_if(
        document.discrepancies.begin(),
        document.discrepancies.end(),
        [&](const auto& d) { return d.id == id; }
    );
    return found == document.discrepancies.end() ? nullptr : &*found;
}

} // namespace

Response decide(const Call& call)
{
    const auto fields =
        text_fields(call.request, {"action"}, {"value", "reason", "override_reason"});
    if (!fields) return fields.error();
    const auto action = std::find_if(actions.begin(), actions.end(), [&](const auto& known) {
        return known.first == fields->at("action");
    });
    if (action == actions.end())
        return problem(
            400,
            "unknown_action",
            "An action is confirm, correct, mark_unreadable or reopen.",
            {"action"}
        );
    const auto version = expected_version(call.request);
    if (!version) return version.error();

    const auto& id = call.request.param("id");
    const auto document_id = call.store().document_of(id);
    if (!document_id) return not_found();
    const auto before = call.store().view_document(*document_id, call.actor(), call.now);
    const auto* discrepancy = before ? find_discrepancy(*before, id) : nullptr;
    if (discrepancy == nullptr) return not_found();
    if (before->version != *version)
        return problem_of(store::Conflict{
            .kind = store::ConflictKind::version_changed, .detail = {}});

    const auto override_reason = text_or_empty(*fields, "override_reason");
    verify::Decision decision{
        .action = action->second,
        .value = text_or_empty(*fields, "value"),
        .reason = text_or_empty(*fields, "reason")};
    if (decision.reason.empty()) decision.reason = override_reason;
    const auto after = store::with_decision(*before, id, decision, call.actor(), call.now);
    if (!after) return problem_of_decision(after.error());
    const auto today = day_in_china(call.now);
    auto findings = verify::recheck(after->checked, call.site.types, today);
    for (auto& finding : verify::announced_findings(
             after->checked, after->original.announced, call.site.types, today
         ))
        findings.push_back(std::move(finding));
    if (decision.action == verify::Action::correct && override_reason.empty())
        if (const auto* broken = broken_rule(findings, discrepancy->field))
            return problem_of_rule(*broken);

    const auto saved =
        call.store().decide(id, decision, findings, *version, call.actor(), call.now);
    return saved ? document_response(*saved) : problem_of(saved.error());
}

} // namespace dossier::web
