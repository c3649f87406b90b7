#include "store/rows/scoped.h"

#include <utility>

namespace dossier::store {
namespace {

/// `template_text` with $d for the department and $p for the person. A scope of the whole site is
/// true by its parameters alone, so that the query keeps its index; both are bound either way.
/// That a department is not empty is what the departments' own indexes ask for.
std::string condition(const Scope& scope, int at, std::string template_text)
{
    if (scope.is_site()) {
        template_text = "($d = '' AND $p = '')";
    }
    const auto put = [&](std::string_view name, int number) {
        for (auto found = template_text.find(name); found != std::string::npos;
             found = template_text.find(name, found)) {
            template_text.replace(found, name.size(), "$" + std::to_string(number));
        }
    };
    put("$d", at);
    put("$p", at + 1);
    return template_text;
}

constexpr std::string_view of_scope =
    "(record.department = $d AND record.department <> '' AND "
    "($p = '' OR $p IN (record.created_by, record.committed_by)))";

std::string record_named_by(std::string_view column)
{
    return "EXISTS (SELECT 1 FROM record WHERE record.id = " + std::string(column) + " AND " +
           std::string(of_scope) + ")";
}

/// Or a record of whoever was merged into him.
std::string customer_named_by(std::string_view column)
{
    return "EXISTS (WITH RECURSIVE member (id) AS (SELECT " + std::string(column) +
           " UNION SELECT merged.customer_id FROM customer_merge AS merged JOIN member "
           "ON merged.into_id = member.id WHERE merged.ended_at = 0) "
           "SELECT 1 FROM member JOIN customer_record ON customer_record.customer_id = member.id "
           "JOIN record ON record.id = customer_record.record_id WHERE " +
           std::string(of_scope) + ")";
}

} // namespace

std::string in_intake(const Scope& scope, int at, std::string_view table)
{
    const std::string of(table);
    return condition(
        scope,
        at,
        "(" + of + ".department = $d AND " + of + ".department <> '' AND ($p = '' OR " + of +
            ".created_by IN ('', $p)))"
    );
}

std::string in_documents(const Scope& scope, int at)
{
    return condition(
        scope, at, "(document.department = $d AND ($p = '' OR document.state = 'review'))"
    );
}

std::string in_records(const Scope& scope, int at)
{
    return condition(scope, at, std::string(of_scope));
}

std::string of_records(const Scope& scope, int at, std::string_view column)
{
    return condition(scope, at, record_named_by(column));
}

std::string in_customers(const Scope& scope, int at)
{
    return condition(scope, at, customer_named_by("customer.id"));
}

std::string in_due(const Scope& scope, int at)
{
    return condition(
        scope,
        at,
        "CASE WHEN due.record_id IS NULL THEN " + customer_named_by("due.customer_id") + " ELSE " +
            record_named_by("due.record_id") + " END"
    );
}

std::string in_loans(const Scope& scope, int at)
{
    return condition(
        scope,
        at,
        "NOT EXISTS (SELECT 1 FROM loan_record WHERE loan_record.loan_id = loan.id AND NOT " +
            record_named_by("loan_record.record_id") + ")"
    );
}

bool has_intake(const Scope& scope, const Owner& owner)
{
    return scope.is_site() ||
           (owner.department == scope.department &&
            (scope.person.empty() || owner.created_by.empty() || owner.created_by == scope.person));
}

bool has_document(const Scope& scope, const Owner& owner, bool is_in_review)
{
    return scope.is_site() ||
           (owner.department == scope.department && (scope.person.empty() || is_in_review));
}

bool has_record(const Scope& scope, const Owner& owner, std::string_view committed_by)
{
    return scope.is_site() || (owner.department == scope.department &&
                               (scope.person.empty() || owner.created_by == scope.person ||
                                committed_by == scope.person));
}

} // namespace dossier::store
