#pragma once
// What every business licence is made of: ornate paper, labelled lines, the office's seal.

#include "samples/render/canvas.h"
#include "samples/render/decor.h"
#include "samples/render/people.h"
#include <string>
#include <string_view>

namespace dossier::samples {

/// What is printed beforehand and what the office's printer fills in.
struct LicenceHands {
    Font label;
    Font value;
};

/// Where a column of labelled lines stands.
struct LicenceColumn {
    double x;
    double y;           ///< baseline of the next line
    double label_width; ///< labels are stretched to it
    double width;       ///< of the values
    double step;        ///< from one line's baseline to the next
    double pitch;       ///< inside a value of several lines
};

/// A value as the truth names it and as it is printed. Without a field it is only decoration.
struct LicenceValue {
    std::string_view field;
    std::string value;
    std::string printed;
};

/// The next labelled line of a column.
void draw_entry(
    Canvas& canvas,
    LicenceColumn& column,
    const LicenceHands& hands,
    std::string_view label,
    const LicenceValue& value
);
/// The same, for a value that is printed as it is.
void draw_entry(
    Canvas& canvas,
    LicenceColumn& column,
    const LicenceHands& hands,
    std::string_view label,
    std::string_view field,
    std::string_view value
);
void draw_border(Canvas& canvas, double inset, Colour gold);
/// The office's seal, pressed about where it belongs.
void draw_seal(
    Canvas& canvas, Dice& dice, double x, double y, double radius, std::string_view authority
);
/// Warm paper with a pale pattern.
Canvas licence_paper(Dice& dice, double width, double height, int dpi);

} // namespace dossier::samples
