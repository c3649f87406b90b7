#include "web/exports/runs.h"

#include "web/digest.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace dossier::web {

namespace {

std::string_view code_of(ExportTrouble trouble)
{
    switch (trouble) {
    case ExportTrouble::gone: return "gone";
    case ExportTrouble::restricted: return "restricted";
    case ExportTrouble::too_large: return "too_large";
    case ExportTrouble::stopped: return "stopped";
    }
    return "not_made";
}

} // namespace

std::optional<ExportState> ExportRuns::order(
    store::Store& store, ExportOrder order, const store::Actor& actor, store::Instant now
)
{
    const std::lock_guard lock{mutex_};
    forget_old(now);
    const auto own =
        std::ranges::count_if(runs_, [&](const Run& run) { return run.actor.name == actor.name; });
    if (static_cast<std::size_t>(own) >= most_of_a_person || runs_.size() >= most)
        return std::nullopt;
    Run run;
    run.state.id = store.new_export_id();
    run.state.order = std::move(order);
    run.state.ordered_at = now;
    run.actor = actor;
    store.note_export(
        step_of(run.state.id, run.state.order, store::ExportStepKind::requested), actor, now
    );
    return runs_.emplace_back(std::move(run)).state;
}

bool ExportRuns::work_once(
    store::Store& store,
    const std::function<store::Instant()>& clock,
    std::chrono::minutes utc_offset,
    const std::function<bool()>& is_stopped
)
{
    std::string id;
    ExportOrder order;
    store::Actor actor;
    {
        const std::lock_guard lock{mutex_};
        const auto next = std::ranges::find(runs_, false, &Run::is_taken);
        if (next == runs_.end()) return false;
        next->is_taken = true;
        id = next->state.id;
        order = next->state.order;
        actor = next->actor;
    }
    const auto progress = [&](std::size_t done) {
        const std::lock_guard lock{mutex_};
        auto* const run = find(id);
        if (run != nullptr) run->state.done = done;
        return run != nullptr && !is_stopped();
    };
    std::string failure;
    ExportFile file;
    try {
        auto made = make_export(store, order, actor, clock, utc_offset, progress);
        if (made)
            file = *std::move(made);
        else
            failure = code_of(made.error());
    } catch (const std::exception&) { // told to whom it is for; the trail has which record it was
        failure = "not_made";
    }
    if (!failure.empty())
        store.note_export(step_of(id, order, store::ExportStepKind::failed), actor, clock());
    const std::lock_guard lock{mutex_};
    if (auto* const run = find(id)) {
        run->state.failure = failure;
        run->state.is_ready = failure.empty();
        run->state.bytes = static_cast<std::int64_t>(file.body.size());
        run->ready_at = clock();
        run->file = std::move(file);
    }
    return true;
}

std::vector<ExportState> ExportRuns::of(const std::string& person, store::Instant now)
{
    const std::lock_guard lock{mutex_};
    forget_old(now);
    std::vector<ExportState> states;
    for (auto run = runs_.rbegin(); run != runs_.rend(); ++run)
        if (run->actor.name == person) states.push_back(run->state);
    return states;
}

std::optional<ExportFile> ExportRuns::fetch(
    store::Store& store, const std::string& id, const store::Actor& actor, store::Instant now
)
{
    const std::lock_guard lock{mutex_};
    forget_old(now);
    auto* const run = find(id);
    if (run == nullptr || run->actor.name != actor.name || !run->state.is_ready)
        return std::nullopt;
    auto step = step_of(id, run->state.order, store::ExportStepKind::exported);
    step.sha256 = hex(sha256(std::string_view{run->file.body}));
    store.note_export(step, actor, now); // no entry, no export
    auto file = std::move(run->file);
    std::erase_if(runs_, [&](const Run& one) { return one.state.id == id; });
    return file;
}

void ExportRuns::forget_old(store::Instant now)
{
    std::erase_if(runs_, [&](const Run& run) {
        return run.ready_at != store::Instant{} && now - run.ready_at > kept;
    });
}

ExportRuns::Run* ExportRuns::find(const std::string& id)
{
    const auto found =
        std::ranges::find_if(runs_, [&](const Run& run) { return run.state.id == id; });
    return found == runs_.end() ? nullptr : &*found;
}

} // namespace dossier::web
