#pragma once
// The page at about 100 dpi, which is enough to see where codes may stand and to read patch codes.

#include <opencv2/core/mat.hpp>

namespace dossier::capture {

/// `factor` pixels of the page make one of `grey`. `ink` is 255 where it is darker than its
/// surroundings.
struct SmallPage {
    int factor = 1;
    double pixels_per_inch = 100.0;
    cv::Mat grey;
    cv::Mat ink;
};

[[nodiscard]] SmallPage make_small(const cv::Mat& page, int dpi);

} // namespace dossier::capture
