#include "verify/acceptance.h"

#include "verify/learning/binomial.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>

namespace dossier::verify {

namespace {

constexpr std::size_t steps = acceptance_steps.size();

/// The strictest step that lets a value of this confidence pass; `steps` when none does.
std::size_t step_of(double confidence)
{
    const auto step =
        std::ranges::find_if(acceptance_steps, [&](double least) { return confidence >= least; });
    return static_cast<std::size_t>(step - acceptance_steps.begin());
}

struct Tally {
    std::int64_t right = 0;
    std::int64_t wrong = 0;

    void count(bool is_wrong) { ++(is_wrong ? wrong : right); }

    /// Laplace's rule: what to expect of the next one, half where nothing was seen.
    [[nodiscard]] double expected_share() const
    {
        return static_cast<double>(wrong + 1) / static_cast<double>(right + wrong + 2);
    }
};

/// By step; the last are values that no step lets pass.
using Tallies = std::array<Tally, steps + 1>;

struct CodedValue {
    std::size_t lane = 0; ///< its place among the lanes of the type
    std::size_t step = 0;
    bool wrong = false;
};

struct CodedRecord {
    std::vector<CodedValue> values;
    bool has_doubts = false;
};

/// How many steps of each lane are open: its values of the first so many steps pass.
using Gate = std::vector<std::size_t>;

/// The gates to be proved, each a step wider than the one before it: next comes the step that is
/// the least likely to let errors pass.
std::vector<Gate> gates_to_prove(const std::vector<Tallies>& lanes)
{
    std::vector<Gate> gates;
    Gate gate(lanes.size(), 0);
    for (std::size_t left = lanes.size() * steps; left > 0; --left) {
        std::size_t best = 0;
        double least = 2.0;
        for (std::size_t lane = 0; lane < lanes.size(); ++lane) {
            if (gate[lane] == steps) continue;
            const double share = lanes[lane][gate[lane]].expected_share();
            if (share < least) best = lane;
            least = std::min(least, share);
        }
        ++gate[best];
        gates.push_back(gate);
    }
    return gates;
}

/// Records that pass a gate, and how many of them hold a wrong value that passed.
struct Passed {
    Tally any;   ///< with at least one value
    Tally whole; ///< with every value: no person sees them
};

Passed pass(const Gate& gate, const std::vector<CodedRecord>& records)
{
    Passed passed;
    for (const CodedRecord& record : records) {
        bool any = false;
        bool whole = !record.has_doubts;
        bool wrong = false;
        for (const CodedValue& value : record.values) {
            const bool passes = value.step < gate[value.lane];
            any = any || passes;
            whole = whole && passes;
            wrong = wrong || (passes && value.wrong);
        }
        if (any) passed.any.count(wrong);
        if (any && whole) passed.whole.count(wrong);
    }
    return passed;
}

double bound_of(const Tally& tally, const AcceptanceRules& rules)
{
    return upper_bound(tally.wrong, tally.right + tally.wrong, rules.confidence);
}

bool holds(const Tally& tally, const AcceptanceRules& rules)
{
    return bound_of(tally, rules) < rules.target;
}

/// Enough records to prove the target if none is wrong. With fewer there is no test, rather than a
/// failed one: how many there are says nothing of whether they are right.
bool says_something(const Tally& tally, const AcceptanceRules& rules)
{
    return holds({.right = tally.right + tally.wrong, .wrong = 0}, rules);
}

struct Proof {
    Gate gate;
    double bound = 1.0;
    bool passes_whole = false;
};

/// Widens the gate while what is promised of it is proved. One test after the other in an order
/// that the proving records had no say in, up to the first that fails: so all together err as
/// rarely as one (fixed-sequence testing; Angelopoulos et al., Learn then Test, 2021).
Proof widest_proved(
    const std::vector<Gate>& gates,
    const std::vector<CodedRecord>& records,
    const AcceptanceRules& rules
)
{
    Proof proved;
    bool whole_holds = true;
    for (const Gate& gate : gates) {
        const Passed passed = pass(gate, records);
        const bool whole_tested = says_something(passed.whole, rules);
        whole_holds = whole_holds && (!whole_tested || holds(passed.whole, rules));
        if (!says_something(passed.any, rules)) continue;
        if (!holds(passed.any, rules)) break;
        proved = {
            .gate = gate,
            .bound = bound_of(passed.any, rules),
            .passes_whole = whole_holds && whole_tested};
    }
    return proved;
}

/// Values are wrong more often lately than they were, step by step, so that a different mixture of
/// confidences is no drift.
bool has_drifted(const Tallies& before, const Tallies& lately)
{
    constexpr double chance = 0.001; ///< of a false alarm, which costs people's time only
    constexpr std::int64_t fewest = 3;
    double expected = 0.0;
    std::int64_t wrong = 0;
    for (std::size_t step = 0; step <= steps; ++step) {
        const auto seen = static_cast<double>(lately[step].right + lately[step].wrong);
        expected += seen * before[step].expected_share();
        wrong += lately[step].wrong;
    }
    return wrong >= fewest && chance_of_at_least(wrong, expected) < chance;
}

using Records = std::vector<const SeenRecord*>;

std::map<Lane, Tallies> tallies_of(const Records& records)
{
    std::map<Lane, Tallies> tallies;
    for (const SeenRecord* record : records)
        for (const SeenValue& value : record->values)
            tallies[value.lane][step_of(value.confidence)].count(value.wrong);
    return tallies;
}

std::set<Lane> drifted_lanes(const Records& records)
{
    const auto lately = [](const SeenRecord* record) { return record->is_recent; };
    Records parted = records;
    const auto middle = std::stable_partition(parted.begin(), parted.end(), lately);
    auto before = tallies_of({middle, parted.end()});
    std::set<Lane> drifted;
    for (const auto& [lane, tallies] : tallies_of({parted.begin(), middle}))
        if (has_drifted(before[lane], tallies)) drifted.insert(lane);
    return drifted;
}

/// With the values of these lanes; any other value is a doubt.
std::vector<CodedRecord> coded(const Records& records, const std::vector<Lane>& lanes)
{
    std::vector<CodedRecord> result;
    for (const SeenRecord* record : records) {
        CodedRecord& made = result.emplace_back();
        made.has_doubts = record->has_doubts;
        for (const SeenValue& value : record->values) {
            const auto lane = std::ranges::lower_bound(lanes, value.lane);
            if (lane == lanes.end() || *lane != value.lane) {
                made.has_doubts = true;
                continue;
            }
            made.values.push_back(
                {.lane = static_cast<std::size_t>(lane - lanes.begin()),
                 .step = step_of(value.confidence),
                 .wrong = value.wrong}
            );
        }
    }
    return result;
}

Acceptance learn_type(
    const Records& choosing,
    const Records& proving,
    const std::set<Lane>& drifted,
    const AcceptanceRules& rules
)
{
    std::vector<Lane> lanes;
    std::vector<Tallies> tallies;
    for (const auto& [lane, tallies_of_lane] : tallies_of(choosing)) {
        if (drifted.contains(lane)) continue;
        lanes.push_back(lane);
        tallies.push_back(tallies_of_lane);
    }
    const Proof proof = widest_proved(gates_to_prove(tallies), coded(proving, lanes), rules);
    Acceptance acceptance{.least = {}, .bound = proof.bound, .passes_whole = proof.passes_whole};
    for (std::size_t lane = 0; lane < proof.gate.size(); ++lane)
        if (proof.gate[lane] > 0)
            acceptance.least[lanes[lane]] = acceptance_steps[proof.gate[lane] - 1];
    return acceptance;
}

template <typename Predicate>
std::map<std::string, Records> by_type(std::span<const SeenRecord> records, Predicate is_wanted)
{
    std::map<std::string, Records> sorted;
    for (const SeenRecord& record : records)
        if (is_wanted(record)) sorted[record.type].push_back(&record);
    return sorted;
}

} // namespace

std::map<std::string, Acceptance>
learn_acceptance(std::span<const SeenRecord> records, const AcceptanceRules& rules)
{
    const auto proves = [](const SeenRecord& record) { return record.sampled && record.proves; };
    const auto chooses = [](const SeenRecord& record) { return record.sampled && !record.proves; };
    auto choosing = by_type(records, chooses);
    auto proving = by_type(records, proves);
    std::map<std::string, Acceptance> learnt;
    for (const auto& [type, others] : by_type(records, std::not_fn(proves)))
        learnt[type] = learn_type(choosing[type], proving[type], drifted_lanes(others), rules);
    return learnt;
}

std::map<std::string, std::set<Lane>> find_drift(std::span<const SeenRecord> records)
{
    std::map<std::string, std::set<Lane>> drift;
    for (const auto& [type, all] : by_type(records, [](const SeenRecord&) { return true; })) {
        auto drifted = drifted_lanes(all);
        if (!drifted.empty()) drift[type] = std::move(drifted);
    }
    return drift;
}

} // namespace dossier::verify
