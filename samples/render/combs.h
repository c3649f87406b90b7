#pragma once
// Cells for one character each, and numbers in groups, as forms and cards print them.

#include "samples/render/canvas.h"
#include <string>
#include <string_view>

namespace dossier::samples {

/// How a row of cells is printed; lengths in mm.
struct CombHabit {
    bool is_apart = false;   ///< a box for each character, paper between them
    bool is_open = false;    ///< no upper side: low strokes between the characters on a line
    bool is_grouped = false; ///< account numbers by fours
    double pitch = 5.0;
    double height = 6.0;
    double line = 0.2;
    double ink = 0.75; ///< size of the print, of the pitch
    Colour colour{};
};

/// The cell whose place begins at `x`, its upper edge at `y`.
void draw_comb_cell(Canvas& canvas, const CombHabit& habit, double x, double y);

/// 6228 4167 6662
std::string in_fours(std::string_view number);

} // namespace dossier::samples
