#pragma once
// Loans as JSON.

#include "store/loans.h"
#include "web/json.h"

#include <chrono>

namespace dossier::web {

[[nodiscard]] std::string_view to_text(store::LoanKind kind);
[[nodiscard]] std::string_view to_text(store::LoanState state);
/// `over`: a view whose time has ended, or paper that should be back.
[[nodiscard]] Json loan_json(const store::Loan& loan, store::Instant now);
/// What is drawn over whatever is lent: who looks, when, by which loan.
[[nodiscard]] std::string
watermark(const store::Loan& loan, store::Instant now, std::chrono::minutes utc_offset);

} // namespace dossier::web
