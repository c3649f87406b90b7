#pragma once
// What the formats of machine-readable zones fix: ICAO 9303's TD1, TD2 and TD3 and the layout of
// Chinese permits (domain.md 1.16). Which characters may stand where, what check digits cover,
// where the data stand.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::ocr {

/// A run of places.
struct MrzRange {
    std::size_t at = 0;
    std::size_t length = 0;
};

/// Characters and the check digit over them; positions count through the lines joined together.
struct MrzCheck {
    std::vector<MrzRange> over;
    std::size_t digit = 0;
};

/// What may stand at each place: `a` a letter, `n` a digit, `x` either, `s` M or F; each of these
/// or the filler. Always a digit: `d`; always A, B or C: `c`; always the filler: `<`.
struct MrzFormat {
    std::size_t line = 0;
    std::string_view code; ///< what the zone begins with
    std::string classes;
    std::vector<MrzCheck> checks;
    MrzRange number, birth, expiry, sex, nationality;
    std::size_t century = 0; ///< of birth, on permits: A 18, B 19, else 20; 0: not said
};

/// The more particular code first.
[[nodiscard]] const std::vector<MrzFormat>& mrz_formats();

/// Whether all check digits hold for a text of as many characters as the format has places.
[[nodiscard]] bool all_hold(const MrzFormat& format, std::string_view text);

/// Whether the place is a check digit or covered by one.
[[nodiscard]] bool is_checked(const MrzFormat& format, std::size_t at);

} // namespace dossier::ocr
