#pragma once
// The conditions of store/scope.h in SQL, and the same for a row that is loaded. A query that lists
// adds the condition and binds `scope.department, scope.person` at `at` and `at + 1`:
//
//     Statement rows(db, "SELECT id FROM record WHERE type = $1 AND " + in_records(scope, 2),
//                    type, scope.department, scope.person);

#include "store/scope.h"

#include <string>
#include <string_view>

namespace dossier::store {

/// Over `original` or `batch`, or another table with `department` and `created_by`.
[[nodiscard]] std::string
in_intake(const Scope& scope, int at, std::string_view table = "original");
/// Over `document`.
[[nodiscard]] std::string in_documents(const Scope& scope, int at);
/// Over `record`.
[[nodiscard]] std::string in_records(const Scope& scope, int at);
/// Over a table that names a record in `column`.
[[nodiscard]] std::string of_records(const Scope& scope, int at, std::string_view column);
/// Over `customer`: one of whose records, or of those merged into him, is in the scope.
[[nodiscard]] std::string in_customers(const Scope& scope, int at);
/// Over `due`: what a record in the scope says, or a customer of such a record is due for.
[[nodiscard]] std::string in_due(const Scope& scope, int at);
/// Over `loan`: one of nothing but records in the scope.
[[nodiscard]] std::string in_loans(const Scope& scope, int at);

[[nodiscard]] bool has_intake(const Scope& scope, const Owner& owner);
[[nodiscard]] bool has_document(const Scope& scope, const Owner& owner, bool is_in_review);
[[nodiscard]] bool
has_record(const Scope& scope, const Owner& owner, std::string_view committed_by);

} // namespace dossier::store
