#include "web/indexer.h"

#include "web/log.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace dossier::web {

namespace {

using namespace std::chrono_literals;

constexpr int records_at_once = 500;

} // namespace

void Indexer::follow(store::Store& store, const std::stop_token& stop)
{
    const auto begun = std::chrono::steady_clock::now();
    auto state = store.index_records(records_at_once);
    while (state.left > 0 && !stop.stop_requested())
        state = store.index_records(records_at_once);
    if (is_built_ || state.left > 0) return;
    is_built_ = true;
    const auto taken = std::chrono::steady_clock::now() - begun;
    log(Level::info,
        "search_index_built",
        {{"records", state.records},
         {"bytes", state.bytes},
         {"seconds", std::chrono::duration<double>(taken).count()}});
}

void Indexer::run(const Site& site, const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any ended;
    std::unique_lock lock{mutex};
    while (!stop.stop_requested()) {
        if (auto* store = site.vault.find_store()) {
            try {
                follow(*store, stop);
            } catch (const std::exception& error) {
                log(Level::error, "search_index_behind", {{"reason", error.what()}});
            }
        }
        ended.wait_for(lock, stop, 1s, [] { return false; });
    }
}

} // namespace dossier::web
