#include "verify/holders.h"

#include "verify/rules/cn_id.h"
#include "verify/rules/ruling.h"
#include "verify/rules/text.h"

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
});

/// Without what is only print, and in the form that its older forms share.
std::string value_of(const CheckedDocument& document, std::string_view name)
{
    const CheckedField* found = document.find_field(name);
    if (found == nullptr) return {};
    std::string value = bare(found->field.value);
    return name == "id_number" ? modern_cn_id(value) : value;
}

} // namespace

std::vector<Holding> holdings(const CheckedDocument& document)
{
    std::vector<Holding> found;
    for (const Kind& kind : kinds_with_holders) {
        std::string number = value_of(document, kind.field);
        std::string holder = value_of(document, kind.holder);
        if (number.empty() || holder.empty()) continue;
        found.push_back(
            {.field = std::string{kind.field},
             .kind = std::string{kind.name},
             .number = std::move(number),
             .holder = std::move(holder)}
        );
    }
    return found;
}

void add_known(CheckedDocument& document, const std::string& field, Known known)
{
    if (known == Known::same_document) {
        document.findings.push_back(
            finding_of(field, {&message_of<"known">(), Severity::info, {}}, {field})
        );
        return;
    }
    document.findings.push_back(
        finding_of(field, {&message_of<"other_holder">(), Severity::confirm, {}}, {field})
    );
    if (CheckedField* checked = document.find_field(field)) checked->doubt();
}

} // namespace dossier::verify
