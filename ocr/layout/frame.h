#pragma once
// The ornaments of a frame around a certificate, which are no print.

#include "capture/facts.h"
#include "ocr/layout/segment.h"

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::ocr {

/// The strips of ornaments down both sides of a page, from its top to its bottom with free paper
/// beside them, and those across its top and bottom; none where only one side has such a strip.
/// `ink`: 255 where there is ink, without rules. `text_height` in pixels.
[[nodiscard]] std::vector<capture::Box> find_frame(const cv::Mat& ink, int text_height);

/// Without what is left of such a frame where its rules were taken out, or where a photograph shows
/// it: small pieces that stand one below the other down both sides of the page. Lines that reach
/// over them end there.
[[nodiscard]] std::vector<Segment>
without_ornaments(std::vector<Segment> segments, int page_height, int text_height);

} // namespace dossier::ocr
