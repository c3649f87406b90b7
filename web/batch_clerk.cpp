#include "web/batch_clerk.h"

#include "capture/directory.h"
#include "capture/sheet_code.h"
#include "web/clock.h"
#include "web/log.h"
#include "web/mapping.h"
#include "web/station.h"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace dossier::web {

namespace {

using namespace std::chrono_literals;

/// `B-2026-0007-3fa81c22.txt`: the batch's name where a file can have it, and what makes it unique.
std::string receipt_name(const store::BatchItem& batch)
{
    const auto& name = batch.announced.name;
    const bool is_plain = capture::is_batch_name(name) && !name.starts_with('.');
    return (is_plain ? name + "-" : "") + batch.id.substr(0, 8) + ".txt";
}

} // namespace

BatchClerk::BatchClerk(std::filesystem::path hot) : hot_(std::move(hot)) {}

void BatchClerk::deliver(store::Store& store, const store::BatchItem& batch) const
{
    const auto folder = hot_ / batch.station;
    if (!is_station_name(batch.station) || !std::filesystem::is_directory(folder)) return;
    const auto receipt = store.batch_receipt(batch.id);
    if (!receipt) return;
    const auto directory = capture::open_directory(folder);
    if (directory->write_new(capture::Place::receipts, receipt_name(batch), *receipt))
        directory->sync(capture::Place::receipts);
}

bool BatchClerk::assemble(store::Store& store, store::Instant now)
{
    const auto made = store.assemble_documents(now);
    for (const auto& id : made)
        log(Level::info, "document_assembled", {{"original", id.text}});
    return !made.empty();
}

void BatchClerk::settle(store::Store& store, store::Instant now) const
{
    for (const auto& batch : store.settle_batches(now)) {
        log(Level::info,
            "batch_settled",
            {{"batch", batch.id}, {"station", batch.station}, {"state", to_text(batch.state)}});
        if (batch.state != store::BatchState::balanced) continue;
        try {
            deliver(store, batch);
        } catch (const capture::FolderError& error) {
            log(Level::warning,
                "receipt_not_delivered",
                {{"batch", batch.id}, {"station", batch.station}, {"reason", error.what()}});
        }
    }
}

void BatchClerk::run(const Site& site, const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any ended;
    std::unique_lock lock{mutex};
    while (!stop.stop_requested()) {
        if (auto* store = site.vault.find_store()) {
            try {
                if (assemble(*store, now())) site.work_arrived();
                settle(*store, now());
            } catch (const std::exception& error) {
                log(Level::error, "batches_not_settled", {{"reason", error.what()}});
            }
        }
        ended.wait_for(lock, stop, 2s, [] { return false; });
    }
}

} // namespace dossier::web
