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
    return condition(
        scope,
        at,
        "(record.department = $d AND record.department <> '' AND "
        "($p = '' OR $p IN (record.created_by, record.committed_by)))"
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
