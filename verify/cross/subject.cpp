// What documents say of the same person or company.

#include "verify/cross/contradiction.h"
#include "verify/cross/pairs.h"

#include <algorithm>
#include <array>

namespace dossier::verify {

namespace {

/// Somebody whom several documents speak of: the number that tells who it is, what must then be
/// equal, and what together tells it as well when the number was misread.
struct Subject {
    std::string_view number;
    std::span<const std::string_view> same;
    std::span<const std::string_view> telling;
};

constexpr std::array<std::string_view, 4> of_person{"name", "sex", "birth_date", "ethnicity"};
constexpr std::array<std::string_view, 2> person{"name", "birth_date"};
constexpr std::array<std::string_view, 4> of_company{
    "company_name", "legal_representative", "established_date", "registered_capital"};
constexpr std::array<std::string_view, 1> company{"company_name"};

constexpr std::array<Subject, 2> subjects{
    {{.number = "id_number", .same = of_person, .telling = person},
     {.number = "uscc", .same = of_company, .telling = company}}};

bool same_value(const CheckedField& a, const CheckedField& b)
{
    return comparable(a.field.name, a.field.value) == comparable(b.field.name, b.field.value);
}

bool tell_the_same(CheckedDocument& a, CheckedDocument& b, std::span<const std::string_view> names)
{
    return std::ranges::all_of(names, [&](std::string_view name) {
        const CheckedField* one = find_value(a, name);
        const CheckedField* other = find_value(b, name);
        return one != nullptr && other != nullptr && same_value(*one, *other);
    });
}

void compare(CheckedDocument& a, CheckedDocument& b, const Subject& subject)
{
    CheckedField* number = find_value(a, subject.number);
    CheckedField* other_number = find_value(b, subject.number);
    if (number == nullptr || other_number == nullptr) return;
    if (!same_value(*number, *other_number)) {
        if (tell_the_same(a, b, subject.telling)) contradict({a, *number}, {b, *other_number});
        return;
    }
    for (const std::string_view name : subject.same) {
        CheckedField* value = find_value(a, name);
        CheckedField* other = find_value(b, name);
        if (value != nullptr && other != nullptr && !same_value(*value, *other))
            contradict({a, *value}, {b, *other});
    }
}

} // namespace

void same_subject(CheckedDocument& a, CheckedDocument& b)
{
    if (&b < &a) return; // a pair once
    for (const Subject& subject : subjects)
        compare(a, b, subject);
}

} // namespace dossier::verify
