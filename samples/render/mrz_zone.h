#pragma once
// Machine-readable zones (ICAO 9303 and the layout of Chinese permits) of made-up people. Check
// digits are computed here a second time, like those of identifiers.h.

#include "samples/render/canvas.h"
#include "samples/render/layouts.h"
#include "samples/render/people.h"
#include "samples/render/travel.h"
#include <string>
#include <string_view>
#include <vector>

namespace dossier::samples {

/// 7-3-1 modulo 10 over digits, letters and fillers.
char mrz_check_digit(std::string_view characters);

/// TD3, 2 x 44.
std::vector<std::string> passport_zone(const Person& person, const TravelDocument& document);
/// TD2, 2 x 36.
std::vector<std::string> small_zone(const Person& person, const TravelDocument& document);
/// TD1, 3 x 30.
std::vector<std::string> card_zone(const Person& person, const TravelDocument& document);
/// 3 x 30 as on the back of a travel permit; `kind` is CR (Hong Kong, Macau) or CT (Taiwan).
std::vector<std::string>
permit_zone(std::string_view kind, const Person& person, const TravelDocument& document);

/// The lines in OCR-B, 2.54 mm a character and 6.35 mm a line. Answers the ink of each.
std::vector<Rect> draw_zone(
    Canvas& canvas, double x, double baseline, const std::vector<std::string>& lines, LayoutSet set
);

} // namespace dossier::samples
