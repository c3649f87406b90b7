#pragma once
// Rows of customer, customer_record, customer_mac, customer_merge and customer_change: whose
// records belong together.

#include "store/customers.h"
#include "store/rows/records.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace dossier::store {

struct CustomerRow {
    std::string id;
    verify::CustomerKind kind = verify::CustomerKind::person;
    Instant created_at{};
    std::string risk;
    std::int64_t version = 1;
    bool is_new = false; ///< made just now
};

/// What a mac is of.
enum class MacOf { number, likeness, related };

struct CustomerMac {
    std::string mac;
    MacOf what = MacOf::number;
    std::string relation; ///< of `related`
    RecordId record_id;
};

/// A change of a rating.
struct CustomerChange {
    std::int64_t version = 0;
    std::string before;
    std::string after;
    std::string reason;
    std::string changed_by;
    Instant changed_at{};
};

/// Puts a record to its customer, who is made where none has its numbers. Nothing where it has no
/// subject; a supplement then goes to the customer of what it supplements. A record that has a
/// customer leaves him, unless he still has one of its numbers or was known by this record alone.
std::optional<CustomerRow> attach_record(
    Database& db,
    const Vault& vault,
    const RecordRow& record,
    std::span<const verify::CheckedDocument> file
);
/// Whether any record is his.
[[nodiscard]] bool has_records(Database& db, const std::string& customer_id);

[[nodiscard]] std::optional<CustomerRow>
load_customer(Database& db, const Vault& vault, const std::string& id);
void save_customer(Database& db, const Vault& vault, const CustomerRow& row);
/// The customer of a record as it was put; merges do not count.
[[nodiscard]] std::optional<std::string>
customer_of(Database& db, const Vault& vault, const RecordId& record_id);

/// The one that a customer was merged into in the end, or himself.
[[nodiscard]] std::string root_of(Database& db, const Vault& vault, const std::string& id);
/// He and all who were merged into him.
[[nodiscard]] std::vector<std::string>
members_of(Database& db, const Vault& vault, const std::string& root);

[[nodiscard]] std::string mac_of(const Vault& vault, const verify::CustomerNumber& number);
/// What the archive knows of a record's people.
[[nodiscard]] std::vector<CustomerMac>
load_macs_of(Database& db, const Vault& vault, const RecordId& record_id);
/// The records that have such a mac.
[[nodiscard]] std::vector<CustomerMac>
find_macs(Database& db, const Vault& vault, const std::string& mac, MacOf what);

void insert_merge(Database& db, const Vault& vault, const CustomerMerge& merge);
/// False when it ended before.
[[nodiscard]] bool end_merge(Database& db, const Vault& vault, const CustomerMerge& merge);
[[nodiscard]] std::optional<CustomerMerge>
load_merge(Database& db, const Vault& vault, const std::string& id);
/// Into this customer, those that ended too; newest first.
[[nodiscard]] std::vector<CustomerMerge>
load_merges_into(Database& db, const Vault& vault, const std::string& id);

void insert_change(
    Database& db, const Vault& vault, const std::string& customer_id, const CustomerChange& change
);
[[nodiscard]] std::vector<CustomerChange>
load_changes(Database& db, const Vault& vault, const std::string& customer_id);

} // namespace dossier::store
