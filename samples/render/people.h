#pragma once
// Made-up people and companies whose numbers, dates and places agree with one another. Everything
// is as of one fixed day, so that a seed gives the same person in every year.

#include "samples/render/dice.h"
#include "samples/render/lexicon.h"
#include <chrono>
#include <optional>
#include <string>

namespace dossier::samples {

using Day = std::chrono::year_month_day;

inline constexpr Day as_of{std::chrono::year{2026}, std::chrono::month{6}, std::chrono::day{30}};

struct Person {
    std::string name;
    bool male = true;
    std::string ethnicity;
    Day birth;
    std::string address;
    std::string id_number;
    std::string issuing_authority;
    Day valid_from;
    std::optional<Day> valid_to; ///< nothing: 长期
    const Region* region = nullptr;
    std::string mobile;
    std::string phone;
    std::string email;
    std::string postcode;
    std::string employer;
    std::string occupation;
    int income = 0; ///< yuan a year
    std::string account_number;
};

struct Company {
    std::string uscc;
    std::string registration_number; ///< the 15 digits from before 2015
    std::string name;
    std::string type;
    std::string legal_representative;
    std::string capital; ///< as printed; empty for an individual business
    Day established;
    std::optional<Day> term_to; ///< nothing: 长期
    std::string address;
    std::string scope;
    std::string authority;
    Day issued;
    bool individual = false;
};

Person make_person(Dice& dice, Script script);
/// Somebody of the other sex and a near age.
Person make_spouse(Dice& dice, Script script, const Person& of);

/// The first and last year in which a form of licence was handed out.
struct PrintYears {
    int first;
    int last;
};

Company make_company(Dice& dice, bool individual, PrintYears print);

/// 2010-05-20
std::string iso(const Day& day);
/// 2010.05.20
std::string dotted(const Day& day);
/// 2010年05月20日, or 2010年5月20日
std::string in_words(const Day& day, bool padded);

} // namespace dossier::samples
