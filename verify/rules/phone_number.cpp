#include "verify/rules/phone_number.h"

#include "verify/rules/digit_pattern.h"
#include "verify/rules/text.h"
#include "verify/tables/phones.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace dossier::verify {

namespace {

/// Prefixes that carry voice, as of phone_table. 147 and 172 began as data prefixes and are in use.
constexpr auto voice_prefixes = std::to_array<std::string_view>(
    {"130",  "131",  "132", "133", "1340", "1341", "1342", "1343", "1344", "1345", "1346",
     "1347", "1348", "135", "136", "137",  "138",  "139",  "145",  "147",  "150",  "151",
     "152",  "153",  "155", "156", "157",  "158",  "159",  "162",  "165",  "166",  "167",
     "170",  "171",  "172", "173", "1740", "175",  "176",  "177",  "178",  "180",  "181",
     "182",  "183",  "184", "185", "186",  "187",  "188",  "189",  "190",  "191",  "192",
     "193",  "195",  "196", "197", "198",  "199"}
);

/// Length of the longest run in which every digit follows the one before it by `step`.
std::size_t longest_run(std::string_view digits, int step)
{
    std::size_t longest = 1;
    std::size_t run = 1;
    for (std::size_t i = 1; i < digits.size(); ++i) {
        run = digits[i] - digits[i - 1] == step ? run + 1 : 1;
        longest = std::max(longest, run);
    }
    return longest;
}

/// Numbers people write when they do not want to give one. Rising digits are no sign: numbers that
/// end in 12345678 are in use and dear.
bool is_placeholder(std::string_view national)
{
    return national == "13800138000" || longest_run(national, 0) >= 7 ||
           longest_run(national, -1) >= 8;
}

/// One place outside the mainland whose plan is known: how its numbers and its mobiles begin.
struct Plan {
    std::string_view country;
    std::string_view region;
    std::size_t least;
    std::size_t most;
    std::string_view first_digits;
    std::string_view mobile_digits;
};

constexpr auto plans = std::to_array<Plan>({
    {"852", "HK", 8, 8, "23456789", "456789"},
    {"853", "MO", 8, 8, "268", "6"},
    {"886", "TW", 8, 9, "2345678", "9"},
});

/// Taiwan writes a trunk 0 at home; people keep it behind +886.
std::string_view without_trunk(std::string_view national)
{
    return national.starts_with('0') ? national.substr(1) : national;
}

void judge_plan(Ruling& ruling, const Plan& plan, std::string_view national, PhoneUse use)
{
    ruling.facts["country"] = plan.region;
    if (national.size() < plan.least || national.size() > plan.most) {
        return ruling.error<"length">(std::to_string(plan.most));
    }
    const bool mobile = plan.mobile_digits.find(national.front()) != plan.mobile_digits.npos;
    if (use == PhoneUse::mobile_only && !mobile) return ruling.error<"not_mobile">();
    if (!mobile && plan.first_digits.find(national.front()) == plan.first_digits.npos) {
        return ruling.confirm<"prefix_unknown">(std::string{phone_table});
    }
    ruling.facts["type"] = mobile ? "mobile" : "landline";
}

/// How long the calling code is that a number begins with; 0 for one that no table has. No code
/// begins another.
std::size_t country_length(std::string_view international)
{
    if (international.starts_with("86")) return 2;
    for (const Plan& plan : plans) {
        if (international.starts_with(plan.country)) return plan.country.size();
    }
    for (const PhonePlan& plan : phone_plans()) {
        if (international.starts_with(plan.calling_code)) return plan.calling_code.size();
    }
    return 0;
}

/// What kind of number it is in a country's plan; empty when it is none.
std::string_view type_in(const PhonePlan& plan, std::string_view national)
{
    if ((plan.lengths >> national.size() & 1U) == 0) return {};
    const bool landline = matches(plan.landline, national);
    const bool mobile = matches(plan.mobile, national);
    if (landline && mobile) return "landline_or_mobile";
    if (landline) return "landline";
    if (mobile) return "mobile";
    return matches(plan.other, national) ? "service" : std::string_view{};
}

/// A number of the world: its country among those that share its calling code, and its kind.
struct NumberAbroad {
    std::string_view country;
    std::string_view type;
    std::string
        national; ///< without the 0 that is dialled at home, which people leave in: +44 (0)20
};

std::optional<NumberAbroad> find_abroad(const PhoneNumber& number)
{
    for (const PhonePlan& plan : phone_plans()) {
        if (plan.calling_code != number.country) continue;
        const auto type = type_in(plan, number.national);
        if (!type.empty()) return NumberAbroad{plan.country, type, number.national};
    }
    for (const PhonePlan& plan : phone_plans()) {
        if (plan.calling_code != number.country || plan.trunk.empty()) continue;
        if (!number.national.starts_with(plan.trunk)) continue;
        std::string national = number.national.substr(plan.trunk.size());
        const auto type = type_in(plan, national);
        if (!type.empty()) return NumberAbroad{plan.country, type, std::move(national)};
    }
    return {};
}

/// The table ages: what it does not know is for a person, who may know better.
void judge_world(Ruling& ruling, PhoneNumber& number, PhoneUse use)
{
    const std::string table{phone_plans_version()};
    if (phone_plans().empty()) return ruling.confirm<"plan_unknown">(table);
    if (number.country.empty()) return ruling.confirm<"calling_code_unknown">(table);
    auto found = find_abroad(number);
    if (!found) return ruling.confirm<"number_unknown_abroad">(table);
    number.national = std::move(found->national);
    ruling.facts["country"] = found->country;
    ruling.facts["type"] = found->type;
    const bool is_mobile = found->type.ends_with("mobile");
    if (use == PhoneUse::mobile_only && !is_mobile) ruling.confirm<"not_mobile_abroad">(table);
}

} // namespace

std::optional<PhoneNumber> take_apart(std::string_view text)
{
    std::string dialled = compact(text, "()-.");
    const bool plus = dialled.starts_with('+');
    const std::string_view digits = std::string_view{dialled}.substr(plus ? 1 : 0);
    if (!all_digits(digits)) return {};

    const std::string_view international = plus                       ? digits
                                           : digits.starts_with("00") ? digits.substr(2)
                                           : digits.size() == 13 && digits.starts_with("861")
                                               ? digits
                                               : std::string_view{};
    PhoneNumber number;
    if (international.empty()) {
        number = {.dialled = {}, .country = "86", .national = std::string{digits}};
    } else {
        const std::size_t length = country_length(international);
        number.country = international.substr(0, length);
        number.national = international.substr(length);
    }
    number.dialled = std::move(dialled);
    return number;
}

bool is_mainland_mobile(std::string_view national)
{
    return national.size() == 11 && national[0] == '1' && national[1] >= '3';
}

void tell_international(Ruling& ruling, const PhoneNumber& number)
{
    std::string_view national = number.national;
    if (number.country == "86" || number.country == "886") national = without_trunk(national);
    ruling.facts["e164"] = "+" + number.country + std::string{national};
    if (number.country == "86") ruling.facts["country"] = "CN";
}

void judge_mainland_mobile(Ruling& ruling, const PhoneNumber& number)
{
    const auto begins = [&](std::string_view prefix) {
        return number.national.starts_with(prefix);
    };
    if (std::ranges::none_of(voice_prefixes, begins)) {
        ruling.confirm<"prefix_unknown">(std::string{phone_table});
    }
    if (is_placeholder(number.national)) ruling.confirm<"placeholder">();
    ruling.facts["type"] = "mobile";
}

void judge_abroad(Ruling& ruling, PhoneNumber& number, PhoneUse use)
{
    const auto plan = std::ranges::find(plans, number.country, &Plan::country);
    if (plan != plans.end()) {
        return judge_plan(ruling, *plan, without_trunk(number.national), use);
    }
    const std::size_t length = number.country.size() + number.national.size();
    if (length < 7 || length > 15) return ruling.error<"international_length">();
    judge_world(ruling, number, use);
}

} // namespace dossier::verify
