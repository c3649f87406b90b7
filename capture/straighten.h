#pragma once
// The upright, level picture of a page, and the way back to the scan. Only resampled where it
// helps: below 0.05 degrees, and where the angle is not to be trusted, pixels stay as they are.

#include "capture/box_map.h"
#include "capture/page.h"
#include "capture/regions.h"

#include <vector>

namespace dossier::capture {

/// `page.pixels` is upright and level (white where the scan had nothing); `page.facts` still speak
/// of the scan, with rotation_deg and skew filled in.
struct Straightened {
    Page page;
    Homography from_scan{1, 0, 0, 0, 1, 0, 0, 0, 1};
    Homography to_scan{1, 0, 0, 0, 1, 0, 0, 0, 1};
    std::vector<Box> lines; ///< what looks like lines of print, the most telling first
};

/// Finds the quarter turn and the skew, then straightens, and cuts off what a dark lid shows around
/// the sheet. The page may still stand on its head.
[[nodiscard]] Straightened straighten(Page page);

/// The part of a scan, as if it had been scanned by itself, flat and level. It may still stand on
/// its head.
[[nodiscard]] Straightened straighten(const Page& scan, const Region& region);

/// The page with those parts of the scan painted over.
[[nodiscard]] Straightened without(Straightened page, const std::vector<Region>& regions);

/// Straightens by what is already known: the content's clockwise turn on the scan and its skew.
[[nodiscard]] Straightened straighten(Page page, int rotation_deg, Skew skew);

/// The same page turned clockwise by 0, 90, 180 or 270 degrees, once someone has read that it
/// stands on its head or on its side.
[[nodiscard]] Straightened turn_further(Straightened page, int clockwise_deg);

/// How lines of print run down on a picture that a camera took aslant: one that crosses the middle
/// column `y` pixels below the middle row, by `slope + spread * y` for each pixel to the right.
struct Fall {
    double slope = 0.0;
    double spread = 0.0;
};

/// The same page with lines that fall so made level; upright edges stay upright.
[[nodiscard]] Straightened level_further(Straightened page, const Fall& fall);

/// A box of the straightened page in pixels of the scan.
[[nodiscard]] Box box_on_scan(const Straightened& page, const Box& box);

} // namespace dossier::capture
