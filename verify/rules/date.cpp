// A full date in any printed form, or a term without end.

#include "verify/rules/calendar.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

namespace dossier::verify {

namespace {

/// Dates in a customer's papers lie between the oldest holder's birth and the longest term.
constexpr std::chrono::years farthest{150};

} // namespace

Ruling rule_date(std::string_view value, std::chrono::year_month_day today)
{
    if (is_open_ended(value)) {
        Ruling ruling = about(std::string{open_ended});
        ruling.facts["term"] = "open_ended";
        return ruling;
    }
    const auto printed = parse_printed_date(value);
    if (!printed) return rejected<"date_form">(std::string{trim(value)});
    if (!printed->day) return rejected<"day_missing">(std::string{trim(value)});

    const auto date = existing_date(printed->year, printed->month, *printed->day);
    if (!date) return rejected<"no_such_day">(std::string{trim(value)});

    Ruling ruling = about(iso_date(*date));
    if (*date < today - farthest || *date > today + farthest) ruling.confirm<"implausible_year">();
    return ruling;
}

} // namespace dossier::verify
