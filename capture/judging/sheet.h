#pragma once
// What a survey says about the sheet in the picture: is all of it there, and does a light lie on
// it.

#include "capture/judging/survey.h"

namespace dossier::capture {

/// Print runs over the picture's edge: several pieces of it end there.
[[nodiscard]] bool is_cut_off(const Survey& page);

/// A corner of the sheet is folded over, torn off or covered: the lid shows where it should be, or
/// a crease runs across it from edge to edge.
[[nodiscard]] bool misses_corner(const Survey& page);

/// A saturated blob that fades into paper which is not: the reflection of a lamp on laminate.
[[nodiscard]] bool has_glare(const Survey& page);

} // namespace dossier::capture
