#include "store/rows/balances.h"

#include "store/rows/batch_changes.h"
#include "store/rows/gathering.h"

#include <utility>

namespace dossier::store {
namespace {

constexpr std::size_t most_batches = 1'000; ///< kept; twenty pages of a list

} // namespace

Counted
Balances::of(Database& db, const Vault& vault, const SiteRules& stations, const BatchRow& row)
{
    const auto changes = batch_changes(db, row.id);
    {
        const std::lock_guard lock{mutex_};
        const auto known = known_.find(row.id);
        if (known != known_.end() && known->second.changes == changes) {
            return known->second.counted;
        }
    }
    auto gathered = gather(db, vault, stations, row);
    Counted counted{
        .balance = std::move(gathered.batch.item.balance), .is_waiting = gathered.is_waiting};
    const std::lock_guard lock{mutex_};
    if (known_.size() >= most_batches) {
        known_.clear();
    }
    known_.insert_or_assign(row.id, Known{.changes = changes, .counted = counted});
    return counted;
}

} // namespace dossier::store
