#include "verify/normal.h"

#include "verify/check.h"

namespace dossier::verify {

std::string_view kind_of(const ocr::FieldType& field)
{
    if (!field.rule.empty()) return field.rule;
    const bool date =
        field.grammar == ocr::Grammar::date || field.grammar == ocr::Grammar::date_range;
    return date ? "date" : "";
}

std::string
normal_value(const ocr::FieldType& field, std::string_view value, std::chrono::year_month_day today)
{
    const auto kind = kind_of(field);
    const auto verdict = kind.empty() ? std::nullopt : check(kind, value, today);
    const bool is_known = verdict && verdict->valid && !verdict->normal.empty();
    return is_known ? verdict->normal : std::string{value};
}

} // namespace dossier::verify
