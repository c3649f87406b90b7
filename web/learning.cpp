#include "web/learning.h"

#include "web/log.h"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace dossier::web {

namespace {

using namespace std::chrono_literals;

constexpr auto period = 5min;
constexpr auto memory = 365 * 24h; ///< older records say little of today's scanners and forms
constexpr auto lately = 14 * 24h;  ///< what drift is looked for in

/// Says it where operators and where auditors look; names of types and fields are no secret.
void tell(
    store::Store& store,
    Level level,
    std::string_view event,
    const std::string& type,
    const std::string& detail,
    store::Instant now
)
{
    log(level, event, {{"type", type}, {"detail", detail}});
    store.note(store::system_actor(), event, "type " + type, "done", detail, now);
}

std::string text_of(const verify::Lane& lane)
{
    return lane.field + (lane.vouched ? " (vouched)" : "");
}

void tell_drift(
    store::Store& store,
    const verify::Thresholds& before,
    const verify::Thresholds& after,
    store::Instant now
)
{
    for (const auto& [type, lanes] : after.drifted) {
        const auto known = before.drifted.find(type);
        for (const auto& lane : lanes)
            if (known == before.drifted.end() || !known->second.contains(lane))
                tell(store, Level::warning, "acceptance_drifted", type, text_of(lane), now);
    }
}

/// What is open, without the bound, which moves with every record.
std::string text_of(const verify::Acceptance& acceptance)
{
    std::string text = acceptance.passes_whole ? "whole" : "not whole";
    for (const auto& [lane, least] : acceptance.least)
        text += fmt::format(", {} {}", text_of(lane), least);
    return text;
}

void tell_learnt(
    store::Store& store,
    const verify::Thresholds& before,
    const verify::Thresholds& after,
    store::Instant now
)
{
    if (!after.learnt) return;
    for (const auto& [type, acceptance] : *after.learnt) {
        const bool known = before.learnt && before.learnt->contains(type);
        const auto was = text_of(known ? before.learnt->at(type) : verify::Acceptance{});
        const auto is = text_of(acceptance);
        if (is != was) tell(store, Level::info, "acceptance_learnt", type, is, now);
    }
}

} // namespace

verify::Thresholds Learning::thresholds(store::Store& store, store::Instant now)
{
    const std::lock_guard lock{mutex_};
    if (!learnt_at_ || now - *learnt_at_ >= period) learn(store, now);
    return thresholds_;
}

store::Sampling Learning::sampling(const std::vector<verify::CheckedDocument>& documents) const
{
    const std::lock_guard lock{mutex_};
    store::Sampling sampling{
        .share = options_.sample, .whole_types = {}, .is_blind = options_.blind_samples};
    if (!thresholds_.learnt) return sampling;
    for (const auto& document : documents) {
        const auto learnt = thresholds_.learnt->find(document.type);
        if (learnt == thresholds_.learnt->end() || learnt->second.least.empty())
            sampling.whole_types.insert(document.type);
    }
    return sampling;
}

verify::Thresholds Learning::learnt(store::Store& store, store::Instant now) const
{
    auto learnt = options_.thresholds;
    try {
        const auto records = store.seen_records(now - memory, now - lately);
        learnt.drifted = verify::find_drift(records);
        if (options_.target)
            learnt.learnt = verify::learn_acceptance(
                records, {.target = *options_.target, .confidence = options_.confidence}
            );
    } catch (const store::Tampered& error) {
        // Reading goes on, but nothing passes on evidence that somebody edited.
        log(Level::error, "evidence_tampered", {{"object", error.object()}});
        learnt.learnt.emplace();
    }
    return learnt;
}

void Learning::learn(store::Store& store, store::Instant now)
{
    auto after = learnt(store, now);
    tell_drift(store, thresholds_, after, now);
    tell_learnt(store, thresholds_, after, now);
    thresholds_ = std::move(after);
    learnt_at_ = now;
}

} // namespace dossier::web
