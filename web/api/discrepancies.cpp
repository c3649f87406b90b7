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

constexpr std::array<std::pair<std::string_view, verify::Action>, 4> actions{{
    {"confirm", verify::Action::confirm},
    {"correct", verify::Action::correct},
    {"mark_unreadable", verify::Action::mark_unreadable},
    {"reopen", verify::Action::reopen},
}};

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

    const auto override_reason = text_or_empty(*fields, "override_reason");
    verify::Decision decision{
        .action = action->second,
        .value = text_or_empty(*fields, "value"),
        .reason = text_or_empty(*fields, "reason"),
        .overrides = !override_reason.empty()};
    if (decision.reason.empty()) decision.reason = override_reason;
    const auto saved = call.store().decide(
        call.request.param("id"),
        decision,
        field_rules(call.site, call.now),
        *version,
        call.actor(),
        call.now
    );
    return saved ? document_response(call, *saved) : problem_of(saved.error());
}

Response show_keyings(const Call& call)
{
    const auto keyings =
        call.store().view_keyings(call.request.param("id"), call.actor(), call.now);
    return keyings ? json_response(200, to_json(*keyings)) : problem_of(keyings.error());
}

} // namespace dossier::web
