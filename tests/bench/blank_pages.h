#pragma once
// Sheets with nothing on them, as scanners see them, and sheets with next to nothing.

#include "samples/render/dice.h"
#include "samples/render/image.h"
#include <string>

namespace dossier::bench {

struct BlankPage {
    samples::Image picture;
    std::string paper; ///< what lies on it that is no content
    std::string mark;  ///< the one thing written on it; empty: blank
};

/// `number` goes through all papers and, with `marked`, all marks.
[[nodiscard]] BlankPage draw_blank_page(int number, bool marked, samples::Dice& dice);

} // namespace dossier::bench
