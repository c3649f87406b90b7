#include "verify/announced.h"

#include "verify/check.h"
#include "verify/messages.h"
#include "verify/normal.h"
#include "verify/rules/text.h"

#include <algorithm>

namespace dossier::verify {

namespace {

constexpr std::string_view whole_document = "document.announced";

Finding differs(std::string code, std::vector<std::string> fields)
{
    constexpr const MessageRow& row = message_of<"announced">();
    return {
        .code = std::move(code),
        .severity = Severity::confirm,
        .fields = std::move(fields),
        .message = {
            .en = std::string{row.en},
            .zh_hans = std::string{row.zh_hans},
            .zh_hant = std::string{row.zh_hant}}};
}

/// An index is typed by people: width, case and spaces do not count, nor how a date is written.
bool is_same(
    const ocr::FieldType* type,
    const std::string& read,
    const std::string& announced,
    std::chrono::year_month_day today
)
{
    if (compact(read) == compact(announced)) return true;
    if (type == nullptr || kind_of(*type).empty()) return false;
    const auto verdict = check(kind_of(*type), announced, today);
    return verdict && !verdict->normal.empty() && compact(verdict->normal) == compact(read);
}

const ocr::FieldType*
find_field(const ocr::TypeCatalog& types, const std::string& type_name, const std::string& name)
{
    const auto type = std::ranges::find(types.types, type_name, &ocr::DocumentType::name);
    if (type == types.types.end()) return nullptr;
    const auto field = std::ranges::find(type->fields, name, &ocr::FieldType::name);
    return field == type->fields.end() ? nullptr : &*field;
}

bool is_of_type(const CheckedDocument& document, const Announced& announced)
{
    const auto type = announced.find(std::string{announced_type});
    return type == announced.end() || type->second.empty() || type->second == document.type;
}

std::vector<Finding> field_findings(
    const CheckedDocument& document,
    const Announced& announced,
    const ocr::TypeCatalog& types,
    std::chrono::year_month_day today
)
{
    std::vector<Finding> findings;
    if (!is_of_type(document, announced)) return findings;
    for (const auto& checked : document.fields) {
        const auto& field = checked.field;
        const auto said = announced.find(field.name);
        // What was not read cannot differ: a required field is missing already, and a side that was
        // not scanned is no contradiction.
        if (said == announced.end() || said->second.empty() || field.value.empty()) continue;
        const auto* field_type = find_field(types, document.type, field.name);
        if (!is_same(field_type, field.value, said->second, today))
            findings.push_back(differs(field.name + ".announced", {field.name}));
    }
    return findings;
}

} // namespace

void compare_with_announced(
    std::vector<CheckedDocument>& documents,
    const Announced& announced,
    const ocr::TypeCatalog& types,
    std::chrono::year_month_day today
)
{
    const bool has_type = std::ranges::any_of(documents, [&](const auto& document) {
        return is_of_type(document, announced);
    });
    for (auto& document : documents) {
        if (!has_type) document.findings.push_back(differs(std::string{whole_document}, {}));
        for (auto& finding : field_findings(document, announced, types, today)) {
            if (auto* checked = document.find_field(finding.fields.front())) checked->doubt();
            document.findings.push_back(std::move(finding));
        }
        if (has_type) continue;
        std::ranges::for_each(document.fields, &CheckedField::doubt);
    }
}

std::vector<Finding> announced_findings(
    const CheckedDocument& document,
    const Announced& announced,
    const ocr::TypeCatalog& types,
    std::chrono::year_month_day today
)
{
    auto findings = field_findings(document, announced, types, today);
    // Whether another document of the file has the announced type was seen when it was read.
    const auto whole = std::ranges::find(document.findings, whole_document, &Finding::code);
    if (whole != document.findings.end()) findings.push_back(*whole);
    return findings;
}

} // namespace dossier::verify
