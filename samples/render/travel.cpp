#include "samples/render/travel.h"

#include <fmt/format.h>

#include "samples/render/identifiers.h"

namespace dossier::samples {
namespace {

using std::chrono::day;
using std::chrono::days;
using std::chrono::month;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::years;

/// A document that is still valid, `term` years long.
TravelDocument of_term(Dice& dice, const Person& person, int term)
{
    TravelDocument document;
    document.name = latin_of(person.name);
    document.issued = {
        year{dice.between(2027 - term, 2025)},
        month{static_cast<unsigned>(dice.between(1, 12))},
        day{static_cast<unsigned>(dice.between(1, 28))}};
    document.expires = sys_days{document.issued + years{term}} - days{1};
    return document;
}

std::string home_number(Dice& dice, Home home)
{
    static constexpr std::string_view letters = "ABCDGHKPRYZ";
    const char letter = letters[static_cast<std::size_t>(dice.between(0, 10))];
    if (home == Home::hong_kong) return complete_hk_id(letter + dice.digits(6));
    if (home == Home::macau) return "1" + dice.digits(7);
    return complete_tw_id(letter + std::string(dice.chance(0.5) ? "1" : "2") + dice.digits(7));
}

} // namespace

TravelDocument make_passport(Dice& dice, const Person& person)
{
    static constexpr std::string_view letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    TravelDocument passport = of_term(dice, person, 10);
    passport.number = "E";
    if (dice.chance(0.7)) passport.number += letters[static_cast<std::size_t>(dice.between(0, 23))];
    passport.number += dice.digits(static_cast<int>(9 - passport.number.size()));
    return passport;
}

TravelDocument make_permit(Dice& dice, const Person& person, Home home)
{
    TravelDocument permit = of_term(dice, person, home == Home::taiwan ? 5 : 10);
    permit.renewals = dice.between(1, 4);
    permit.number = home == Home::hong_kong ? "H" : home == Home::macau ? "M" : "";
    permit.number += dice.digits(8);
    permit.holder_id = home_number(dice, home);
    return permit;
}

std::string make_residence_number(Dice& dice, const Person& person, Home home)
{
    const auto* const region = home == Home::hong_kong ? "810000"
                               : home == Home::macau   ? "820000"
                                                       : "830000";
    const std::string birth = iso(person.birth);
    return complete_cn_id(fmt::format(
        "{}{}{}{}{:03}",
        region,
        birth.substr(0, 4),
        birth.substr(5, 2),
        birth.substr(8, 2),
        dice.between(0, 499) * 2 + (person.male ? 1 : 0)
    ));
}

} // namespace dossier::samples
