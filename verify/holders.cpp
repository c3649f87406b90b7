#include "verify/holders.h"

#include "verify/cross/contradiction.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace dossier::verify {

namespace {

struct Kind {
    std::string_view field;
    std::string_view holder; ///< the field that says whose it is
    std::string_view name;
};

constexpr auto kinds_with_holders = std::to_array<Kind>({
    {"id_number", "name", "identity"},
    {"permit_number", "name", "permit"},
    {"passport_number", "name", "passport"},
    {"uscc", "company_name", "company"},
    {"account_number", "id_number", "account"},
    {"card_number", "id_number", "account"},
});

constexpr std::string_view person = "person";

/// Without what is only print, and in the form that its older forms share.
std::string value_of(const CheckedDocument& document, std::string_view name)
{
    const CheckedField* found = document.find_field(name);
    return found == nullptr ? std::string{} : comparable(name, found->field.value);
}

/// The only identity number that the documents of a file are of; empty when there are several.
std::string customer_of(std::span<const CheckedDocument> file)
{
    std::string customer;
    for (const CheckedDocument& document : file) {
        std::string number = value_of(document, "id_number");
        if (number.empty() || number == customer) continue;
        if (!customer.empty()) return {};
        customer = std::move(number);
    }
    return customer;
}

std::string
holder_of(const CheckedDocument& document, std::span<const CheckedDocument> file, const Kind& kind)
{
    std::string holder = value_of(document, kind.holder);
    return holder.empty() && kind.name == "account" ? customer_of(file) : holder;
}

bool is_archive_doubt(const Finding& finding)
{
    return finding.code.ends_with(".other_holder") || finding.code.ends_with(".other_number");
}

} // namespace

std::vector<Holding>
holdings(const CheckedDocument& document, std::span<const CheckedDocument> file)
{
    std::vector<Holding> found;
    const auto add =
        [&](std::string_view field, std::string_view kind, std::string number, std::string holder) {
            if (number.empty() || holder.empty()) return;
            found.push_back(
                {.field = std::string{field},
                 .kind = std::string{kind},
                 .number = std::move(number),
                 .holder = std::move(holder)}
            );
        };
    for (const Kind& kind : kinds_with_holders)
        add(kind.field, kind.name, value_of(document, kind.field), holder_of(document, file, kind));
    const std::string name = value_of(document, "name");
    const std::string birth_date = value_of(document, "birth_date");
    if (!name.empty() && !birth_date.empty())
        add("id_number", person, name + " " + birth_date, value_of(document, "id_number"));
    return found;
}

bool needs_file(const CheckedDocument& document)
{
    const auto is_account = [&](std::string_view field) {
        return !value_of(document, field).empty();
    };
    return (is_account("account_number") || is_account("card_number")) &&
           value_of(document, "id_number").empty();
}

Known known_otherwise(const Holding& holding)
{
    return holding.kind == person ? Known::other_number : Known::other_holder;
}

void forget_known(CheckedDocument& document)
{
    std::erase_if(document.findings, [](const Finding& finding) {
        return is_archive_doubt(finding) || finding.code.ends_with(".known");
    });
}

std::vector<std::string> doubted_by_archive(const CheckedDocument& document)
{
    std::vector<std::string> fields;
    for (const Finding& finding : document.findings) {
        if (!is_archive_doubt(finding)) continue;
        const std::string& field = finding.fields.front();
        if (std::ranges::find(fields, field) == fields.end()) fields.push_back(field);
    }
    return fields;
}

void add_known(CheckedDocument& document, const std::string& field, Known known)
{
    const auto add = [&](const MessageRow& message, Severity severity) {
        Finding finding = finding_of(field, {&message, severity, {}}, {field});
        const bool said = std::ranges::any_of(document.findings, [&](const Finding& other) {
            return other.code == finding.code;
        });
        if (!said) document.findings.push_back(std::move(finding));
    };
    if (known == Known::same_document) return add(message_of<"known">(), Severity::info);
    add(known == Known::other_number ? message_of<"other_number">() : message_of<"other_holder">(),
        Severity::confirm);
    if (CheckedField* checked = document.find_field(field)) checked->doubt();
}

} // namespace dossier::verify
