// People whom one document names and another is of.

#include "verify/cross/contradiction.h"
#include "verify/cross/pairs.h"
#include "verify/rules/calendar.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace dossier::verify {

namespace {

using std::chrono::years;

/// Fields in which a form names somebody other than its customer.
struct Role {
    std::string_view number;
    std::string_view name;
};

constexpr auto roles = std::to_array<Role>(
    {{.number = "spouse_id_number", .name = "spouse_name"},
     {.number = "agent_id_number", .name = "agent_name"}}
);

/// Whoever a company's papers name and whose own papers may lie with them.
constexpr auto named_by_company =
    std::to_array<std::string_view>({"legal_representative", "contact_name"});

bool are_equal(const CheckedField& a, const CheckedField& b)
{
    return comparable("name", a.field.value) == comparable("name", b.field.value);
}

bool is_of_company(CheckedDocument& document)
{
    return find_value(document, "legal_representative") != nullptr;
}

/// A person's own document, which bears a number of theirs.
bool is_of_person(CheckedDocument& document)
{
    constexpr auto numbers =
        std::to_array<std::string_view>({"id_number", "passport_number", "permit_number"});
    return find_value(document, "name") != nullptr &&
           std::ranges::any_of(numbers, [&](std::string_view number) {
               return find_value(document, number) != nullptr;
           });
}

/// Everybody whom the company's papers of a file name.
std::vector<Side> named_in(std::vector<CheckedDocument>& documents)
{
    std::vector<Side> named;
    for (CheckedDocument& document : documents) {
        if (!is_of_company(document)) continue;
        for (const std::string_view field : named_by_company) {
            if (CheckedField* value = find_value(document, field))
                named.push_back({document, *value});
        }
    }
    return named;
}

void note_stranger(CheckedDocument& document)
{
    document.findings.push_back(
        finding_of("name", {&message_of<"not_named">(), Severity::info, {}}, {"name"})
    );
}

} // namespace

void person_named_elsewhere(CheckedDocument& form, CheckedDocument& own)
{
    CheckedField* own_number = find_value(own, "id_number");
    CheckedField* own_name = find_value(own, "name");
    if (own_number == nullptr || own_name == nullptr) return;
    for (const Role& role : roles) {
        CheckedField* number = find_value(form, role.number);
        CheckedField* name = find_value(form, role.name);
        if (number == nullptr || name == nullptr) continue;
        const bool same_number = comparable("id_number", number->field.value) ==
                                 comparable("id_number", own_number->field.value);
        const bool same_name = are_equal(*name, *own_name);
        if (same_number && !same_name) contradict({form, *name}, {own, *own_name});
        if (!same_number && same_name) contradict({form, *number}, {own, *own_number});
    }
}

void representative_of_age(CheckedDocument& company, CheckedDocument& own)
{
    constexpr int of_age = 18;
    const CheckedField* representative = find_value(company, "legal_representative");
    CheckedField* established = find_value(company, "established_date");
    const CheckedField* name = find_value(own, "name");
    const CheckedField* birth_date = find_value(own, "birth_date");
    if (representative == nullptr || established == nullptr || name == nullptr ||
        birth_date == nullptr || !are_equal(*representative, *name)) {
        return;
    }
    const auto birth = date_of_iso(birth_date->field.value);
    const auto founding = date_of_iso(established->field.value);
    if (birth && founding && age_on(*birth, *founding) < of_age)
        doubt_value<"represented_too_young">({company, *established});
}

void people_of_company(std::vector<CheckedDocument>& documents)
{
    const std::vector<Side> named = named_in(documents);
    if (named.empty()) return;
    for (CheckedDocument& document : documents) {
        if (is_of_company(document) || !is_of_person(document)) continue;
        CheckedField& name = *find_value(document, "name");
        const auto is_it = [&](const Side& side) { return are_equal(side.value, name); };
        if (std::ranges::any_of(named, is_it)) continue;
        const auto near = std::ranges::find_if(named, [&](const Side& side) {
            return is_near(
                comparable("name", side.value.field.value), comparable("name", name.field.value), 1
            );
        });
        if (near == named.end()) {
            note_stranger(document);
        } else {
            contradict(*near, {document, name});
        }
    }
}

} // namespace dossier::verify
