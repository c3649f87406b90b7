#pragma once
// A sheet scanned once more: the same content at a density and with wear of its own.

#include "samples/render/specimen.h"
#include <algorithm>

namespace dossier::bench {

struct ScanAgain {
    samples::Bytes file;
    int rotation_deg = 0; ///< as the sheet lay
};

inline ScanAgain scan_again(const samples::Order& order, samples::Dice& dice)
{
    static constexpr int densities[] = {150, 200, 300};
    auto again = order;
    again.dpi = dice.pick(densities);
    auto wear = samples::draw_wear(dice, order.layout);
    wear.skew_deg = std::clamp(wear.skew_deg, -3.0, 3.0);
    const auto specimen = samples::make_specimen(again, wear);
    const bool bilevel = specimen.pages.front().scan.image.bilevel;
    const auto format = bilevel ? samples::Format::tiff : samples::Format::jpeg;
    return {.file = samples::encode(specimen, format), .rotation_deg = wear.rotation_deg};
}

} // namespace dossier::bench
