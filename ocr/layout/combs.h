#pragma once
// Rows of cells for one character each, into which forms have numbers and dates written. Their
// sides look like ones, and cut a number into characters: they are taken off a page before its
// rules are looked for.

#include "capture/facts.h"

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::ocr {

/// The lines that a row of cells is made of, as places on the page; those that go on beyond it are
/// a table's and not among them.
struct Comb {
    capture::Box box;
    std::vector<capture::Box> lines;
};

/// `ink`: 255 where there is ink. `text_height`: of ordinary text, in pixels.
[[nodiscard]] std::vector<Comb> find_combs(const cv::Mat& ink, int text_height);

} // namespace dossier::ocr
