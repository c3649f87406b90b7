#pragma once
// Where a line image holds ink, and which ink the recogniser said nothing about. The model drops
// characters it does not know without a trace, and what was not read has no confidence; the ink
// between two characters that stand too far apart is the only witness.

#include "ocr/net/ctc.h"

#include <opencv2/core/mat.hpp>

#include <span>
#include <vector>

namespace dossier::ocr::net {

/// Ink along a line: for every column the number of dark rows, rules across the line left out.
struct Ink {
    std::vector<int> columns;
    int top = 0;    ///< first row with ink
    int bottom = 0; ///< one past the last

    bool is_blank() const { return bottom <= top; }

    int height() const { return bottom - top; }

    /// Columns with ink in [left, right).
    int count(float left, float right) const;
};

/// `grey`: 8 bit, one line of text, dark on light or light on dark.
[[nodiscard]] Ink find_ink(const cv::Mat& grey);

/// Ink that no glyph accounts for.
struct Gap {
    float left = 0.0F;
    float right = 0.0F;
    float ink = 0.0F;   ///< share of its columns that hold ink
    float doubt = 0.0F; ///< highest probability that something stands there
};

[[nodiscard]] std::vector<Gap>
find_gaps(const Ink& ink, std::span<const Glyph> glyphs, std::span<const TimeStep> steps);

/// Shrinks each glyph to the ink between its borders.
void fit_to_ink(const Ink& ink, std::span<Glyph> glyphs);

} // namespace dossier::ocr::net
