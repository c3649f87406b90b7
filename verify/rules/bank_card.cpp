// Bank card numbers, ISO/IEC 7812: 13 to 19 digits and Luhn. An account number is none and has no
// national check.

#include "verify/rules/check_digit.h"
#include "verify/rules/rules.h"
#include "verify/rules/text.h"
#include "verify/tables/cards.h"

#include <algorithm>
#include <array>
#include <span>

namespace dossier::verify {

namespace {

struct Scheme {
    std::string_view first;
    std::string_view last;
    std::string_view name;
};

/// Ranges that ISO/IEC 7812 gave to the schemes.
constexpr auto schemes = std::to_array<Scheme>({
    {"62", "62", "UnionPay"},
    {"4", "4", "Visa"},
    {"51", "55", "Mastercard"},
    {"2221", "2720", "Mastercard"},
    {"34", "34", "American Express"},
    {"37", "37", "American Express"},
    {"3528", "3589", "JCB"},
});

std::string_view scheme_of(std::string_view number)
{
    const auto holds = [&](const Scheme& scheme) {
        const std::string_view prefix = number.substr(0, scheme.first.size());
        return prefix >= scheme.first && prefix <= scheme.last;
    };
    const auto scheme = std::ranges::find_if(schemes, holds);
    return scheme == schemes.end() ? std::string_view{} : scheme->name;
}

/// All ranges of one prefix.
std::span<const CardRange> ranges_of(std::string_view prefix)
{
    const auto all = card_ranges();
    const auto first = std::ranges::lower_bound(all, prefix, {}, &CardRange::prefix);
    const auto last = std::ranges::upper_bound(all, prefix, {}, &CardRange::prefix);
    return {first, last};
}

/// The issuer's range: of those with the longest prefix the one of this length, else the only one.
const CardRange* find_range(std::string_view number)
{
    constexpr std::size_t longest_prefix = 10;
    for (std::size_t length = longest_prefix; length > 2; --length) {
        const auto sharing = ranges_of(number.substr(0, length));
        if (sharing.empty()) continue;
        const auto fitting = std::ranges::find(sharing, number.size(), &CardRange::length);
        if (fitting != sharing.end()) return &*fitting;
        return sharing.size() == 1 ? &sharing.front() : nullptr;
    }
    return nullptr;
}

/// Ranges age and the table has gaps: it tells, and at most notes an odd length; but then Luhn's
/// check proves nothing, for of the numbers that lack a digit or two one in ten passes it.
void tell_issuer(Ruling& ruling, std::string_view number)
{
    const CardRange* range = find_range(number);
    if (range == nullptr) return;
    ruling.facts["bank"] = range->bank;
    ruling.facts["card_kind"] = range->kind;
    if (range->length != number.size()) {
        ruling.info<"length_unusual">(std::string{card_ranges_version()});
        ruling.proven = false;
    }
}

/// Hyphens stand between groups of four (the last may be shorter) or part 6 digits from 13.
/// Anywhere else one is a misread digit, which would leave a shorter number that passes once in ten
/// times.
bool is_grouped(std::string_view printed)
{
    if (printed.find('-') == printed.npos) return true;
    if (printed.find('-') == 6) return printed.size() == 20 && printed.rfind('-') == 6;
    for (std::size_t at = 0; at < printed.size(); ++at) {
        if ((printed[at] == '-') != (at % 5 == 4)) return false;
    }
    return !printed.ends_with('-');
}

} // namespace

Ruling rule_bank_card(std::string_view value, std::chrono::year_month_day)
{
    const std::string printed = compact(value);
    std::string number = compact(printed, "-");
    if (!all_digits(number)) return rejected<"charset">(std::move(number));
    if (!is_grouped(printed)) return rejected<"grouping">(std::move(number));
    if (number.size() < 13 || number.size() > 19) {
        return rejected<"length">(std::move(number), "13-19");
    }
    if (number.find_first_not_of('0') == number.npos)
        return rejected<"all_zero">(std::move(number));

    Ruling ruling = about(number);
    ruling.expect_check_digit(luhn_holds(number));
    const std::string_view scheme = scheme_of(number);
    if (!scheme.empty()) ruling.facts["scheme"] = scheme;
    tell_issuer(ruling, number);
    return ruling;
}

} // namespace dossier::verify
