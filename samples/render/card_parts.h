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
/// What a branch lays over a photocopy of the card at x, y: the purpose, a stamp, a signature.
void draw_copy_marks(Canvas& canvas, Dice& dice, double x, double y);

} // namespace dossier::samples
