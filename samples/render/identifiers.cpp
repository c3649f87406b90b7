#include "samples/render/identifiers.h"

#include <array>
#include <cstddef>

namespace dossier::samples {
namespace {

constexpr std::string_view uscc_alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

int org_value(char c)
{
    return c <= '9' ? c - '0' : c - 'A' + 10;
}

} // namespace

std::string complete_cn_id(std::string_view seventeen)
{
    constexpr std::array weights{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += (seventeen[i] - '0') * weights[i];
    return std::string(seventeen) + "10X98765432"[sum % 11];
}

std::string complete_org_code(std::string_view eight)
{
    constexpr std::array weights{3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += org_value(eight[i]) * weights[i];
    return std::string(eight) + "0X987654321"[sum % 11];
}

std::string complete_uscc(std::string_view seventeen)
{
    int sum = 0;
    int weight = 1;
    for (const char c : seventeen) {
        sum += static_cast<int>(uscc_alphabet.find(c)) * weight;
        weight = weight * 3 % 31;
    }
    return std::string(seventeen) + uscc_alphabet[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

std::string complete_registration_number(std::string_view fourteen)
{
    int product = 10;
    for (const char c : fourteen) {
        const int sum = (product + (c - '0')) % 10;
        product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return std::string(fourteen) + static_cast<char>('0' + (11 - product) % 10);
}

std::string complete_account(std::string_view digits)
{
    int sum = 0;
    bool doubled = true;
    for (auto at = digits.rbegin(); at != digits.rend(); ++at, doubled = !doubled) {
        const int value = (*at - '0') * (doubled ? 2 : 1);
        sum += value > 9 ? value - 9 : value;
    }
    return std::string(digits) + static_cast<char>('0' + (10 - sum % 10) % 10);
}

std::string complete_hk_id(std::string_view seven)
{
    int sum = 9 * 36; // numbers of one letter begin with a blank
    sum += 8 * (seven[0] - 'A' + 10);
    for (std::size_t i = 1; i < seven.size(); ++i)
        sum += static_cast<int>(8 - i) * (seven[i] - '0');
    return std::string(seven) + "0123456789A"[(11 - sum % 11) % 11];
}

std::string complete_tw_id(std::string_view nine)
{
    // The letters' numbers go by the order in which counties were founded.
    constexpr std::string_view letters = "ABCDEFGHJKLMNPQRSTUVXYWZIO";
    const int letter = 10 + static_cast<int>(letters.find(nine[0]));
    int sum = letter / 10 + letter % 10 * 9;
    for (std::size_t i = 1; i < nine.size(); ++i)
        sum += static_cast<int>(9 - i) * (nine[i] - '0');
    return std::string(nine) + static_cast<char>('0' + (10 - sum % 10) % 10);
}

} // namespace dossier::samples
