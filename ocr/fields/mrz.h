#pragma once
// Machine-readable zones (ICAO 9303 and the layout of Chinese permits, domain.md 1.16): from what
// two recognisers saw at each place to lines and facts, under what the format fixes - which
// characters may stand where, and the check digits. Check digits are blind to `<` read as A, K or
// U and to names and nationality, so that what they do not cover must be read alike by both.

#include "ocr/engine.h"
#include "ocr/reading.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::ocr {

/// From this likeness on a place holds the filler.
inline constexpr double is_filler = 0.55;

/// What was seen at one place: how much it looks like the filler, and what each recogniser takes
/// it for, best first (empty: it saw nothing there).
struct MrzCell {
    capture::Box box;
    double filler = 0.0;
    std::array<std::vector<Candidate>, 2> seen;
};

using MrzCells = std::vector<std::vector<MrzCell>>;

struct MrzLine {
    std::string text;
    double confidence = 0.0;
    bool repaired = false; ///< the check digits hold only for alternatives of what was read
    capture::Box box;
};

/// A piece of data from the zone. `proven`: its check digit holds for what was read.
struct MrzFact {
    std::string name; ///< number, birth_date, expiry_date, sex, nationality
    std::string value;
    double confidence = 0.0;
    bool proven = false;
    bool repaired = false;
    capture::Box box;
};

struct Mrz {
    std::vector<MrzLine> lines;
    std::vector<MrzFact> facts;

    /// The fact of that name, or null.
    [[nodiscard]] const MrzFact* find_fact(std::string_view name) const;
};

/// Nothing where the lines are of no known format.
[[nodiscard]] std::optional<Mrz> decode_mrz(const MrzCells& cells);

/// 7-3-1 modulo 10 over digits, letters and fillers.
[[nodiscard]] char mrz_check_digit(std::string_view characters);

} // namespace dossier::ocr
