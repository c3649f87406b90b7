#pragma once
// What stands on a document beside its text: seals, stamps, watermarks, portraits, line patterns.
// Emblems are plain round placeholders on purpose.

#include "samples/render/canvas.h"
#include "samples/render/dice.h"

namespace dossier::samples {

/// A round seal with a star, `words` along its upper arc and `foot` below the star.
void round_seal(
    Canvas& canvas,
    Dice& dice,
    double x,
    double y,
    double radius,
    std::string_view words,
    std::string_view foot,
    Colour ink = seal_red
);
/// A framed rubber stamp, its lines centred, turned by `degrees`.
void oblong_stamp(
    Canvas& canvas,
    Dice& dice,
    double x,
    double y,
    double width,
    double height,
    double degrees,
    const std::vector<std::string>& lines,
    Colour ink
);
/// Pale words across, turned anticlockwise by `degrees`.
void watermark(
    Canvas& canvas, double x, double y, double degrees, std::string_view words, const Font& font
);
/// Modules like those of a QR code; they encode nothing.
void code_block(Canvas& canvas, Dice& dice, double x, double y, double size);
/// Fine waves over a rectangle.
void guilloche(
    Canvas& canvas,
    Dice& dice,
    double x,
    double y,
    double width,
    double height,
    Colour one,
    Colour two
);
/// A head and shoulders of nobody.
void portrait(
    Canvas& canvas, Dice& dice, double x, double y, double width, double height, bool grey
);
/// A round red placeholder where the emblem is, grey on a copy.
void emblem(Canvas& canvas, double x, double y, double radius, bool grey);
/// A signature that spells nothing.
void scribble(Canvas& canvas, Dice& dice, double x, double baseline, double width, Colour ink);
/// The word SPECIMEN, small, where no field is.
void specimen_mark(Canvas& canvas, double x, double baseline);

} // namespace dossier::samples
