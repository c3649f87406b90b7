#include "store/rows/search_feed.h"

#include <limits>

namespace dossier::store {

void SearchFeed::follow(Database& db, const Vault& vault, int limit)
{
    const std::lock_guard lock(mutex_);
    const auto entries = load_search_entries(db, vault, newest_, limit);
    for (const auto& [entry, is_first, is_empty] : entries.rows) {
        if (is_empty) {
            index_.forget(entry.slot);
        } else if (is_first) {
            index_.add(entry);
        } else {
            index_.replace(entry);
        }
    }
    newest_ = entries.last;
    left_ = search_entries_behind(db, newest_);
    is_whole_ = is_whole_ || left_ == 0;
}

void SearchFeed::catch_up(Database& db, const Vault& vault)
{
    if (is_whole_) {
        follow(db, vault, std::numeric_limits<int>::max());
    }
}

} // namespace dossier::store
