#include "verify/discrepancy.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <random>
#include <set>
#include <sstream>

namespace dossier::verify {

namespace {

using State = DiscrepancyState;

constexpr capture::Instant noon{std::chrono::milliseconds{1'795'000'000'000}};
constexpr auto read = "张三";

constexpr auto states = std::to_array<std::pair<State, const char*>>({
    {State::open, "open"},
    {State::second_eyes, "second_eyes"},
    {State::arbitration, "arbitration"},
    {State::confirmed, "confirmed"},
    {State::corrected, "corrected"},
    {State::unreadable, "unreadable"},
    {State::rescan_requested, "rescan_requested"},
    {State::rejected, "rejected"},
});

constexpr auto actions = std::to_array<std::pair<Action, const char*>>({
    {Action::confirm, "confirm"},
    {Action::correct, "correct"},
    {Action::mark_unreadable, "mark_unreadable"},
    {Action::request_rescan, "request_rescan"},
    {Action::reject, "reject"},
    {Action::reopen, "reopen"},
});

constexpr std::array policies{
    SecondEyes::none, SecondEyes::shown, SecondEyes::blind, SecondEyes::machine};

const Person wang{.name = "wang", .arbitrates = false};
const Person li{.name = "li", .arbitrates = false};
const Person zhao{.name = "zhao", .arbitrates = true};

Discrepancy a_discrepancy(State state = State::open, SecondEyes second_eyes = SecondEyes::none)
{
    Discrepancy discrepancy{
        .id = "x1",
        .document_id = "d1",
        .field = "name",
        .state = state,
        .decided_by = {},
        .decided_at = {},
        .second_eyes = second_eyes};
    return discrepancy;
}

Decision a_decision(Action action)
{
    return {.action = action, .value = "李四", .reason = "盖章遮挡"};
}

Decision keyed(std::string value)
{
    return {.action = Action::correct, .value = std::move(value), .reason = {}};
}

tl::expected<Discrepancy, DecisionError>
decide(const Discrepancy& discrepancy, const Decision& decision, const Person& person)
{
    return apply(discrepancy, decision, person, read, noon);
}

DecisionErrorKind
error_of(const Discrepancy& discrepancy, const Decision& decision, const Person& person = wang)
{
    return decide(discrepancy, decision, person).error().kind;
}

/// What two people of three, one after the other, make of a discrepancy that both key blind.
Discrepancy keyed_by_two(const std::string& one, const std::string& other)
{
    const auto first = decide(a_discrepancy(State::open, SecondEyes::blind), keyed(one), wang);
    return decide(*first, keyed(other), li).value();
}

/// A field whose value is known, shown with another.
Discrepancy with_planted(const std::string& value)
{
    auto discrepancy = a_discrepancy(State::open, SecondEyes::machine);
    discrepancy.planted = value;
    return discrepancy;
}

std::string name_of(State state)
{
    for (const auto& [known, name] : states) {
        if (known == state) return name;
    }
    return "?";
}

std::string cell(const tl::expected<Discrepancy, DecisionError>& after)
{
    if (after) return name_of(after->state);
    return after.error().kind == DecisionErrorKind::not_decided ? "not decided" : "already decided";
}

/// A line of the table: where a discrepancy stands before `zhao` decides. `first` makes it what it
/// is, from what zhao will find.
struct Line {
    std::string name;
    std::function<Discrepancy(const Decision& zhaos)> first;
};

std::vector<Line> lines()
{
    const auto fresh = [](SecondEyes second_eyes) {
        return [=](const Decision&) { return a_discrepancy(State::open, second_eyes); };
    };
    std::vector<Line> all{
        {"open, for one person", fresh(SecondEyes::none)},
        {"open, for two people", fresh(SecondEyes::shown)},
        {"open, beside the machine", fresh(SecondEyes::machine)},
        {"open, with a planted value", [](const Decision&) { return with_planted("张二"); }},
        {"second_eyes, finding the same",
         [](const Decision& zhaos) {
             const bool is_finding = zhaos.action == Action::confirm ||
                                     zhaos.action == Action::correct ||
                                     zhaos.action == Action::mark_unreadable;
             const auto& same = is_finding ? zhaos : keyed("李四");
             return *decide(a_discrepancy(State::open, SecondEyes::shown), same, wang);
         }},
        {"second_eyes, finding another",
         [](const Decision&) {
             return *decide(a_discrepancy(State::open, SecondEyes::shown), keyed("王五"), wang);
         }},
        {"arbitration", [](const Decision&) { return keyed_by_two("王五", "赵六"); }}};
    for (const auto& [state, name] : states) {
        if (is_settled(state))
            all.push_back({name, [=](const Decision&) { return a_discrepancy(state); }});
    }
    return all;
}

/// Who is not shown what was read confirms it by keying it.
Decision as_found(const Discrepancy& discrepancy, const Decision& decision)
{
    const bool keys = hides_value(discrepancy) && discrepancy.planted.empty() &&
                      decision.action == Action::confirm;
    return keys ? keyed(read) : decision;
}

/// The table of verify/README.md, made from what apply() does.
std::string table()
{
    std::ostringstream text;
    text << "| state";
    for (const auto& [action, name] : actions)
        text << " | " << name;
    text << " |\n| --- | --- | --- | --- | --- | --- | --- |\n";
    for (const auto& line : lines()) {
        text << "| " << line.name;
        for (const auto& [action, name] : actions) {
            const auto before = line.first(a_decision(action));
            // What the first keyed is the first's to take back.
            const bool takes_back = action == Action::reopen && before.state == State::second_eyes;
            text << " | "
                 << cell(decide(
                        before, as_found(before, a_decision(action)), takes_back ? wang : zhao
                    ));
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
    const auto decided = decide(a_discrepancy(), a_decision(Action::confirm), wang);
    EXPECT_EQ(decided->decided_by, "wang");
    EXPECT_EQ(decided->decided_at, noon);
    EXPECT_EQ(decided->field, "name");
}

TEST(Discrepancy, ForgetsItsDecisionWhenReopened)
{
    const auto decided = decide(a_discrepancy(), a_decision(Action::confirm), wang);
    const auto reopened = decide(*decided, a_decision(Action::reopen), li);
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
    for (const Action action : {Action::mark_unreadable, Action::request_rescan, Action::reject}) {
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

TEST(Discrepancy, IsSettledWhenNobodyHasToLookAnyMore)
{
    for (const auto& [state, name] : states) {
        const bool waits =
            state == State::open || state == State::second_eyes || state == State::arbitration;
        EXPECT_EQ(is_settled(state), !waits) << name;
    }
}

TEST(SecondEyes, AreAnotherPersons)
{
    for (const auto second_eyes : {SecondEyes::shown, SecondEyes::blind}) {
        const auto first = decide(a_discrepancy(State::open, second_eyes), keyed("李四"), wang);
        EXPECT_EQ(first->state, State::second_eyes);
        EXPECT_EQ(error_of(*first, keyed("李四"), wang), DecisionErrorKind::same_person);
        EXPECT_FALSE(is_for(*first, wang));
        EXPECT_TRUE(is_for(*first, li));
    }
}

TEST(SecondEyes, SettleAtOnceWhatTheyFindToo)
{
    const auto settled = keyed_by_two("李四", "李四");
    EXPECT_EQ(settled.state, State::corrected);
    EXPECT_EQ(settled.decided_by, "li");
}

TEST(SecondEyes, DoNotMindWidthCaseAndSpaces)
{
    EXPECT_EQ(keyed_by_two("ab 12-3x", "ＡＢ12－3X").state, State::corrected);
    EXPECT_EQ(keyed_by_two("ab12-3x", "ab12-3").state, State::arbitration);
}

TEST(SecondEyes, ConfirmWhatWasReadByKeyingIt)
{
    const auto settled = keyed_by_two(read, read);
    EXPECT_EQ(settled.state, State::confirmed);
}

TEST(SecondEyes, CannotConfirmWhatTheyAreNotShown)
{
    for (const auto second_eyes : {SecondEyes::blind, SecondEyes::machine}) {
        const auto blind = a_discrepancy(State::open, second_eyes);
        EXPECT_TRUE(hides_value(blind));
        EXPECT_EQ(
            error_of(blind, {.action = Action::confirm, .value = {}, .reason = {}}),
            DecisionErrorKind::value_missing
        );
    }
    EXPECT_FALSE(hides_value(a_discrepancy(State::open, SecondEyes::shown)));
}

TEST(SecondEyes, AgreeThatNobodyCanReadIt)
{
    const auto first = decide(
        a_discrepancy(State::open, SecondEyes::blind), a_decision(Action::mark_unreadable), wang
    );
    EXPECT_EQ(decide(*first, a_decision(Action::mark_unreadable), li)->state, State::unreadable);
    EXPECT_EQ(decide(*first, keyed("李四"), li)->state, State::arbitration);
}

TEST(SecondEyes, LetTheFirstTakeBackWhatNobodyLookedAtYet)
{
    const auto first = decide(a_discrepancy(State::open, SecondEyes::blind), keyed("李四"), wang);
    EXPECT_EQ(error_of(*first, a_decision(Action::reopen), li), DecisionErrorKind::same_person);
    const auto back = decide(*first, a_decision(Action::reopen), wang);
    EXPECT_EQ(back->state, State::open);
    EXPECT_TRUE(back->keyings.empty());
}

TEST(SecondEyes, OfTheMachineAgreeWithWhoKeysWhatWasRead)
{
    const auto sample = a_discrepancy(State::open, SecondEyes::machine);
    EXPECT_EQ(decide(sample, keyed(read), wang)->state, State::confirmed);
    const auto differs = decide(sample, keyed("李四"), zhao);
    EXPECT_EQ(differs->state, State::arbitration);
    EXPECT_EQ(error_of(*differs, keyed("李四"), zhao), DecisionErrorKind::same_person);
}

TEST(SecondEyes, OfTwoPoliciesSatisfyBoth)
{
    for (const auto policy : policies) {
        EXPECT_EQ(stricter(policy, SecondEyes::none), policy);
        EXPECT_EQ(stricter(SecondEyes::none, policy), policy);
        EXPECT_EQ(stricter(policy, policy), policy);
        EXPECT_EQ(stricter(policy, SecondEyes::blind), SecondEyes::blind);
    }
    EXPECT_EQ(stricter(SecondEyes::shown, SecondEyes::machine), SecondEyes::blind);
}

TEST(Arbitration, IsAThirdPersonsWhoMay)
{
    const auto disputed = keyed_by_two("李四", "季四");
    EXPECT_EQ(error_of(disputed, keyed("李四"), wang), DecisionErrorKind::same_person);
    EXPECT_EQ(error_of(disputed, keyed("李四"), li), DecisionErrorKind::same_person);
    const Person chen{.name = "chen", .arbitrates = false};
    EXPECT_EQ(error_of(disputed, keyed("李四"), chen), DecisionErrorKind::arbiter_needed);
    const auto settled = decide(disputed, keyed("李四"), zhao);
    EXPECT_EQ(settled->state, State::corrected);
    EXPECT_EQ(settled->decided_by, "zhao");
}

TEST(Arbitration, HidesWhatWasReadEvenWhereTwoPeopleSawIt)
{
    const auto first =
        decide(a_discrepancy(State::open, SecondEyes::shown), a_decision(Action::confirm), wang);
    const auto disputed = decide(*first, keyed("李四"), li);
    EXPECT_EQ(disputed->state, State::arbitration);
    EXPECT_TRUE(hides_value(*disputed));
}

TEST(Arbitration, CannotBeTakenBackByEitherOfTheTwo)
{
    const auto disputed = keyed_by_two("李四", "季四");
    for (const auto& person : {wang, li})
        EXPECT_EQ(
            error_of(disputed, a_decision(Action::reopen), person), DecisionErrorKind::not_decided
        );
}

/// Five people do what comes to their mind, 2,000 times over, and the same holds after every step.
class AnyPeople : public testing::Test {
protected:
    template <typename List>
    auto any(const List& list)
    {
        return list[std::uniform_int_distribution<std::size_t>{0, std::size(list) - 1}(random)];
    }

    Decision any_decision()
    {
        const std::array values{read, "李四", "李 四", "王五"};
        return {.action = any(actions).first, .value = any(values), .reason = "盖章遮挡"};
    }

    std::mt19937 random{20261126};
    std::vector<Person> people{
        wang,
        li,
        zhao,
        {.name = "chen", .arbitrates = true},
        {.name = "qian", .arbitrates = false}};
};

TEST_F(AnyPeople, NeverFindTwiceWhereTwoMustLook)
{
    for (int run = 0; run < 2'000; ++run) {
        auto discrepancy = a_discrepancy(State::open, any(policies));
        for (int step = 0; step < 12; ++step) {
            const auto person = any(people);
            const auto after = decide(discrepancy, any_decision(), person);
            if (!after) continue;
            discrepancy = *after;
            std::set<std::string> names;
            for (const auto& keying : discrepancy.keyings)
                EXPECT_TRUE(names.insert(keying.by).second) << keying.by;
            EXPECT_LE(names.size(), 3U);
        }
    }
}

TEST_F(AnyPeople, SettleAValueOnlyWithAsManyAsThePolicyAsks)
{
    for (int run = 0; run < 2'000; ++run) {
        auto discrepancy = a_discrepancy(State::open, any(policies));
        for (int step = 0; step < 12; ++step) {
            const auto after = decide(discrepancy, any_decision(), any(people));
            if (!after) continue;
            discrepancy = *after;
            const bool has_value = discrepancy.state == State::confirmed ||
                                   discrepancy.state == State::corrected ||
                                   discrepancy.state == State::unreadable;
            if (!has_value) continue;
            switch (discrepancy.second_eyes) {
            case SecondEyes::none: EXPECT_TRUE(discrepancy.keyings.empty()); break;
            case SecondEyes::machine:
                EXPECT_EQ(
                    discrepancy.keyings.size() == 1,
                    discrepancy.keyings.front().action == Action::confirm
                );
                break;
            case SecondEyes::shown:
            case SecondEyes::blind: EXPECT_GE(discrepancy.keyings.size(), 2U);
            }
        }
    }
}

TEST_F(AnyPeople, ChangeWhatIsSettledOnlyByReopeningIt)
{
    for (int run = 0; run < 2'000; ++run) {
        auto discrepancy = a_discrepancy(State::open, any(policies));
        for (int step = 0; step < 12; ++step) {
            const auto decision = any_decision();
            const auto after = decide(discrepancy, decision, any(people));
            if (!after) continue;
            if (is_settled(discrepancy.state)) {
                EXPECT_EQ(decision.action, Action::reopen);
                EXPECT_EQ(after->state, State::open);
            }
            discrepancy = *after;
        }
    }
}

TEST_F(AnyPeople, AreOnlyToldThatItIsTheirsWhenTheyCanSayWhatIsRight)
{
    for (int run = 0; run < 2'000; ++run) {
        auto discrepancy = a_discrepancy(State::open, any(policies));
        for (int step = 0; step < 6; ++step) {
            for (const auto& person : people)
                EXPECT_EQ(
                    is_for(discrepancy, person),
                    decide(discrepancy, keyed("李四"), person).has_value()
                );
            if (const auto after = decide(discrepancy, any_decision(), any(people)))
                discrepancy = *after;
        }
    }
}

} // namespace

} // namespace dossier::verify
