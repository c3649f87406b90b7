#pragma once
// How long a record is kept: the term of its retention class (保管期限), as the site's plan says.

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace dossier::verify {

/// From when a term runs. `committed`: when the record was made. `closed`: when its matter ended
/// (the relationship, the loan), which somebody must say; until then it does not run.
enum class RetentionStart { committed, closed };

/// No years: for ever.
struct RetentionTerm {
    std::optional<int> years{};
    RetentionStart start = RetentionStart::closed;
};

/// By retention class. What is not named is kept for ever.
using RetentionSchedule = std::map<std::string, RetentionTerm, std::less<>>;

/// The last year that a record must be kept; it may go when that is over. Nothing where it is kept
/// for ever or its term does not run yet. `closed_year`: 0 where nobody said that it ended.
[[nodiscard]] inline std::optional<int>
kept_through(const RetentionTerm& term, int committed_year, int closed_year)
{
    const int start = term.start == RetentionStart::committed ? committed_year : closed_year;
    if (!term.years || start == 0) return std::nullopt;
    return start + *term.years;
}

} // namespace dossier::verify
