#pragma once
// How the tests of rules ask: every check counts the same day as today.

#include "verify/check.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::verify {

inline constexpr std::chrono::year_month_day a_day{
    std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{22}};

inline Verdict judge(std::string_view kind, std::string_view value)
{
    return check(kind, value, a_day).value();
}

inline std::vector<std::string> codes(const std::vector<Finding>& findings)
{
    std::vector<std::string> result;
    for (const Finding& finding : findings)
        result.push_back(finding.code);
    return result;
}

inline std::vector<std::string> codes_of(std::string_view kind, std::string_view value)
{
    return codes(judge(kind, value).findings);
}

inline bool is_clean(const Verdict& verdict)
{
    return verdict.valid && std::ranges::all_of(verdict.findings, [](const Finding& finding) {
               return finding.severity == Severity::info;
           });
}

} // namespace dossier::verify
