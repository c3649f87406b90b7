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

constexpr int owed_a_round = 200;  ///< records from before there were filings and customers
constexpr int most_receipts = 100; ///< of a station in one round

/// `B-2026-0007-3fa81c22.txt`: the batch's name where a file can have it, and what makes it unique.
std::string receipt_name(const store::OwedReceipt& owed)
{
    const auto& name = owed.batch_name;
    const bool is_plain = capture::is_batch_name(name) && !name.starts_with('.');
    return (is_plain ? name + "-" : "") + owed.batch_id.substr(0, 8) + ".txt";
}

/// Whole and durable, or not there: stations read it as soon as it has its name.
void lay(capture::Directory& directory, const store::OwedReceipt& owed)
{
    using enum capture::Place;
    const auto name = receipt_name(owed);
    const auto draft = "." + name + ".part";
    directory.remove(receipts, draft); // left by a crash
    if (!directory.write_new(receipts, draft, owed.receipt))
        throw capture::FolderError("hot folder: somebody makes the receipt's draft");
    const auto moved = directory.move(receipts, draft, receipts, name, capture::NewName::ours);
    if (moved != capture::Moved::yes) directory.remove(receipts, draft); // it was laid before
    directory.sync(receipts);
}

} // namespace

BatchClerk::BatchClerk(std::filesystem::path hot) : hot_(std::move(hot)) {}

void BatchClerk::deliver(store::Store& store, const std::string& station)
{
    const auto owed = store.owed_receipts(station, most_receipts);
    std::string trouble;
    try {
        if (!owed.empty()) {
            const auto directory = capture::open_directory(hot_ / station);
            for (const auto& one : owed) {
                lay(*directory, one);
                store.note_receipt_laid(one.batch_id);
            }
        }
    } catch (const capture::FolderError& error) {
        trouble = error.what();
    }
    if (std::exchange(troubles_[station], trouble) != trouble && !trouble.empty())
        log(Level::warning,
            "receipts_not_delivered",
            {{"station", station}, {"receipts", owed.size()}, {"reason", trouble}});
}

bool BatchClerk::assemble(store::Store& store, store::Instant now)
{
    const auto made = store.assemble_documents(now);
    for (const auto& id : made)
        log(Level::info, "document_assembled", {{"original", id.text}});
    return !made.empty();
}

void BatchClerk::deliver(store::Store& store)
{
    std::error_code unreachable; // then it is tried again
    for (const auto& entry : std::filesystem::directory_iterator(hot_, unreachable)) {
        const auto station = entry.path().filename().string();
        if (is_station_name(station) && entry.is_directory() && !entry.is_symlink())
            deliver(store, station);
    }
}

void BatchClerk::settle(store::Store& store, store::Instant now)
{
    for (const auto& batch : store.settle_batches(now))
        log(Level::info,
            "batch_settled",
            {{"batch", batch.id}, {"station", batch.station}, {"state", to_text(batch.state)}});
    deliver(store);
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
                (void)store->end_loans(now());
                (void)store->catch_up(owed_a_round, now());
            } catch (const std::exception& error) {
                log(Level::error, "batches_not_settled", {{"reason", error.what()}});
            }
        }
        ended.wait_for(lock, stop, 2s, [] { return false; });
    }
}

} // namespace dossier::web
