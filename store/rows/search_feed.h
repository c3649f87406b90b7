#pragma once
// Keeps the index in memory at the rows: reads those behind the newest one that it knows, whoever
// wrote them. Safe from any thread.

#include "store/rows/search_rows.h"
#include "store/search/index.h"

#include <atomic>
#include <mutex>

namespace dossier::store {

class SearchFeed {
public:
    /// Reads up to `limit` entries.
    void follow(Database& db, const Vault& vault, int limit);
    /// Reads what is new, once everything that there was has been read; never waits for that.
    void catch_up(Database& db, const Vault& vault);

    /// True where every record has its rows; then nobody need look again.
    [[nodiscard]] bool has_rows() const { return has_rows_; }

    void note_rows() { has_rows_ = true; }

    /// Whether it was at the end of the rows once: since then it is never far behind.
    [[nodiscard]] bool is_whole() const { return is_whole_; }

    /// Entries that were not read yet.
    [[nodiscard]] std::int64_t left() const { return left_; }

    [[nodiscard]] const SearchIndex& index() const { return index_; }

private:
    SearchIndex index_;
    std::mutex mutex_;
    std::int64_t newest_ = 0; ///< seq
    std::atomic<std::int64_t> left_ = 0;
    std::atomic<bool> is_whole_ = false;
    std::atomic<bool> has_rows_ = false;
};

} // namespace dossier::store
