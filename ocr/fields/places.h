#pragma once
// Names of divisions (ocr/regions.h) that values begin with or hold: 江苏省南京市玄武区…,
// 南京市公安局玄武分局. Both recognisers misread a rare character alike and are sure of it; the
// table knows better, within the province or city that was read.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::ocr {

/// What the table says of a text. `codes` are those of the divisions it names, the inner one last:
/// 32, 3201, 320102.
struct Placed {
    std::u32string text; ///< mended where one character of a name was not the table's
    std::vector<std::string> codes;
    bool is_mended = false;
};

/// An address: a province, city and county, one inside the other, then what is no division.
/// `elsewhere` are codes of divisions named on the same paper: of two names that a character parts
/// the one there counts. Names of the table are simplified; a character that was mended comes in
/// the hand of the page.
[[nodiscard]] Placed place_address(
    std::u32string_view text, bool is_traditional, const std::vector<std::string>& elsewhere = {}
);

/// An authority: divisions, then its name; a police station's names another division, without its
/// last character: 南京市公安局玄武分局.
[[nodiscard]] Placed place_authority(
    std::u32string_view text, bool is_traditional, const std::vector<std::string>& elsewhere = {}
);

/// A company's name begins with a division's, without its last character, or has it in brackets:
/// 南京万通…有限公司, 万通（南京）…. Only what is named elsewhere is looked for.
[[nodiscard]] Placed place_company(
    std::u32string_view text, bool is_traditional, const std::vector<std::string>& elsewhere
);

} // namespace dossier::ocr
