#pragma once
// When a customer is to be looked at again, and when what his documents prove ends.

#include "store/rows/customers.h"

#include <chrono>

namespace dossier::store {

/// The end of what the record proves, in place of what an earlier record of its type said.
void plan_expiry(
    Database& db,
    const Vault& vault,
    const CustomerRow& customer,
    const RecordRow& record,
    Instant now
);
/// The next review of a customer, counted from `since`, in place of the one that was planned.
void plan_review(
    Database& db,
    const Vault& vault,
    const verify::ReviewPlan& plan,
    const CustomerRow& customer,
    std::chrono::sys_days since,
    Instant now
);
/// Nobody has to look at a customer who is nobody any more.
void forget_reviews(Database& db, const Vault& vault, const std::string& customer_id, Instant now);
/// What a record's document said of its end is no longer so.
void forget_expiry(Database& db, const Vault& vault, const RecordId& record_id, Instant now);

} // namespace dossier::store
