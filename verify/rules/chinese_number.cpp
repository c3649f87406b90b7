#include "verify/rules/chinese_number.h"

#include "capture/utf8.h"
#include "verify/rules/text.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace dossier::verify {

namespace {

/// 十 and 拾 are 10, 廿 is 20, 卅 is 30: the ten they add when nothing stands in front.
int tens_of(char32_t c)
{
    switch (c) {
    case U'十':
    case U'拾': return 10;
    case U'廿': return 20;
    case U'卅': return 30;
    default: return 0;
    }
}

std::optional<int> digit_by_digit(std::u32string_view text)
{
    if (text.empty() || text.size() > 4) return {};
    int number = 0;
    for (const char32_t c : text) {
        const auto numeral = numeral_of(c);
        if (!numeral) return {};
        number = number * 10 + numeral->digit;
    }
    return number;
}

} // namespace

std::optional<Numeral> numeral_of(char32_t character)
{
    constexpr std::u32string_view plain = U"〇一二三四五六七八九";
    constexpr std::u32string_view capital = U"零壹贰叁肆伍陆柒捌玖";
    constexpr std::u32string_view traditional = U"零壹貳參肆伍陸柒捌玖";
    for (const auto& [set, formal] :
         {std::pair{capital, true}, std::pair{traditional, true}, std::pair{plain, false}}) {
        const std::size_t at = set.find(character);
        if (at != set.npos) return Numeral{static_cast<int>(at), formal};
    }
    if (character == U'○' || character == U'Ｏ') return Numeral{0, false};
    if (character == U'两' || character == U'兩') return Numeral{2, false};
    return {};
}

std::optional<int> small_chinese_number(std::string_view utf8)
{
    const std::u32string text = capture::code_points(utf8);
    const auto ten = std::ranges::find_if(text, [](char32_t c) { return tens_of(c) != 0; });
    if (ten == text.end()) return digit_by_digit(text);

    const std::u32string_view front{text.begin(), ten};
    const std::u32string_view back{ten + 1, text.end()};
    const int unit = tens_of(*ten);
    if (unit != 10 && !front.empty()) return {};
    int number = unit;
    if (!front.empty()) {
        const auto digit = digit_by_digit(front);
        if (!digit || *digit > 9 || front.size() > 2) return {};
        number = std::max(*digit, 1) * 10;
    }
    if (back.empty()) return number;
    const auto digit = digit_by_digit(back);
    if (!digit || back.size() != 1) return {};
    return number + *digit;
}

} // namespace dossier::verify
