#pragma once
// What happens to a sheet between the drawer and the file: folds, shadows, a crooked pull through
// the feeder, an unsharp and noisy sensor, grey and black-and-white copies. Drawn from dice first,
// then applied, so that the truth can name every amount.

#include "samples/render/degradation.h"
#include "samples/render/dice.h"
#include "samples/render/flaws.h"
#include "samples/render/image.h"
#include "samples/render/layouts.h"
#include <string_view>

namespace dossier::samples {

enum class Tone { colour, grey, bilevel };

struct Wear {
    double skew_deg = 0; ///< positive: lines run downhill to the right, before the right-angle turn
    int rotation_deg = 0;  ///< clockwise turn of the content: 0, 90, 180, 270
    double blur = 0;       ///< standard deviation, pixels
    double noise = 0;      ///< standard deviation, grey levels
    double shade = 0;      ///< how much darker the darkest edge is, 0..1
    double shade_from = 0; ///< direction of the light, degrees
    Tone tone = Tone::colour;
    int threshold = 0;    ///< of a black-and-white copy
    double border_mm = 0; ///< black scanner border that shows at one side
    int speckles = 0;
    double fold = 0; ///< where a fold runs across, as a fraction of the height; 0: none
    int jpeg_quality = 85;
    Harm harm = {};     ///< beyond the ordinary; draw_wear draws none
    Layers layers = {}; ///< neither does it draw these
};

/// A scan: the pixels as a file will hold them and where each field ended up.
struct Scan {
    Image image;
    std::vector<Placed> fields;
    Wear wear;
    double lost_mm2 = 0; ///< print of the sheet that lies outside of the picture
};

Wear draw_wear(Dice& dice, const Layout& layout);

/// Ordinary wear with one flaw on top, changed where the flaw would not show.
Wear with_flaw(Wear wear, Flaw flaw, Dice& dice);

/// Ordinary wear with one degradation on top, changed where it would not show.
Wear with_degradation(Wear wear, Degradation degradation, Dice& dice);

/// Applies `wear`. Lessens its skew where a field would otherwise leave the page; the scan's own
/// `wear` says what was done.
Scan wear_out(const Sheet& sheet, Wear wear, Dice& dice);

std::string_view name_of(Tone tone);

} // namespace dossier::samples
