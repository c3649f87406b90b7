#include "verify/discrepancy.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>

namespace dossier::verify {

namespace {

using State = DiscrepancyState;

constexpr capture::Instant noon{std::chrono::milliseconds{1'795'000'000'000}};

constexpr auto states = std::to_array<std::pair<State, const char*>>({
    {State::open, "open"},
    {State::confirmed, "confirmed"},
    {State::corrected, "corrected"},
    {State::unreadable, "unreadable"},
    {State::rejected, "rejected"},
});

constexpr auto actions = std::to_array<std::pair<Action, const char*>>({
    {Action::confirm, "confirm"},
    {Action::correct, "correct"},
    {Action::mark_unreadable, "mark_unreadable"},
    {Action::reject, "reject"},
    {Action::reopen, "reopen"},
});

Discrepancy a_discrepancy(State state = State::open)
{
    return {
        .id = "x1",
        .document_id = "d1",
        .field = "name",
        .state = state,
        .decided_by = {},
        .decided_at = {}};
}

Decision a_decision(Action action)
{
    return {.action = action, .value = "李四", .reason = "盖章遮挡"};
}

DecisionErrorKind error_of(const Discrepancy& discrepancy, const Decision& decision)
{
    return apply(discrepancy, decision, "wang", noon).error().kind;
}

std::string name_of(State state)
{
    for (const auto& [known, name] : states) {
        if (known == state) return name;
    }
    return "?";
}

/// The table of verify/README.md, made from what apply() does.
std::string table()
{
    std::ostringstream text;
    text << "| state";
    for (const auto& [action, name] : actions)
        text << " | " << name;
    text << " |\n| --- | --- | --- | --- | --- | --- |\n";
    for (const auto& [state, state_name] : states) {
        text << "| " << state_name;
        for (const auto& [action, action_name] : actions) {
            const auto after = apply(a_discrepancy(state), a_decision(action), "wang", noon);
            text << " | "
                 << (after                                                  ? name_of(after->state)
                     : after.error().kind == DecisionErrorKind::not_decided ? "not decided"
                                                                            : "already decided");
        }
        text << " |\n";
    }
    return text.str();
}

TEST(Discrepancy, DoesWhatTheReadmeSaysInEveryStateForEveryAction)
{
    std::ostringstream readme;
    readme << std::ifstream{DOSSIER_VERIFY_README}.rdbuf();
    EXPECT_NE(readme.str().find(table()), std::string::npos) << table();
}

TEST(Discrepancy, RemembersWhoDecidedAndWhen)
{
    const auto decided = apply(a_discrepancy(), a_decision(Action::confirm), "wang", noon);
    EXPECT_EQ(decided->decided_by, "wang");
    EXPECT_EQ(decided->decided_at, noon);
    EXPECT_EQ(decided->field, "name");
}

TEST(Discrepancy, ForgetsItsDecisionWhenReopened)
{
    const auto decided = apply(a_discrepancy(), a_decision(Action::confirm), "wang", noon);
    const auto reopened =
        apply(*decided, {.action = Action::reopen, .value = {}, .reason = {}}, "li", noon);
    EXPECT_EQ(reopened->state, State::open);
    EXPECT_EQ(reopened->decided_by, "");
    EXPECT_EQ(reopened->decided_at, capture::Instant{});
}

TEST(Discrepancy, IsNotCorrectedWithoutAValue)
{
    const Decision decision{.action = Action::correct, .value = {}, .reason = "x"};
    EXPECT_EQ(error_of(a_discrepancy(), decision), DecisionErrorKind::value_missing);
}

TEST(Discrepancy, IsNotGivenUpWithoutAReason)
{
    for (const Action action : {Action::mark_unreadable, Action::reject}) {
        const Decision decision{.action = action, .value = "x", .reason = {}};
        EXPECT_EQ(error_of(a_discrepancy(), decision), DecisionErrorKind::reason_missing);
    }
}

TEST(Discrepancy, SaysThatItIsDecidedBeforeItAsksForAValue)
{
    const Decision decision{.action = Action::correct, .value = {}, .reason = {}};
    EXPECT_EQ(
        error_of(a_discrepancy(State::confirmed), decision), DecisionErrorKind::already_decided
    );
}

TEST(Discrepancy, IsSettledInEveryStateButOpen)
{
    for (const auto& [state, name] : states) {
        EXPECT_EQ(is_settled(state), state != State::open) << name;
    }
}

} // namespace

} // namespace dossier::verify
