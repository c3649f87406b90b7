#include "verify/cross/between.h"

#include "verify/rules/cn_id.h"
#include "verify/rules/ruling.h"
#include "verify/rules/text.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace dossier::verify {

namespace {

/// Somebody whom several documents speak of: the number that tells who it is, what must then be
/// equal, and what together tells it as well when the number was misread.
struct Subject {
    std::string_view number;
    std::span<const std::string_view> same;
    std::span<const std::string_view> telling;
};

constexpr std::array<std::string_view, 4> of_person{"name", "sex", "birth_date", "ethnicity"};
constexpr std::array<std::string_view, 2> person{"name", "birth_date"};
constexpr std::array<std::string_view, 3> of_company{
    "company_name", "legal_representative", "established_date"};
constexpr std::array<std::string_view, 1> company{"company_name"};

constexpr std::array<std::string_view, 4> codes_between{
    "contradicted", "contradicts", "other_holder", "known"};

constexpr std::array<Subject, 2> subjects{
    {{.number = "id_number", .same = of_person, .telling = person},
     {.number = "uscc", .same = of_company, .telling = company}}};

CheckedField* find_value(CheckedDocument& document, std::string_view name)
{
    CheckedField* found = document.find_field(name);
    return found == nullptr || found->field.value.empty() ? nullptr : found;
}

bool are_equal(const CheckedField& a, const CheckedField& b)
{
    return bare(a.field.value) == bare(b.field.value);
}

/// The older 15 digits are the same number as their 18-character form.
bool are_same_number(const CheckedField& a, const CheckedField& b)
{
    return modern_cn_id(bare(a.field.value)) == modern_cn_id(bare(b.field.value));
}

/// A check digit vouches for one of two readings, or one is the surer.
bool is_surer(const CheckedField& a, const CheckedField& b)
{
    return std::pair{a.standing == Standing::vouched, a.field.confidence} >
           std::pair{b.standing == Standing::vouched, b.field.confidence};
}

template <Code code>
void doubt_value(CheckedDocument& document, CheckedField& checked)
{
    checked.doubt();
    const std::string name = checked.field.name;
    document.findings.push_back(
        finding_of(name, {&message_of<code>(), Severity::confirm, {}}, {name})
    );
}

struct Side {
    CheckedDocument& document;
    CheckedField& value;
};

void contradict(const Side& a, const Side& b)
{
    const bool first_is_surer = is_surer(a.value, b.value);
    const Side& surer = first_is_surer ? a : b;
    const Side& culprit = first_is_surer ? b : a;
    doubt_value<"contradicted">(culprit.document, culprit.value);
    doubt_value<"contradicts">(surer.document, surer.value);
}

bool tell_the_same(CheckedDocument& a, CheckedDocument& b, std::span<const std::string_view> names)
{
    return std::ranges::all_of(names, [&](std::string_view name) {
        const CheckedField* one = find_value(a, name);
        const CheckedField* other = find_value(b, name);
        return one != nullptr && other != nullptr && are_equal(*one, *other);
    });
}

void compare(CheckedDocument& a, CheckedDocument& b, const Subject& subject)
{
    CheckedField* number = find_value(a, subject.number);
    CheckedField* other_number = find_value(b, subject.number);
    if (number == nullptr || other_number == nullptr) return;
    if (!are_same_number(*number, *other_number)) {
        if (tell_the_same(a, b, subject.telling)) contradict({a, *number}, {b, *other_number});
        return;
    }
    for (const std::string_view name : subject.same) {
        CheckedField* value = find_value(a, name);
        CheckedField* other = find_value(b, name);
        if (value != nullptr && other != nullptr && !are_equal(*value, *other))
            contradict({a, *value}, {b, *other});
    }
}

} // namespace

void compare_documents(std::vector<CheckedDocument>& documents)
{
    for (std::size_t a = 0; a < documents.size(); ++a)
        for (std::size_t b = a + 1; b < documents.size(); ++b)
            for (const Subject& subject : subjects)
                compare(documents[a], documents[b], subject);
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
