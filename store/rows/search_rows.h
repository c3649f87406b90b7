#pragma once
// Rows of search_number and search_entry: what records are found by. They follow from the records:
// whoever is found is opened and held against what was looked for, and fsck makes them anew and
// compares.

#include "store/rows/records.h"
#include "store/search/index.h"

#include <optional>
#include <string>
#include <vector>

namespace dossier::store {

/// What a record is found by as it stands, and what it was found by before its corrections.
[[nodiscard]] std::vector<RecordTerm>
terms_of(Database& db, const Vault& vault, const RecordRow& record);
[[nodiscard]] RecordFacts facts_of(Database& db, const Vault& vault, const RecordRow& record);

/// Writes what the record is found by, in place of what was; call it in the transaction of every
/// change of a record.
void keep_search_rows(Database& db, const Vault& vault, const RecordRow& record);
/// Removes what the record was found by, before its data key is destroyed (rows/shredding.h).
void remove_search_rows(Database& db, const Vault& vault, const RecordId& id);
/// The same without the data key, which is gone: of a record that a restore must not bring back.
void forget_search_rows(Database& db, const RecordId& id);
/// The records that have none yet, or by older rules.
[[nodiscard]] std::vector<RecordId> records_without_search_rows(Database& db, int limit);

/// `is_first`: the record was not changed since its commit. `is_empty`: it was destroyed.
struct SearchEntryRow {
    SearchEntry entry;
    bool is_first = false;
    bool is_empty = false;
};

/// `last`: seq of the last one that was looked at. Damaged ones are only counted: fsck names them.
struct SearchEntries {
    std::vector<SearchEntryRow> rows;
    std::int64_t last = 0;
    std::int64_t damaged = 0;
};

/// Those behind a seq, in its order.
[[nodiscard]] SearchEntries
load_search_entries(Database& db, const Vault& vault, std::int64_t behind, int limit);
[[nodiscard]] std::int64_t search_entries_behind(Database& db, std::int64_t seq);
[[nodiscard]] std::optional<RecordId> record_in_slot(Database& db, std::int64_t slot);

/// Records that may have that number, the newest first; no more than `limit`.
[[nodiscard]] std::vector<RecordId> find_number(
    Database& db, const Vault& vault, const std::string& number, const Scope& scope, int limit
);

/// Throws Tampered where the record is not found by what is in it.
void require_search_rows(Database& db, const Vault& vault, const RecordRow& record);

/// A digest under a key of its own, for the trail: tells whether two searches were the same.
[[nodiscard]] std::string digest_of_search(const Vault& vault, std::string_view text);

} // namespace dossier::store
