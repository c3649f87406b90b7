#include "store/rows/turn.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>

namespace dossier::store {
namespace {

using State = verify::DiscrepancyState;
using People = std::set<std::string>;

People who_keyed(const verify::Discrepancy& discrepancy)
{
    People people;
    for (const auto& keying : discrepancy.keyings) {
        people.insert(keying.by);
    }
    return people;
}

People common(const People& some, const People& others)
{
    People both;
    std::ranges::set_intersection(some, others, std::inserter(both, both.end()));
    return both;
}

} // namespace

Turn turn_of(const std::vector<verify::Discrepancy>& discrepancies)
{
    People first_people;
    std::optional<People> in_all_arbitrations;
    for (const auto& discrepancy : discrepancies) {
        const auto people = who_keyed(discrepancy);
        if (discrepancy.state == State::open) {
            return {};
        }
        if (discrepancy.state == State::second_eyes) {
            first_people.insert(people.begin(), people.end());
        } else if (discrepancy.state == State::arbitration) {
            in_all_arbitrations =
                in_all_arbitrations ? common(*in_all_arbitrations, people) : people;
        }
    }
    if (first_people.size() == 1) {
        const auto& first = *first_people.begin();
        const bool may_arbitrate = in_all_arbitrations && !in_all_arbitrations->contains(first);
        return {
            .of = may_arbitrate ? Turn::Of::second_person_or_arbiter : Turn::Of::second_person,
            .not_for = first,
            .nor_for = {}};
    }
    if (!first_people.empty() || !in_all_arbitrations) {
        return {};
    }
    Turn turn{.of = Turn::Of::arbiter, .not_for = {}, .nor_for = {}};
    if (!in_all_arbitrations->empty()) {
        turn.not_for = *in_all_arbitrations->begin();
    }
    if (in_all_arbitrations->size() == 2) {
        turn.nor_for = *in_all_arbitrations->rbegin();
    }
    return turn;
}

} // namespace dossier::store
