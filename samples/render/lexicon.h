#pragma once
// Words from which made-up people and companies are put together, in simplified and traditional
// script. Region names and codes are public (GB/T 2260); names, streets and brands are invented.

#include <span>
#include <string_view>

namespace dossier::samples {

enum class Script { hans, hant };

struct Words {
    std::string_view hans;
    std::string_view hant;

    std::string_view in(Script script) const { return script == Script::hans ? hans : hant; }
};

/// `postcode` and `area_code` belong to the county; `city` is empty in the municipalities.
struct Region {
    std::string_view code;
    Words province;
    Words city;
    Words county;
    std::string_view area_code;
    std::string_view postcode;
};

/// A line of business: the word in the company's name and what its licence allows.
struct Trade {
    Words word;
    std::string_view scope;
    std::string_view shop_scope;
};

struct Surname {
    Words word;
    std::string_view latin;
};

std::span<const Region> regions();
std::span<const Surname> surnames();
std::span<const Words> given_characters(bool male);
std::span<const Words> uyghur_names(bool male);
/// All but 汉; 维吾尔 comes first.
std::span<const Words> ethnicities();
std::span<const Words> streets();
std::span<const Words> estates();
std::span<const Words> occupations();
std::span<const Words> brands();
std::span<const Trade> trades();
std::span<const std::string_view> mobile_prefixes();
std::span<const std::string_view> mail_words();
std::span<const std::string_view> mail_domains();

} // namespace dossier::samples
