#pragma once
// Numbers in Chinese numerals, plain (一二三) and capital (壹贰叁), simplified and traditional.

#include <optional>
#include <string_view>

namespace dossier::verify {

/// The digit that a numeral stands for (0-9), `formal` for a capital one.
struct Numeral {
    int digit = 0;
    bool formal = false;
};

[[nodiscard]] std::optional<Numeral> numeral_of(char32_t character);

/// Years digit by digit (二〇二六) and numbers up to 99 (十一, 廿二, 壹拾伍, 零壹, 七十五); nothing
/// for other text.
[[nodiscard]] std::optional<int> small_chinese_number(std::string_view utf8);

} // namespace dossier::verify
