#pragma once
// What batches' ledgers say, kept in memory until something of the batch changes: lists and the
// clerk look at every batch again and again, and gathering one opens every file's rows.

#include "store/rows/batches.h"
#include "store/station_rules.h"

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

namespace dossier::store {

/// `is_waiting`: some pages wait for the end of the document they will be on.
struct Counted {
    Balance balance;
    bool is_waiting = false;
};

/// Used by many threads.
class Balances {
public:
    /// As of the moment that `db` shows.
    [[nodiscard]] Counted
    of(Database& db, const Vault& vault, const SiteRules& stations, const BatchRow& row);

private:
    struct Known {
        std::int64_t changes = 0;
        Counted counted;
    };

    std::mutex mutex_;
    std::unordered_map<std::string, Known> known_;
};

} // namespace dossier::store
