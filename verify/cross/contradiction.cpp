#include "verify/cross/contradiction.h"

#include "capture/utf8.h"
#include "verify/rules/capital.h"
#include "verify/rules/cn_id.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"

#include <utility>

namespace dossier::verify {

namespace {

/// A check digit vouches for one of two readings, or one is the surer.
bool is_surer(const CheckedField& a, const CheckedField& b)
{
    return std::pair{a.standing == Standing::vouched, a.field.confidence} >
           std::pair{b.standing == Standing::vouched, b.field.confidence};
}

} // namespace

CheckedField* find_value(CheckedDocument& document, std::string_view name)
{
    CheckedField* found = document.find_field(name);
    return found == nullptr || found->field.value.empty() ? nullptr : found;
}

std::string comparable(std::string_view field, std::string_view value)
{
    if (field.ends_with("id_number")) return modern_cn_id(bare(value));
    if (field == "ethnicity") return rule_ethnicity(value, {}).normal;
    if (field == "registered_capital") {
        const auto capital = read_capital(value).value();
        if (capital) return capital->currency + std::to_string(capital->fen);
    }
    return bare(value);
}

void contradict(const Side& a, const Side& b)
{
    const bool first_is_surer = is_surer(a.value, b.value);
    doubt_value<"contradicted">(first_is_surer ? b : a);
    doubt_value<"contradicts">(first_is_surer ? a : b);
}

bool is_near(std::string_view a, std::string_view b, std::size_t most)
{
    const std::u32string one = capture::code_points(a);
    const std::u32string other = capture::code_points(b);
    if (one.size() != other.size()) return false;
    std::size_t differing = 0;
    for (std::size_t i = 0; i < one.size(); ++i)
        differing += one[i] == other[i] ? 0U : 1U;
    return differing <= most;
}

} // namespace dossier::verify
