#pragma once
// How sharply a picture's edges line up along a trial angle. The picture is cut into upright
// strips; each strip's signed vertical gradient is summed once per row, and a trial angle then only
// shifts the strips' sums against each other: some hundred times less work than turning the
// picture.

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::capture {

class LineProfile {
public:
    /// Looks at lines that run across `grey` within a few degrees of `about_deg`; positive runs
    /// downhill to the right. Edges weaker than `least_edge` and those under `mask` do not count.
    LineProfile(
        const cv::Mat& grey, const cv::Mat& mask, double about_deg, int strip_width, int least_edge
    );

    /// The sum over all rows of the fourth power of the row's sum along this angle.
    [[nodiscard]] double sharpness(double angle_deg) const;

private:
    int length_ = 0;             ///< rows of the picture
    int pad_ = 0;                ///< rows of nothing before and after, for shifts
    std::size_t stride_ = 0;     ///< of one strip in `sums_`
    std::vector<float> centres_; ///< of each strip, from the middle of the picture
    std::vector<float> sums_;    ///< strip after strip
    mutable std::vector<float> row_sums_;
};

} // namespace dossier::capture
