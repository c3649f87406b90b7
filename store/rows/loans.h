#pragma once
// Rows of loan and loan_record: who borrows which records, for what and how long. The purpose is
// sealed under a data key of the loan's own, so that the register outlives the records.

#include "store/loans.h"
#include "store/rows/vault.h"

#include <optional>
#include <string>

namespace dossier::store {

/// With the next number of the register.
void insert_loan(
    Database& db, const Vault& vault, Loan& loan, Instant now, std::chrono::minutes utc_offset
);
/// False when it is in another state than `expected` by now.
[[nodiscard]] bool
save_loan(Database& db, const Vault& vault, const Loan& loan, LoanState expected);
/// Throws Tampered when it, or what is borrowed, is not as written.
[[nodiscard]] std::optional<Loan>
load_loan(Database& db, const Vault& vault, const std::string& id);

} // namespace dossier::store
