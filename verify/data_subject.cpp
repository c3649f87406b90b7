#include "verify/data_subject.h"

#include "verify/cross/contradiction.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dossier::verify {

namespace {

/// Fields of people whom a document names beside its subject, by how they begin.
constexpr auto relation_names =
    std::to_array<std::string_view>({"legal_representative", "agent", "spouse", "contact"});

std::string_view relation_of(std::string_view field)
{
    const auto found = std::ranges::find_if(relation_names, [&](std::string_view relation) {
        return field == relation ||
               (field.starts_with(relation) && field.substr(relation.size()).starts_with('_'));
    });
    return found == relation_names.end() ? std::string_view{} : *found;
}

/// Whether somebody of that name and these numbers is the person.
SpokenOf
compared(const AskingPerson& person, std::string_view name, std::span<const CustomerNumber> numbers)
{
    for (const auto& number : numbers)
        if (std::ranges::find(person.numbers, number) != person.numbers.end())
            return SpokenOf::by_number;
    // A number of the same kind that differs is somebody else's.
    for (const auto& number : numbers)
        for (const auto& own : person.numbers)
            if (own.kind == number.kind) return SpokenOf::not_at_all;
    const bool is_name =
        !person.name.empty() && comparable("name", name) == comparable("name", person.name);
    return is_name ? SpokenOf::by_name : SpokenOf::not_at_all;
}

SpokenOf as_subject(const CheckedDocument& document, const AskingPerson& person)
{
    const auto subject = subject_of(document);
    if (subject && subject->kind == CustomerKind::company) return SpokenOf::not_at_all;
    if (subject) return compared(person, subject->name, subject->numbers);
    return compared(person, document.value_of("name"), {});
}

SpokenOf as_related(const RelatedPerson& related, const AskingPerson& person)
{
    std::vector<CustomerNumber> numbers;
    if (related.number) numbers.push_back(*related.number);
    return compared(person, related.name, numbers);
}

} // namespace

SpokenOf spoken_of(const CheckedDocument& document, const AskingPerson& person)
{
    auto best = as_subject(document, person);
    for (const auto& related : related_people(document))
        best = std::max(best, as_related(related, person));
    return best;
}

std::vector<std::string>
fields_of_others(const CheckedDocument& document, const AskingPerson& person)
{
    const auto subject = subject_of(document);
    const bool is_company = subject && subject->kind == CustomerKind::company;
    const bool is_subject = as_subject(document, person) != SpokenOf::not_at_all;
    std::vector<std::string_view> own;
    for (const auto& related : related_people(document))
        if (as_related(related, person) != SpokenOf::not_at_all) {
            const auto known = std::ranges::find(relation_names, related.relation);
            if (known != relation_names.end()) own.push_back(*known);
        }
    std::vector<std::string> others;
    for (const auto& checked : document.fields) {
        const auto relation = relation_of(checked.field.name);
        const bool is_own = relation.empty() ? is_company || is_subject
                                             : std::ranges::find(own, relation) != own.end();
        if (!is_own && !checked.field.value.empty()) others.push_back(checked.field.name);
    }
    return others;
}

} // namespace dossier::verify
