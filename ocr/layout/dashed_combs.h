#pragma once
// Rows of cells whose lines a copier has left in dashes, too few of which are long enough to be
// seen as sides: known by the characters at even distances within them, and by ink halfway between
// those.

#include "ocr/layout/combs.h"

namespace dossier::ocr {

/// `ink`: 255 where there is ink. `text_height`: of ordinary text, in pixels.
[[nodiscard]] std::vector<Comb> find_dashed_combs(const cv::Mat& ink, int text_height);

} // namespace dossier::ocr
