#pragma once
// What speaks for a code in a half-dark area: the three nested squares in the corners of a QR code,
// or edges that run one way only, as those of bars do. Headings, photographs and seals have
// neither, so that the expensive tries are kept for codes.

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

namespace dossier::capture {

/// Places where ink and paper alternate 1:1:3:1:1 across and down (ISO/IEC 18004, 6.3.3), dark on
/// light or light on dark, whichever are more; at most `most_corners`.
[[nodiscard]] int count_corners(const cv::Mat& crop);
inline constexpr int most_corners = 64;

/// Whether a black and white picture has more places that look like corners along its rows alone
/// than any sheet of codes has.
[[nodiscard]] bool has_many_corners(const cv::Mat& bilevel);

/// Whether most strong edges run one way.
[[nodiscard]] bool has_bars(const cv::Mat& crop);

} // namespace dossier::capture
