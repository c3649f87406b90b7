#include "store/rows/quiet_batches.h"

namespace dossier::store {
namespace {

constexpr std::size_t most_batches = 10'000; ///< remembered; a look at one more costs what it cost

} // namespace

std::optional<QuietLook> QuietBatches::find(const std::string& batch_id) const
{
    const std::lock_guard lock{mutex_};
    const auto look = looks_.find(batch_id);
    return look == looks_.end() ? std::nullopt : std::optional(look->second);
}

void QuietBatches::note(const std::string& batch_id, const QuietLook& look)
{
    const std::lock_guard lock{mutex_};
    if (looks_.size() >= most_batches) {
        looks_.clear();
    }
    looks_.insert_or_assign(batch_id, look);
}

} // namespace dossier::store
