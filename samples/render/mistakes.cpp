#include "samples/render/mistakes.h"

namespace dossier::samples {
namespace {

/// The next digit, in the place of another.
void change_digit(std::string& number, std::size_t at)
{
    number.at(at) = number.at(at) == '9' ? '0' : static_cast<char>(number.at(at) + 1);
}

} // namespace

std::span<const Mistake> mistakes()
{
    static constexpr Mistake all[] = {
        Mistake::id_number, Mistake::birth_date, Mistake::sex, Mistake::company_number};
    return all;
}

void plant(Mistake mistake, Person& person)
{
    constexpr std::size_t within_the_sequence = 15;
    if (mistake == Mistake::id_number) change_digit(person.id_number, within_the_sequence);
    if (mistake == Mistake::birth_date) person.birth -= std::chrono::years{1};
    if (mistake == Mistake::birth_date && !person.birth.ok())
        person.birth = person.birth.year() / std::chrono::February / 28;
    if (mistake == Mistake::sex) person.male = !person.male;
}

void plant(Mistake mistake, Company& company)
{
    if (mistake != Mistake::company_number) return;
    constexpr std::size_t within_the_region = 5;
    change_digit(company.uscc, within_the_region);
    change_digit(company.registration_number, within_the_region);
}

} // namespace dossier::samples
