#pragma once
// What is to be done for each page of a PDF: take the pictures it is made of, or have it drawn.
// A page is a scan when pictures cover it and nothing visible lies over them.

#include "capture/decode/pdf_content.h"
#include "capture/decode/qpdf.h"
#include "capture/facts.h"
#include "capture/formats/outline.h"
#include "capture/limits.h"

#include <opencv2/core/types.hpp>
#include <tl/expected.hpp>

#include <vector>

namespace dossier::capture {

/// `sheet`: what a viewer shows of the page, in points; `scale`: pixels per point; `canvas`: the
/// page in pixels before /Rotate; `largest` the largest picture that the page names. A drawn page
/// has pictures too, but they do not make it up.
struct PagePlan {
    std::vector<PlacedPicture> pictures;
    cv::Size largest;
    cv::Rect2d sheet;
    int rotate = 0;
    double scale = 1.0;
    cv::Size canvas;
    bool is_one_picture = false;
    bool is_drawn = false;
};

[[nodiscard]] tl::expected<std::vector<PagePlan>, Refusal>
plan_pages(QPDF& pdf, std::size_t file_bytes, const Limits& limits);

/// The size at which a page is drawn: as fine as `dpi`, coarser where the limits of a page ask for
/// it.
[[nodiscard]] cv::Size drawn_size(const PagePlan& plan, double dpi, const Limits& limits);

/// The rectangle a picture covers, in points. Tilts of a few degrees are left to deskew.
[[nodiscard]] cv::Rect2d covered(const Affine& place);

} // namespace dossier::capture
