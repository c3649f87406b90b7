#pragma once
// What makes the print of a sheet hard to read although nobody would scan it again: a seal over the
// text, a security print below it, the other side showing through. Laid on by name, so that what
// cleaning wins can be measured one by one; drawn from dice first, then applied, as the wear is.

#include "samples/render/canvas.h"
#include "samples/render/dice.h"
#include "samples/render/image.h"
#include <string_view>
#include <vector>

namespace dossier::samples {

enum class Degradation {
    seal,         ///< stamps of one ink over values
    shading,      ///< light from one side, far more than ordinary wear
    pattern,      ///< guilloche and a watermark over the whole sheet
    rules,        ///< lines through, under and beside values, as misregistered forms have them
    specks,       ///< the dust and toner of a bad copier
    bleed_through ///< the back's print: paler, blurred, mirrored
};

inline constexpr Degradation all_degradations[] = {
    Degradation::seal,
    Degradation::shading,
    Degradation::pattern,
    Degradation::rules,
    Degradation::specks,
    Degradation::bleed_through};

std::string_view name_of(Degradation degradation);

/// The amounts of everything that is laid on; zero where nothing is.
struct Layers {
    std::vector<Degradation> laid;
    int seals = 0;
    Colour seal_ink;
    double pattern = 0;        ///< opacity of its lines, 0..1
    double ruled = 0;          ///< share of the values that have rules in their way
    double rule_mm = 0;        ///< thickness
    double specks_per_cm2 = 0; ///< on the scan
    double bleed = 0;          ///< share of the back's darkness that shows
    double bleed_blur_mm = 0;  ///< standard deviation
};

/// Draws the amounts of one degradation.
void lay(Layers& layers, Degradation degradation, Dice& dice);

/// The sheet's picture with what is drawn on paper; specks come with the scan.
Image with_layers(const Sheet& sheet, const Layers& layers, Dice& dice);

} // namespace dossier::samples
