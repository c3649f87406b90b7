#include "verify/check.h"

#include "verify/rules/rules.h"

#include <algorithm>
#include <array>

namespace dossier::verify {

namespace {

constexpr auto kind_names = [] {
    std::array<std::string_view, rules.size()> names{};
    std::ranges::transform(rules, names.begin(), &Rule::kind);
    return names;
}();

std::string filled(std::string_view sentence, std::string_view argument)
{
    std::string text{sentence};
    const std::size_t gap = text.find("{}");
    if (gap != text.npos) text.replace(gap, 2, argument);
    return text;
}

} // namespace

const Rule* find_rule(std::string_view kind)
{
    const auto rule = std::ranges::find(rules, kind, &Rule::kind);
    return rule == rules.end() ? nullptr : &*rule;
}

Finding finding_of(std::string_view owner, const Remark& remark, std::vector<std::string> fields)
{
    const MessageRow& row = *remark.message;
    return {
        .code = std::string{owner} + "." + std::string{row.code},
        .severity = remark.severity,
        .fields = std::move(fields),
        .message = {
            .en = filled(row.en, remark.argument),
            .zh_hans = filled(row.zh_hans, remark.argument),
            .zh_hant = filled(row.zh_hant, remark.argument)}};
}

std::span<const std::string_view> kinds()
{
    return kind_names;
}

std::optional<Verdict>
check(std::string_view kind, std::string_view value, std::chrono::year_month_day today)
{
    const Rule* rule = find_rule(kind);
    if (rule == nullptr) return {};

    Ruling ruling = rule->judge(value, today);
    Verdict verdict{
        .valid = !ruling.has(Severity::error),
        .normal = std::move(ruling.normal),
        .findings = {},
        .facts = std::move(ruling.facts)};
    for (const Remark& remark : ruling.remarks) {
        verdict.findings.push_back(finding_of(kind, remark, {}));
    }
    return verdict;
}

} // namespace dossier::verify
