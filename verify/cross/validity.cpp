// The term of an identity card against its holder's age (居民身份证法, article 5) and against
// today.

#include "verify/cross/cross_checks.h"
#include "verify/rules/calendar.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace dossier::verify {

namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;
using std::chrono::years;

/// Years that a card is good for, by age on its first day; nothing for good.
std::optional<years> term_at(int age)
{
    if (age < 16) return years{5};
    if (age < 26) return years{10};
    if (age < 46) return years{20};
    return {};
}

/// 29 February plus five years is no day: cards print the 28th or the 1st of March.
bool within_a_day(year_month_day a, year_month_day b)
{
    const auto serial = [](year_month_day date) {
        return (sys_days{date.year() / date.month() / 1} - sys_days{}).count() +
               static_cast<int>(static_cast<unsigned>(date.day()));
    };
    return std::abs(serial(a) - serial(b)) <= 1;
}

bool fits(year_month_day birth, year_month_day from, const std::string& to)
{
    const auto term = term_at(age_on(birth, from));
    if (!term) return to == open_ended;
    const auto end = date_of_iso(to);
    return end && within_a_day(*end, from + *term);
}

/// The dates that a wrong term puts in doubt, the least certain reading first. A birth date that
/// the ID number repeats is not among them.
std::vector<std::string> suspects(const Evidence& evidence)
{
    std::vector<std::string> fields{"valid_to", "valid_from"};
    const Witness* number = evidence.find("id_number");
    const bool birth_vouched =
        number != nullptr && number->vouched &&
        evidence.fact("id_number", "birth_date") == evidence.find("birth_date")->value;
    if (!birth_vouched) fields.emplace_back("birth_date");
    std::ranges::stable_sort(fields, {}, [&](const std::string& field) {
        return evidence.find(field)->confidence;
    });
    return fields;
}

} // namespace

std::optional<Finding> validity_order(const Evidence& evidence)
{
    const auto birth = evidence.date("birth_date");
    const auto from = evidence.date("valid_from");
    const auto to = evidence.date("valid_to");
    if (birth && from && *from < *birth) {
        return doubt<"before_birth">(Severity::confirm, {"valid_from", "birth_date"});
    }
    if (from && to && *to <= *from) {
        return doubt<"not_after_start">(Severity::confirm, {"valid_to", "valid_from"});
    }
    return {};
}

std::optional<Finding> validity_term(const Evidence& evidence)
{
    if (auto disorder = validity_order(evidence)) return disorder;
    const auto birth = evidence.date("birth_date");
    const auto from = evidence.date("valid_from");
    const Witness* to = evidence.find("valid_to");
    if (!birth || !from || to == nullptr || fits(*birth, *from, to->value)) return {};
    return doubt<"term_unfit">(Severity::confirm, suspects(evidence));
}

std::optional<Finding> validity_expired(const Evidence& evidence)
{
    for (const char* field : {"valid_to", "expiry_date"}) {
        const auto end = evidence.date(field);
        if (end && *end < evidence.today) return doubt<"expired">(Severity::confirm, {field});
    }
    return {};
}

} // namespace dossier::verify
