#include "web/field_rules.h"

#include "verify/announced.h"
#include "verify/examine.h"
#include "verify/normal.h"
#include "verify/second_eyes.h"
#include "web/clock.h"

#include <string>
#include <utility>
#include <vector>

namespace dossier::web {

store::FieldRules field_rules(const Site& site, store::Instant now)
{
    // A document keeps the version of its type that it was read with.
    const auto types_of = [&site](const verify::CheckedDocument& document) {
        return site.types.as_of(document.type, document.type_version);
    };
    const auto today = day_at(now, site.policy.utc_offset);
    return {
        .normal =
            [types_of, today](
                const verify::CheckedDocument& document,
                const std::string& field,
                const std::string& value
            ) {
                const auto types = types_of(document);
                const auto* const type = types->find_type(document.type);
                const auto* const field_type = type == nullptr ? nullptr : type->find_field(field);
                return field_type == nullptr ? value
                                             : verify::normal_value(*field_type, value, today);
            },
        .findings =
            [types_of,
             today](const verify::CheckedDocument& document, const verify::Announced& announced) {
                const auto types = types_of(document);
                auto findings = verify::recheck(document, *types, today);
                for (auto& finding : verify::announced_findings(document, announced, *types, today))
                    findings.push_back(std::move(finding));
                return findings;
            },
        .second_eyes =
            [&site, types_of](const verify::CheckedDocument& document, const std::string& field) {
                const auto types = types_of(document);
                const auto rules = verify::second_eyes_rules(*types, site.policy.second_eyes);
                return rules.of(document.type, field, rules.share > 0.0);
            }};
}

} // namespace dossier::web
