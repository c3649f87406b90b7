#include "verify/rules/check_digit.h"

#include <array>
#include <cstddef>

namespace dossier::verify {

namespace {

constexpr std::string_view digit_characters = "0123456789";

char digit(int value)
{
    return digit_characters[static_cast<std::size_t>(value)];
}

} // namespace

char mod_11_2(std::string_view digits)
{
    constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += value_of(digits[i]) * weights[i];
    return std::string_view{"10X98765432"}[static_cast<std::size_t>(sum % 11)];
}

int uscc_value_of(char c)
{
    constexpr auto values = [] {
        std::array<signed char, 128> table{};
        table.fill(-1);
        for (std::size_t i = 0; i < uscc_alphabet.size(); ++i)
            table[static_cast<unsigned char>(uscc_alphabet[i])] = static_cast<signed char>(i);
        return table;
    }();
    const auto index = static_cast<unsigned char>(c);
    return index < values.size() ? values[index] : -1;
}

char mod_31(std::string_view characters)
{
    int sum = 0;
    int weight = 1;
    for (const char c : characters.substr(0, 17)) {
        sum += uscc_value_of(c) * weight;
        weight = weight * 3 % 31;
    }
    return uscc_alphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

char mod_11_organisation(std::string_view characters)
{
    constexpr std::array weights{3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += value_of(characters[i]) * weights[i];
    const int check = (11 - sum % 11) % 11;
    return check == 10 ? 'X' : digit(check);
}

char mod_11_10(std::string_view digits)
{
    int product = 10;
    for (const char c : digits) {
        const int sum = (product + value_of(c)) % 10;
        product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return digit((11 - product) % 10);
}

char icao_7_3_1(std::string_view characters)
{
    constexpr std::array weights{7, 3, 1};
    int sum = 0;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        sum += value_of(characters[i]) * weights[i % weights.size()];
    }
    return digit(sum % 10);
}

bool luhn_holds(std::string_view digits)
{
    int sum = 0;
    bool doubled = false;
    for (auto c = digits.rbegin(); c != digits.rend(); ++c, doubled = !doubled) {
        const int value = value_of(*c) * (doubled ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
    }
    return sum % 10 == 0;
}

int mod_97(std::string_view characters)
{
    int rest = 0;
    for (const char c : characters) {
        const int value = value_of(c);
        rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest;
}

} // namespace dossier::verify
