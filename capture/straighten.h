#pragma once
// The upright, level picture of a page, and the way back to the scan. Only resampled where it
// helps: below 0.05 degrees, and where the angle is not to be trusted, pixels stay as they are.

#include "capture/box_map.h"
#include "capture/page.h"

#include <vector>

namespace dossier::capture {

/// `page.pixels` is upright and level (white where the scan had nothing); `page.facts` still speak
/// of the scan, with rotation_deg and skew filled in.
struct Straightened {
    Page page;
    Affine from_scan{1, 0, 0, 0, 1, 0};
    Affine to_scan{1, 0, 0, 0, 1, 0};
    std::vector<Box> lines; ///< what looks like lines of print, the most telling first
};

/// Finds the quarter turn and the skew, then straightens. The page may still stand on its head.
[[nodiscard]] Straightened straighten(Page page);

/// Straightens by what is already known: the content's clockwise turn on the scan and its skew.
[[nodiscard]] Straightened straighten(Page page, int rotation_deg, Skew skew);

/// The same page the other way up, once someone has read that it stands on its head.
[[nodiscard]] Straightened turn_over(Straightened page);

/// A box of the straightened page in pixels of the scan.
[[nodiscard]] Box box_on_scan(const Straightened& page, const Box& box);

} // namespace dossier::capture
