#include "verify/discrepancy.h"

#include "verify/rules/text.h"

#include <algorithm>
#include <array>
#include <optional>

namespace dossier::verify {

namespace {

using State = DiscrepancyState;
using Next = tl::expected<State, DecisionErrorKind>;

/// Where a discrepancy stands, seen from what a person found.
enum class Stage {
    open_for_one,
    open_for_two,
    open_beside_machine,
    second_agrees,
    second_differs,
    arbitration,
    settled
};

/// What follows on each action.
struct Transitions {
    Stage stage;
    Next confirm;
    Next correct;
    Next mark_unreadable;
    Next request_rescan;
    Next reject;
    Next reopen;

    [[nodiscard]] const Next& on(Action action) const
    {
        switch (action) {
        case Action::confirm: return confirm;
        case Action::correct: return correct;
        case Action::mark_unreadable: return mark_unreadable;
        case Action::request_rescan: return request_rescan;
        case Action::reject: return reject;
        case Action::reopen: break;
        }
        return reopen;
    }
};

constexpr auto again = State::second_eyes;
constexpr auto third = State::arbitration;
constexpr auto scan = State::rescan_requested;
constexpr tl::unexpected<DecisionErrorKind> already{DecisionErrorKind::already_decided};
constexpr tl::unexpected<DecisionErrorKind> not_yet{DecisionErrorKind::not_decided};

// clang-format off
/// verify/README.md shows this table; a test compares the two.
const std::array<Transitions, 7> table{{
    //                              confirm           correct           mark_unreadable    request_rescan reject         reopen
    {Stage::open_for_one,        State::confirmed, State::corrected, State::unreadable, scan,    State::rejected, not_yet},
    {Stage::open_for_two,        again,            again,            again,             scan,    State::rejected, not_yet},
    {Stage::open_beside_machine, State::confirmed, third,            third,             scan,    State::rejected, not_yet},
    {Stage::second_agrees,       State::confirmed, State::corrected, State::unreadable, scan,    State::rejected, State::open},
    {Stage::second_differs,      third,            third,            third,             scan,    State::rejected, State::open},
    {Stage::arbitration,         State::confirmed, State::corrected, State::unreadable, scan,    State::rejected, not_yet},
    {Stage::settled,             already,          already,          already,           already, already,         State::open},
}};

// clang-format on

std::string sentence(DecisionErrorKind kind)
{
    switch (kind) {
    case DecisionErrorKind::already_decided: return "it is decided already; reopen it first";
    case DecisionErrorKind::not_decided: return "it is open; there is nothing to reopen";
    case DecisionErrorKind::value_missing: return "say which value is right";
    case DecisionErrorKind::reason_missing: return "this decision needs a reason";
    case DecisionErrorKind::same_person: return "another person must look at this";
    case DecisionErrorKind::arbiter_needed: return "this is for a person who arbitrates";
    case DecisionErrorKind::whole_document: return "this ends the whole document";
    }
    return {};
}

tl::unexpected<DecisionError> refused(DecisionErrorKind kind)
{
    return tl::unexpected{DecisionError{kind, sentence(kind)}};
}

/// It says what is right, other than what becomes of the document.
bool is_finding(Action action)
{
    return action == Action::confirm || action == Action::correct ||
           action == Action::mark_unreadable;
}

/// A person who is not shown what was read, and keys just that, has confirmed it; who confirms a
/// planted value has found that one.
Keying keying_of(
    const Discrepancy& discrepancy,
    const Decision& decision,
    const Person& person,
    std::string_view read,
    capture::Instant now
)
{
    Keying keying{
        .action = decision.action,
        .value = decision.action == Action::correct ? decision.value : std::string{},
        .reason = decision.reason,
        .by = person.name,
        .at = now};
    if (decision.action == Action::confirm && !discrepancy.planted.empty()) {
        keying.action = Action::correct;
        keying.value = discrepancy.planted;
        return keying;
    }
    if (discrepancy.second_eyes != SecondEyes::none && decision.action == Action::correct &&
        is_same_value(decision.value, read))
        keying.action = Action::confirm;
    if (keying.action == Action::confirm) keying.value = read;
    return keying;
}

bool agree(const Keying& one, const Keying& other)
{
    const bool is_unreadable = one.action == Action::mark_unreadable;
    if (is_unreadable || other.action == Action::mark_unreadable) return one.action == other.action;
    return is_same_value(one.value, other.value);
}

Stage stage_of(const Discrepancy& discrepancy, const Keying& found)
{
    switch (discrepancy.state) {
    case State::open:
        if (discrepancy.second_eyes == SecondEyes::none) return Stage::open_for_one;
        return discrepancy.second_eyes == SecondEyes::machine ? Stage::open_beside_machine
                                                              : Stage::open_for_two;
    case State::second_eyes:
        return agree(discrepancy.keyings.front(), found) ? Stage::second_agrees
                                                         : Stage::second_differs;
    case State::arbitration: return Stage::arbitration;
    case State::confirmed:
    case State::corrected:
    case State::unreadable:
    case State::rescan_requested:
    case State::rejected: break;
    }
    return Stage::settled;
}

bool has_keyed(const Discrepancy& discrepancy, const Person& person)
{
    return std::ranges::find(discrepancy.keyings, person.name, &Keying::by) !=
           discrepancy.keyings.end();
}

/// Why it is not for this person to say what is right.
std::optional<DecisionErrorKind> why_not(const Discrepancy& discrepancy, const Person& person)
{
    if (has_keyed(discrepancy, person)) return DecisionErrorKind::same_person;
    if (discrepancy.state == State::arbitration && !person.arbitrates)
        return DecisionErrorKind::arbiter_needed;
    return std::nullopt;
}

/// What the decision itself lacks.
std::optional<DecisionErrorKind> missing(const Discrepancy& discrepancy, const Decision& decision)
{
    switch (decision.action) {
    case Action::confirm:
        if (hides_value(discrepancy) && discrepancy.planted.empty())
            return DecisionErrorKind::value_missing;
        break;
    case Action::correct:
        if (decision.value.empty()) return DecisionErrorKind::value_missing;
        break;
    case Action::mark_unreadable:
    case Action::request_rescan:
    case Action::reject:
        if (decision.reason.empty()) return DecisionErrorKind::reason_missing;
        break;
    case Action::reopen: break;
    }
    return std::nullopt;
}

} // namespace

tl::expected<Discrepancy, DecisionError> apply(
    const Discrepancy& discrepancy,
    const Decision& decision,
    const Person& person,
    std::string_view read,
    capture::Instant now
)
{
    const auto keying = keying_of(discrepancy, decision, person, read, now);
    const auto* const row =
        std::ranges::find(table, stage_of(discrepancy, keying), &Transitions::stage);
    const auto& next = row->on(decision.action == Action::reopen ? decision.action : keying.action);
    if (!next) return refused(next.error());
    if (is_finding(decision.action)) {
        if (const auto reason = why_not(discrepancy, person)) return refused(*reason);
    }
    // What a person found for the second to find again, only that person can take back.
    if (decision.action == Action::reopen && discrepancy.state == State::second_eyes &&
        !has_keyed(discrepancy, person))
        return refused(DecisionErrorKind::same_person);
    if (const auto lacks = missing(discrepancy, decision)) return refused(*lacks);

    Discrepancy decided = discrepancy;
    decided.state = *next;
    decided.decided_by = is_settled(*next) ? person.name : std::string{};
    decided.decided_at = is_settled(*next) ? now : capture::Instant{};
    if (*next == State::open) decided.keyings.clear();
    decided.planted.clear(); // shown once: whoever looks again keys what he sees
    if (is_finding(decision.action) && decided.second_eyes != SecondEyes::none)
        decided.keyings.push_back(keying);
    return decided;
}

bool is_settled(DiscrepancyState state)
{
    return state != State::open && state != State::second_eyes && state != State::arbitration;
}

bool ends_document(Action action)
{
    return action == Action::reject || action == Action::request_rescan;
}

bool hides_value(const Discrepancy& discrepancy)
{
    if (is_settled(discrepancy.state)) return false;
    return discrepancy.state == State::arbitration ||
           discrepancy.second_eyes == SecondEyes::blind ||
           discrepancy.second_eyes == SecondEyes::machine;
}

bool is_for(const Discrepancy& discrepancy, const Person& person)
{
    return !is_settled(discrepancy.state) && !why_not(discrepancy, person);
}

bool is_same_value(std::string_view one, std::string_view other)
{
    return compact(one) == compact(other);
}

SecondEyes stricter(SecondEyes one, SecondEyes other)
{
    if (one == other || other == SecondEyes::none) return one;
    return one == SecondEyes::none ? other : SecondEyes::blind;
}

} // namespace dossier::verify
