#include "verify/discrepancy.h"

#include <algorithm>
#include <array>

namespace dossier::verify {

namespace {

enum class Needs { nothing, value, reason };

/// One row for every state and action. `next` is the state after it, or why it cannot be done.
struct Transition {
    DiscrepancyState state;
    Action action;
    tl::expected<DiscrepancyState, DecisionErrorKind> next;
    Needs needs;
};

using State = DiscrepancyState;

constexpr tl::unexpected<DecisionErrorKind> already{DecisionErrorKind::already_decided};
constexpr tl::unexpected<DecisionErrorKind> not_yet{DecisionErrorKind::not_decided};

// clang-format off
/// verify/README.md shows this table; a test compares the two.
const std::array<Transition, 25> transitions{{
    {State::open,       Action::confirm,         State::confirmed,  Needs::nothing},
    {State::open,       Action::correct,         State::corrected,  Needs::value},
    {State::open,       Action::mark_unreadable, State::unreadable, Needs::reason},
    {State::open,       Action::reject,          State::rejected,   Needs::reason},
    {State::open,       Action::reopen,          not_yet,           Needs::nothing},
    {State::confirmed,  Action::confirm,         already,           Needs::nothing},
    {State::confirmed,  Action::correct,         already,           Needs::nothing},
    {State::confirmed,  Action::mark_unreadable, already,           Needs::nothing},
    {State::confirmed,  Action::reject,          already,           Needs::nothing},
    {State::confirmed,  Action::reopen,          State::open,       Needs::nothing},
    {State::corrected,  Action::confirm,         already,           Needs::nothing},
    {State::corrected,  Action::correct,         already,           Needs::nothing},
    {State::corrected,  Action::mark_unreadable, already,           Needs::nothing},
    {State::corrected,  Action::reject,          already,           Needs::nothing},
    {State::corrected,  Action::reopen,          State::open,       Needs::nothing},
    {State::unreadable, Action::confirm,         already,           Needs::nothing},
    {State::unreadable, Action::correct,         already,           Needs::nothing},
    {State::unreadable, Action::mark_unreadable, already,           Needs::nothing},
    {State::unreadable, Action::reject,          already,           Needs::nothing},
    {State::unreadable, Action::reopen,          State::open,       Needs::nothing},
    {State::rejected,   Action::confirm,         already,           Needs::nothing},
    {State::rejected,   Action::correct,         already,           Needs::nothing},
    {State::rejected,   Action::mark_unreadable, already,           Needs::nothing},
    {State::rejected,   Action::reject,          already,           Needs::nothing},
    {State::rejected,   Action::reopen,          State::open,       Needs::nothing},
}};

// clang-format on

std::string sentence(DecisionErrorKind kind)
{
    switch (kind) {
    case DecisionErrorKind::already_decided: return "it is decided already; reopen it first";
    case DecisionErrorKind::not_decided: return "it is open; there is nothing to reopen";
    case DecisionErrorKind::value_missing: return "a correction needs the right value";
    case DecisionErrorKind::reason_missing: return "this decision needs a reason";
    }
    return {};
}

tl::unexpected<DecisionError> refused(DecisionErrorKind kind)
{
    return tl::unexpected{DecisionError{kind, sentence(kind)}};
}

} // namespace

tl::expected<Discrepancy, DecisionError> apply(
    const Discrepancy& discrepancy,
    const Decision& decision,
    std::string_view actor,
    capture::Instant now
)
{
    const auto row = std::ranges::find_if(transitions, [&](const Transition& t) {
        return t.state == discrepancy.state && t.action == decision.action;
    });
    if (!row->next) return refused(row->next.error());
    if (row->needs == Needs::value && decision.value.empty()) {
        return refused(DecisionErrorKind::value_missing);
    }
    if (row->needs == Needs::reason && decision.reason.empty()) {
        return refused(DecisionErrorKind::reason_missing);
    }

    Discrepancy decided = discrepancy;
    decided.state = *row->next;
    decided.decided_by = is_settled(decided.state) ? actor : std::string_view{};
    decided.decided_at = is_settled(decided.state) ? now : capture::Instant{};
    return decided;
}

bool is_settled(DiscrepancyState state)
{
    return state != DiscrepancyState::open;
}

} // namespace dossier::verify
