#pragma once
// A dossier per customer, person or company: his records, whom they name beside him, what changed,
// and what is due. A part of what the archive hands out.

#include "store/types.h"
#include "verify/customers.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace dossier::store {

/// A number by which the customer is known, and the field that says it.
struct KnownNumber {
    std::string field;
    std::string value;
};

/// `name` is that of the newest record.
struct CustomerItem {
    std::string id;
    verify::CustomerKind kind = verify::CustomerKind::person;
    std::string name;
    std::int64_t records = 0;
    Instant newest_at{};
    std::string risk; ///< a word of the plan; empty: not rated
};

struct CustomerRecord {
    RecordId id;
    std::string number;
    std::string archive_number;
    std::string type;
    Instant committed_at{};
    std::string customer_id; ///< another one where it came with a merge
};

/// Somebody related: as the customer's records say (`is_named`), or as the other one's do.
struct CustomerRelation {
    std::string relation;
    bool is_named = true;
    std::string name;
    std::string customer_id; ///< empty: no record is his
    RecordId record_id;      ///< that says it
    std::string record_number;
};

/// A step in a customer's life here; `field` and `reason` where there are any.
struct CustomerEvent {
    Instant at{};
    std::string what; ///< record_committed, correction_approved, record_refiled, customer_merged, …
    std::string who;
    std::string reason;
    std::string field;
    std::string before;
    std::string after;
    RecordId record_id;
    std::string record_number;
    std::string type;
};

/// Duplicates are one from `merged_at` on, until the merge ends.
struct CustomerMerge {
    std::string id;
    std::string customer_id;
    std::string into_id;
    std::string merged_by;
    Instant merged_at{};
    std::string ended_by; ///< empty: it holds
    Instant ended_at{};
    std::string reason;
    std::string end_reason;
    std::string name; ///< of the customer that was merged
};

enum class DueKind { review, expiry };
enum class DueState { open, done, superseded };

/// What is to be looked at again on a day: a customer, or a document of his that ends.
struct Due {
    std::string id;
    DueKind kind = DueKind::review;
    DueState state = DueState::open;
    std::chrono::sys_days due_on{};
    std::string field; ///< of the record, that says the day
    std::string customer_id;
    std::string customer_name;
    std::optional<RecordId> record_id;
    std::string record_number;
    std::string type;
    std::string done_by;
    Instant done_at{};
    std::string note;
};

/// Open ones up to a day.
struct DueFilter {
    std::optional<DueKind> kind;
    std::chrono::sys_days until{};
};

struct Customer {
    CustomerItem item;
    std::int64_t version = 0; ///< of its rating
    std::vector<KnownNumber> numbers;
    std::vector<CustomerRecord> records; ///< newest first, at most 200
    std::vector<CustomerRelation> relations;
    std::vector<CustomerEvent> timeline; ///< newest first
    std::vector<CustomerMerge> merges;   ///< into it, newest first
    std::vector<CustomerItem> alike;     ///< who may be the same
    std::vector<Due> due;                ///< the first first
};

} // namespace dossier::store
