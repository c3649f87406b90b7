#pragma once
// What a survey says about the print: how high it is, how sharp, how dark against its paper.

#include "capture/facts.h"
#include "capture/judging/survey.h"

#include <vector>

namespace dossier::capture {

/// `blur`, `contrast` and `text_height` of a page; no flaws, no verdict.
[[nodiscard]] Quality measure_print(const Survey& page);

/// Fewer than 200 dots an inch, or print too small for its dots: DA/T 31-2017 asks for 200, and for
/// 300 where print is small.
[[nodiscard]] bool has_low_resolution(const Survey& page, const Quality& quality);

/// Strokes a good deal wider than the lens of a scanner makes them, on the whole page or on a
/// connected part of it.
[[nodiscard]] bool is_blurred(const Survey& page);

[[nodiscard]] bool has_low_contrast(const Survey& page, const Quality& quality);

/// Paper darker than a third grey; on a black-and-white page, more black than print can be.
[[nodiscard]] bool is_too_dark(const Survey& page);

} // namespace dossier::capture
