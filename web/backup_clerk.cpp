#include "web/backup_clerk.h"

#include "web/clock.h"
#include "web/log.h"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace dossier::web {

using namespace std::chrono_literals;

namespace {

constexpr auto round = 1s;
constexpr auto after_failure = 5min;

} // namespace

BackupClerk::BackupClerk(BackupOptions options) : options_(std::move(options)) {}

void BackupClerk::back_up(store::Store& store, store::Instant now)
{
    due_ = now + after_failure; // until it is made
    const auto report = store.back_up(options_.folder, web::now);
    due_ = now + options_.pause;
    log(Level::info,
        "backed_up",
        {{"backup", report.backup.name},
         {"objects", report.backup.objects},
         {"copied", report.copied},
         {"missing", report.missing.size()}});
    if (report.renewed) log(Level::warning, "keystore_key_renewed", {{"copy_anew", "keys"}});
}

void BackupClerk::look(store::Store& store, store::Instant now)
{
    std::string trouble;
    try {
        if (store.take_wish_for_backup()) due_ = now;
        if (now >= due_) back_up(store, now);
        trouble = store.keep_journal();
    } catch (const std::exception& error) {
        trouble = error.what();
    }
    if (std::exchange(trouble_, trouble) != trouble && !trouble.empty())
        log(Level::error, "backup_failing", {{"reason", trouble}});
}

void BackupClerk::run(const std::function<store::Store*()>& find_store, const std::stop_token& stop)
{
    if (options_.folder.empty()) return;
    std::mutex mutex;
    std::condition_variable_any ended;
    std::unique_lock lock{mutex};
    while (!stop.stop_requested()) {
        if (auto* store = find_store()) look(*store, now());
        ended.wait_for(lock, stop, round, [] { return false; });
    }
}

} // namespace dossier::web
