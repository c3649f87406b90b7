#pragma once
// What goes wrong on top of ordinary wear, each a reason to scan again. Planted by name, so that
// the truth can say which; drawn from dice first, then applied, as the wear is.

#include "samples/render/dice.h"
#include "samples/render/image.h"
#include <string_view>
#include <vector>

namespace dossier::samples {

enum class Flaw {
    resolution_low,
    blurred,
    blurred_part, ///< the sheet lifted off the glass, or jerked, for a part of its length
    contrast_low,
    too_dark,
    glare,
    cut_off,
    corner_torn,   ///< the lid, which is dark then, shows instead
    corner_folded, ///< its back lies on the print
    skewed
};

inline constexpr Flaw all_flaws[] = {
    Flaw::resolution_low,
    Flaw::blurred,
    Flaw::blurred_part,
    Flaw::contrast_low,
    Flaw::too_dark,
    Flaw::glare,
    Flaw::cut_off,
    Flaw::corner_torn,
    Flaw::corner_folded,
    Flaw::skewed};

std::string_view name_of(Flaw flaw);

/// A part that is out of focus: the fields from one to another, as fractions of the list.
struct SoftPart {
    double from = 0;
    double to = 0;
    double deviation_mm = 0;
};

/// A lamp's reflection on a field, `at` a fraction of the list; `strength` in grey levels at its
/// middle.
struct Glare {
    double at = 0;
    double reach_mm = 0;
    double strength = 0;
};

/// A corner (0 top left, 1 top right, 2 bottom right, 3 bottom left) gone from the sheet.
struct LostCorner {
    int which = 0;
    double along_mm = 0; ///< legs of the triangle
    double down_mm = 0;
    bool folded = false;
};

/// The amounts of every planted flaw; zero where none is.
struct Harm {
    std::vector<Flaw> planted;
    double fade = 0;     ///< share of the ink's darkness that is gone
    double exposure = 1; ///< of the light
    double soft_mm = 0;  ///< blur of the whole, standard deviation
    SoftPart soft_part;
    Glare glare;
    LostCorner corner;
    int cut_side = -1;           ///< 0 top, 1 right, 2 bottom, 3 left
    double cut_mm = 0;           ///< how far the picture ends inside the print
    std::vector<double> streaks; ///< fractions of the width: dirt on the glass
    double streak_darkness = 0;
};

/// Draws the amounts of one flaw.
void plant(Harm& harm, Flaw flaw, Dice& dice);

/// Before the sheet is pulled through: its ink, its corner.
void harm_sheet(Image& sheet, const Harm& harm, std::uint8_t lid);
/// What light and lens do, where it hurts: `fields` as they lie on the picture.
void harm_picture(Image& picture, const Harm& harm, std::vector<Rect> fields);
/// The picture without a strip that goes through the print; `left` and `top` are what boxes lose.
Image cut(const Image& picture, const Harm& harm, int& left, int& top);

} // namespace dossier::samples
