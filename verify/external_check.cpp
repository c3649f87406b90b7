#include "verify/external_check.h"

#include "verify/rules/ruling.h"

#include <algorithm>

namespace dossier::verify {

namespace {

bool cannot_be_right(const CheckedDocument& document, const std::string& field)
{
    return std::ranges::any_of(document.findings, [&](const Finding& finding) {
        return finding.severity == Severity::error &&
               std::ranges::find(finding.fields, field) != finding.fields.end();
    });
}

Remark remark_of(Outcome outcome)
{
    return outcome == Outcome::mismatch ? Remark{&message_of<"mismatch">(), Severity::confirm, {}}
                                        : Remark{&message_of<"not_found">(), Severity::confirm, {}};
}

} // namespace

std::optional<Asked> asked_of(const Connector& connector, const CheckedDocument& document)
{
    if (!connector.types.empty() && !connector.types.contains(document.type)) return std::nullopt;
    Asked asked;
    for (const std::string& name : connector.fields) {
        const CheckedField* checked = document.find_field(name);
        const bool is_missing = checked == nullptr || checked->field.value.empty();
        if (is_missing || cannot_be_right(document, name)) return std::nullopt;
        asked.emplace(name, checked->field.value);
    }
    return asked;
}

std::vector<Finding> external_findings(const std::vector<ExternalCheck>& checks)
{
    std::vector<Finding> findings;
    for (const ExternalCheck& check : checks) {
        if (!check.is_current) continue;
        if (check.state == CheckState::waiting)
            findings.push_back(finding_of(
                check.kind, {&message_of<"unanswered">(), Severity::info, {}}, check.fields
            ));
        // What was answered holds until it is answered anew.
        if (check.outcome && is_doubt(*check.outcome))
            findings.push_back(finding_of(check.kind, remark_of(*check.outcome), check.fields));
    }
    return findings;
}

Discrepancy doubt_again(Discrepancy discrepancy)
{
    discrepancy.state = DiscrepancyState::open;
    discrepancy.decided_by.clear();
    discrepancy.decided_at = {};
    discrepancy.keyings.clear();
    return discrepancy;
}

} // namespace dossier::verify
