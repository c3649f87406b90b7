#include "verify/customers.h"

#include "verify/cross/contradiction.h"
#include "verify/holders.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

namespace dossier::verify {

namespace {

struct Number {
    std::string_view field;
    std::string_view kind;
};

constexpr auto numbers_of_people = std::to_array<Number>({
    {"id_number", "identity"},
    {"permit_number", "permit"},
    {"passport_number", "passport"},
});

constexpr auto numbers_of_companies = std::to_array<Number>({
    {"uscc", "company"},
    {"registration_number", "registration"},
});

struct Relation {
    std::string_view relation;
    std::string_view name;   ///< field
    std::string_view number; ///< field; empty: none has one
};

constexpr auto relations = std::to_array<Relation>({
    {"legal_representative", "legal_representative", ""},
    {"agent", "agent_name", "agent_id_number"},
    {"spouse", "spouse_name", "spouse_id_number"},
    {"contact", "contact_name", ""},
});

/// The fields that end what a document proves, the one that counts most first.
constexpr auto ends =
    std::to_array<std::string_view>({"valid_to", "expiry_date", "business_term_to", "valid_thru"});

std::string value_of(const CheckedDocument& document, std::string_view field)
{
    const CheckedField* found = document.find_field(field);
    return found == nullptr ? std::string{} : comparable(field, found->field.value);
}

/// What a customer form calls an identity number may be another document's.
std::string_view kind_of(const CheckedDocument& document, const Number& number)
{
    if (number.field != "id_number") return number.kind;
    const std::string id_type = document.value_of("id_type");
    if (id_type.find("护照") != std::string::npos || id_type.find("護照") != std::string::npos)
        return "passport";
    if (id_type.find("通行证") != std::string::npos || id_type.find("通行證") != std::string::npos)
        return "permit";
    return number.kind;
}

template <std::size_t size>
std::vector<CustomerNumber>
numbers_of(const CheckedDocument& document, const std::array<Number, size>& known)
{
    std::vector<CustomerNumber> numbers;
    for (const Number& each : known) {
        std::string number = value_of(document, each.field);
        if (!number.empty())
            numbers.push_back({std::string{kind_of(document, each)}, std::move(number)});
    }
    return numbers;
}

std::optional<Subject> own_subject(const CheckedDocument& document)
{
    Subject subject{.kind = CustomerKind::company, .name = {}, .numbers = {}, .likeness = {}};
    subject.numbers = numbers_of(document, numbers_of_companies);
    if (!subject.numbers.empty()) {
        subject.name = document.value_of("company_name");
        subject.likeness = value_of(document, "company_name");
        return subject;
    }
    subject.kind = CustomerKind::person;
    subject.numbers = numbers_of(document, numbers_of_people);
    if (subject.numbers.empty()) return std::nullopt;
    subject.name = document.value_of("name");
    const std::string name = value_of(document, "name");
    const std::string birth_date = value_of(document, "birth_date");
    if (!name.empty() && !birth_date.empty()) subject.likeness = name + " " + birth_date;
    return subject;
}

bool shares_number(const Subject& a, const Subject& b)
{
    return std::ranges::any_of(a.numbers, [&](const CustomerNumber& number) {
        return std::ranges::find(b.numbers, number) != b.numbers.end();
    });
}

} // namespace

std::optional<Subject>
subject_of(const CheckedDocument& document, std::span<const CheckedDocument> file)
{
    if (auto own = own_subject(document)) return own;
    std::optional<Subject> found;
    for (const CheckedDocument& other : file) {
        auto subject = own_subject(other);
        if (!subject) continue;
        if (found && !shares_number(*found, *subject)) return std::nullopt;
        if (!found) found = std::move(subject);
    }
    if (found) found->likeness.clear(); // the other document says it
    return found;
}

std::vector<CustomerNumber> numbers_in_query(std::string_view text)
{
    std::string plain;
    for (const char c : text) {
        if (c == ' ' || c == '-') continue;
        plain += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    std::vector<CustomerNumber> numbers;
    const auto add = [&](const Number& number) {
        std::string value = comparable(number.field, plain);
        if (!value.empty()) numbers.push_back({std::string{number.kind}, std::move(value)});
    };
    std::ranges::for_each(numbers_of_people, add);
    std::ranges::for_each(numbers_of_companies, add);
    return numbers;
}

std::vector<RelatedPerson>
related_people(const CheckedDocument& document, std::span<const CheckedDocument> file)
{
    std::vector<RelatedPerson> people;
    for (const Relation& each : relations) {
        RelatedPerson person{
            .relation = std::string{each.relation},
            .name = document.value_of(each.name),
            .number = {}};
        const std::string number =
            each.number.empty() ? std::string{} : value_of(document, each.number);
        if (person.name.empty() && number.empty()) continue;
        if (!number.empty()) {
            person.number = {"identity", number};
        } else {
            // Nobody else's document in the same file has that name, so it is his.
            const std::string name = comparable("name", person.name);
            for (const CheckedDocument& other : file)
                if (value_of(other, "name") == name && !value_of(other, "id_number").empty())
                    person.number = {"identity", value_of(other, "id_number")};
        }
        people.push_back(std::move(person));
    }
    return people;
}

bool asks_file(const CheckedDocument& document)
{
    return !own_subject(document) ||
           std::ranges::any_of(related_people(document), [](const RelatedPerson& person) {
               return !person.number;
           });
}

std::optional<Expiry> expiry_of(const CheckedDocument& document)
{
    for (const std::string_view field : ends) {
        const std::string value = document.value_of(field);
        int parts[3] = {0, 0, 0};
        std::size_t at = 0;
        int count = 0;
        while (count < 3 && at < value.size()) {
            const auto [end, error] =
                std::from_chars(value.data() + at, value.data() + value.size(), parts[count]);
            if (error != std::errc{}) break;
            ++count;
            at = static_cast<std::size_t>(end - value.data()) + 1;
        }
        if (count < 2) continue;
        const std::chrono::year_month month{
            std::chrono::year{parts[0]}, std::chrono::month{static_cast<unsigned>(parts[1])}};
        // A card is good to the end of its month.
        const auto on = count == 3 ? month / std::chrono::day{static_cast<unsigned>(parts[2])}
                                   : std::chrono::year_month_day{month / std::chrono::last};
        if (on.ok()) return Expiry{std::string{field}, on};
    }
    return std::nullopt;
}

} // namespace dossier::verify
