#pragma once
// What cards of 85.6 x 54 mm share: their paper, and the marks on a photocopy of them.

#include "samples/render/canvas.h"
#include "samples/render/dice.h"

namespace dossier::samples {

inline constexpr double card_width = 85.6;
inline constexpr double card_height = 54.0;

/// The edge of a card with its round corners, as a path.
void card_outline(cairo_t* cairo, double x, double y);
/// The edge with round corners and the fine pattern inside; washed out and grey on a photocopy.
void card_background(Canvas& canvas, Dice& dice, bool copied, double x, double y);
/// The hand of a card of a varied set, of all fonts that no held-out one has.
std::string varied_family(Dice& dice);
/// The digits of its number.
std::string varied_digits(Dice& dice);
/// Paper for copies of a varied card, upright or across.
Canvas varied_paper(Dice& dice, int dpi);

/// Where a card and its other side lie on a sheet.
struct TwoSides {
    double x;
    double y;
    double other_x;
    double other_y;
};

/// Anywhere on the sheet, below each other where it is upright, else beside each other.
TwoSides place_sides(const Canvas& canvas, Dice& dice);
/// What a branch lays over a photocopy of the card at x, y: the purpose, a stamp, a signature.
void draw_copy_marks(Canvas& canvas, Dice& dice, double x, double y);

} // namespace dossier::samples
