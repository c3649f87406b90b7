// The permits of one holder from Hong Kong, Macau or Taiwan: the residence permit's number begins
// with the region (810000, 820000, 830000), the travel permit's with a letter for the same (H, M)
// or, for Taiwan, with none.

#include "verify/cross/contradiction.h"
#include "verify/cross/pairs.h"
#include "verify/rules/text.h"

#include <array>
#include <utility>

namespace dossier::verify {

namespace {

/// The letter that stands for the region of a residence permit's number: H, M, T; nothing for
/// others.
char region_of_residence(std::string_view number)
{
    constexpr auto regions = std::to_array<std::pair<std::string_view, char>>(
        {{"810000", 'H'}, {"820000", 'M'}, {"830000", 'T'}}
    );
    constexpr std::size_t length = 18;
    for (const auto& [region, letter] : regions)
        if (number.size() == length && number.starts_with(region)) return letter;
    return '\0';
}

char region_of_travel(std::string_view number)
{
    if (number.starts_with('H') || number.starts_with('M')) return number.front();
    const bool is_taiwan = number.size() >= 8 && number.size() < 13 && is_digit(number.front());
    return is_taiwan ? 'T' : '\0';
}

bool have_same(CheckedDocument& a, CheckedDocument& b, std::string_view field)
{
    const CheckedField* one = find_value(a, field);
    const CheckedField* other = find_value(b, field);
    return one != nullptr && other != nullptr && bare(one->field.value) == bare(other->field.value);
}

} // namespace

void permits_of_one_holder(CheckedDocument& residence, CheckedDocument& travel)
{
    CheckedField* resident = find_value(residence, "permit_number");
    CheckedField* traveller = find_value(travel, "permit_number");
    if (resident == nullptr || traveller == nullptr) return;
    const char region = region_of_residence(compact(resident->field.value));
    const char other = region_of_travel(compact(traveller->field.value));
    if (region == '\0' || other == '\0' || region == other) return;
    if (have_same(residence, travel, "name") && have_same(residence, travel, "birth_date"))
        contradict({residence, *resident}, {travel, *traveller});
}

} // namespace dossier::verify
