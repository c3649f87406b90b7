#include "verify/examine.h"
#include "web/api/answers.h"
#include "web/api/handlers.h"
#include "web/field_rules.h"
#include "web/json.h"
#include "web/mapping.h"
#include "web/problem.h"

#include <algorithm>
#include <array>
#include <utility>

namespace dossier::web {

namespace {

constexpr std::array<std::pair<std::string_view, store::CorrectionState>, 3> correction_states{{
    {"open", store::CorrectionState::open},
    {"approved", store::CorrectionState::approved},
    {"declined", store::CorrectionState::declined},
}};

/// The proposal with its value as the record would store it, and what the rules say of the record
/// with that value.
store::Proposal judged(const Call& call, const store::Record& record, store::Proposal proposal)
{
    verify::CheckedDocument checked;
    checked.type = record.item.type;
    checked.type_version = record.type_version;
    checked.fields = record.fields;
    const auto rules = field_rules(call.site, call.now);
    proposal.value = rules.normal(checked, proposal.field, proposal.value);
    if (auto* field = checked.find_field(proposal.field)) field->field.value = proposal.value;
    proposal.findings = rules.findings(checked, {});
    std::erase_if(proposal.findings, [&](const verify::Finding& finding) {
        return std::find(finding.fields.begin(), finding.fields.end(), proposal.field) ==
               finding.fields.end();
    });
    return proposal;
}

} // namespace

tl::expected<store::Proposal, Response>
judged_proposal(const Call& call, const store::RecordId& id, const TextMap& fields)
{
    const auto record = call.store().view_record(id, call.actor(), call.now);
    if (!record) return tl::unexpected(not_found());
    auto proposal = judged(
        call,
        *record,
        {.field = fields.at("field"),
         .value = fields.at("value"),
         .reason = fields.at("reason"),
         .findings = {}}
    );
    const auto override_reason = text_or_empty(fields, "override_reason");
    const auto* const broken = verify::broken_rule(proposal.findings, proposal.field);
    if (broken != nullptr && override_reason.empty())
        return tl::unexpected(problem_of(store::Conflict{
            .kind = store::ConflictKind::rule_broken,
            .detail = {},
            .decision = {},
            .broken_rule = *broken}));
    if (!override_reason.empty()) proposal.reason += " (" + override_reason + ")";
    return proposal;
}

Response propose_correction(const Call& call)
{
    const auto fields =
        text_fields(call.request, {"field", "value", "reason"}, {"override_reason"});
    if (!fields) return fields.error();
    const store::RecordId id{call.request.param("id")};
    const auto proposal = judged_proposal(call, id, *fields);
    if (!proposal) return proposal.error();
    const auto correction = call.store().propose_correction(id, *proposal, call.actor(), call.now);
    return correction ? json_response(201, to_json(*correction)) : problem_of(correction.error());
}

Response list_corrections(const Call& call)
{
    const auto wanted = call.request.query_value("state");
    const auto state =
        std::find_if(correction_states.begin(), correction_states.end(), [&](const auto& known) {
            return known.first == wanted;
        });
    if (!wanted.empty() && state == correction_states.end())
        return problem(400, "unknown_state", "A state is open, approved or declined.", {"state"});
    return json_response(
        200,
        to_json(call.store().corrections(
            call.scope(),
            wanted.empty() ? std::nullopt : std::optional{state->second},
            call.request.query_value("cursor"),
            page_size
        ))
    );
}

Response show_correction(const Call& call)
{
    const auto correction =
        call.store().view_correction(call.request.param("id"), call.actor(), call.now);
    return correction ? json_response(200, to_json(*correction)) : not_found();
}

Response decide_correction(const Call& call)
{
    const auto fields = text_fields(call.request, {"action"}, {"reason"});
    if (!fields) return fields.error();
    const auto& action = fields->at("action");
    if (action != "approve" && action != "decline")
        return problem(400, "unknown_action", "An action is approve or decline.", {"action"});
    const auto correction = call.store().decide_correction(
        call.request.param("id"),
        {.approve = action == "approve", .reason = text_or_empty(*fields, "reason")},
        call.actor(),
        call.now
    );
    return correction ? json_response(200, to_json(*correction)) : problem_of(correction.error());
}

Response note_rechecked(const Call& call)
{
    const auto noted = call.store().note_rechecked(
        call.request.param("id"), {call.request.param("record")}, call.actor(), call.now
    );
    return noted ? no_content() : problem_of(noted.error());
}

} // namespace dossier::web
