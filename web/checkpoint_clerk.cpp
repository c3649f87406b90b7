#include "web/checkpoint_clerk.h"

#include "web/clock.h"
#include "web/log.h"

#include <condition_variable>
#include <utility>

namespace dossier::web {

using namespace std::chrono_literals;

CheckpointClerk::CheckpointClerk(CheckpointOptions options) : options_(std::move(options)) {}

tl::expected<std::string, store::AuditFault>
CheckpointClerk::sign(store::Store& store, store::Instant now)
{
    const std::lock_guard lock{signing_};
    const store::CheckpointFolder folder{options_.folder};
    auto note = store.sign_checkpoint(folder.newest(), now);
    if (!note) return note;
    const auto checkpoint = store::open_checkpoint(*note, store.checkpoint_key());
    folder.keep(*note, checkpoint->entries);
    signed_entries_ = checkpoint->entries;
    signed_at_ = now;
    return note;
}

void CheckpointClerk::attempt(store::Store& store, store::Instant now)
{
    std::string trouble;
    try {
        const auto note = sign(store, now);
        if (!note)
            trouble = "entry " + std::to_string(note.error().seq) + ": " + note.error().reason;
    } catch (const store::Error& error) {
        trouble = error.what();
    }
    if (std::exchange(trouble_, trouble) != trouble && !trouble.empty())
        log(Level::error, "checkpoint_refused", {{"reason", trouble}});
}

void CheckpointClerk::look(store::Store& store, store::Instant now)
{
    const auto fresh = store.audit_entries() - signed_entries_;
    if (fresh >= options_.entries || (fresh > 0 && now - signed_at_ >= options_.pause))
        attempt(store, now);
}

void CheckpointClerk::finish(store::Store& store, store::Instant now)
{
    if (store.audit_entries() > signed_entries_) attempt(store, now);
}

void CheckpointClerk::run(
    const std::function<store::Store*()>& find_store, const std::stop_token& stop
)
{
    std::mutex mutex;
    std::condition_variable_any ended;
    std::unique_lock lock{mutex};
    while (!stop.stop_requested()) {
        try {
            if (auto* store = find_store()) look(*store, now());
        } catch (const store::Error& error) {
            log(Level::error, "checkpoint_not_looked_at", {{"reason", error.what()}});
        }
        ended.wait_for(lock, stop, 2s, [] { return false; });
    }
}

} // namespace dossier::web
