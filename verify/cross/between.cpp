#include "verify/cross/between.h"

#include "verify/cross/contradiction.h"
#include "verify/cross/pairs.h"

#include <algorithm>
#include <array>

namespace dossier::verify {

namespace {

/// Every check of two documents; the order of the two tells for some which is which.
constexpr auto pair_checks = std::to_array<PairCheck>(
    {same_subject,
     person_named_elsewhere,
     representative_of_age,
     permits_of_one_holder,
     card_of_account}
);

constexpr auto codes_between = std::to_array<std::string_view>(
    {"contradicted",
     "contradicts",
     "not_named",
     "represented_too_young",
     "other_holder",
     "other_number",
     "known"}
);

} // namespace

void compare_documents(std::vector<CheckedDocument>& documents)
{
    for (CheckedDocument& a : documents) {
        for (CheckedDocument& b : documents) {
            if (&a == &b) continue;
            for (const PairCheck check : pair_checks)
                check(a, b);
        }
    }
    people_of_company(documents);
}

std::vector<Finding> findings_between(const CheckedDocument& document)
{
    std::vector<Finding> findings;
    for (const Finding& finding : document.findings) {
        const std::string code = finding.code.substr(finding.code.rfind('.') + 1);
        if (std::ranges::find(codes_between, code) != codes_between.end())
            findings.push_back(finding);
    }
    return findings;
}

} // namespace dossier::verify
