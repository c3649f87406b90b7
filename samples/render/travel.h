#pragma once
// Passports and permits of made-up people: numbers, terms and names that agree with one another.

#include "samples/render/dice.h"
#include "samples/render/latin.h"
#include "samples/render/people.h"
#include <string>

namespace dossier::samples {

/// What a travel document says beside its holder's person.
struct TravelDocument {
    std::string number;
    LatinName name;
    std::string nationality = "CHN";
    Day issued;
    Day expires;
    int renewals = 0;      ///< of a permit: how often it was issued
    std::string holder_id; ///< of a permit: the identity number at home
};

/// Where holders of permits live.
enum class Home { hong_kong, macau, taiwan };

/// An ordinary passport of ten years.
TravelDocument make_passport(Dice& dice, const Person& person);
/// A mainland travel permit: ten years, of Taiwan residents five.
TravelDocument make_permit(Dice& dice, const Person& person, Home home);
/// The person's number on a residence permit, which is of the family of identity numbers.
std::string make_residence_number(Dice& dice, const Person& person, Home home);

} // namespace dossier::samples
