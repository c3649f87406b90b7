#include "store/disposals.h"

#include <algorithm>

namespace dossier::store {
namespace {

using Signatures = std::span<const DisposalSignature>;

int count(Signatures signatures, DisposalStep step)
{
    return static_cast<int>(std::ranges::count(signatures, step, &DisposalSignature::step));
}

/// Each step is another person's, but who proposed a list may carry it out.
bool may_take(Signatures signatures, DisposalStep step, std::string_view person)
{
    return std::ranges::none_of(signatures, [&](const DisposalSignature& signature) {
        const bool proposed_it = signature.step == DisposalStep::propose;
        return signature.person == person && !(proposed_it && step == DisposalStep::carry_out);
    });
}

bool is_over(DisposalState state)
{
    return state == DisposalState::carried_out || state == DisposalState::withdrawn;
}

/// The state in which a step may be taken.
DisposalState before(DisposalStep step)
{
    switch (step) {
    case DisposalStep::approve: return DisposalState::proposed;
    case DisposalStep::witness: return DisposalState::approved;
    case DisposalStep::carry_out: return DisposalState::witnessed;
    case DisposalStep::propose:
    case DisposalStep::withdraw: break;
    }
    return DisposalState::withdrawn;
}

} // namespace

tl::expected<DisposalState, StepRefused>
after_step(DisposalState state, Signatures signatures, DisposalStep step, std::string_view person)
{
    if (is_over(state)) {
        return tl::unexpected(StepRefused::over);
    }
    if (step == DisposalStep::withdraw) {
        return DisposalState::withdrawn;
    }
    if (step == DisposalStep::propose || state != before(step)) {
        return tl::unexpected(StepRefused::not_yet);
    }
    if (!may_take(signatures, step, person)) {
        return tl::unexpected(StepRefused::same_person);
    }
    switch (step) {
    case DisposalStep::approve:
        return count(signatures, step) + 1 >= approvers_needed ? DisposalState::approved : state;
    case DisposalStep::witness:
        return count(signatures, step) + 1 >= witnesses_needed ? DisposalState::witnessed : state;
    case DisposalStep::carry_out: return DisposalState::carried_out;
    case DisposalStep::propose:
    case DisposalStep::withdraw: break;
    }
    return tl::unexpected(StepRefused::not_yet);
}

} // namespace dossier::store
