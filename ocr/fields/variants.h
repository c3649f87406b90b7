#pragma once
// Simplified and traditional forms of characters that stand on forms, cards and licences. Enough to
// tell in which of the two a page is printed, and to find labels in either. Values are never
// changed by it: 国 and 國 are different names.

#include "ocr/fields/text.h"

#include <string>
#include <string_view>
#include <vector>

namespace dossier::ocr {

/// The simplified form of a traditional character, else the character itself.
[[nodiscard]] char32_t simplified(char32_t character);
[[nodiscard]] std::u32string simplified(std::u32string text);
/// The traditional form of a character that only simplified text has, else the character itself.
[[nodiscard]] char32_t traditional(char32_t character);
[[nodiscard]] std::u32string traditional(std::u32string text);
/// Whether a character is the simplified form of another, which traditional text may have instead.
[[nodiscard]] bool may_stand_for_traditional(char32_t character);

/// How many characters stand in a form that only one of the two has.
struct Hands {
    int simplified = 0;
    int traditional = 0;
};

[[nodiscard]] Hands count_hands(const std::vector<TextLine>& lines);
[[nodiscard]] Hands count_hands(std::u32string_view text);
/// Whether hardly a character is of the other hand: a form may be filled in in another than it is
/// printed in.
[[nodiscard]] bool is_in_one_hand(const std::vector<TextLine>& lines);

} // namespace dossier::ocr
