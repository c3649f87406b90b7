#pragma once
// How sharply a picture's edges line up along a trial angle. The picture is cut into narrow strips;
// each strip's signed gradient is summed once per row, and a trial angle then only shifts the
// strips' sums against each other: some hundred times less work than turning the picture. Strips
// side by side are first put together for the angles near one, which leaves a quarter of them.

#include <opencv2/core/mat.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace dossier::capture {

/// Lines that run across the picture, cut by upright strips, or down it, cut by level ones.
enum class Axis { across, down };

/// Signed edges of one picture, summed over strips of eight pixels.
struct StripSums {
    Axis axis = Axis::across;
    int length = 0; ///< values in a strip
    int count = 0;  ///< strips
    std::vector<std::int16_t> values;
};

/// For lines within a few degrees of `about_deg`; positive runs downhill to the right, and what
/// runs down the picture turns the same way. Edges up to `least_edge` grey levels and those under
/// `mask` (as large as `grey`, or empty) do not count; stronger ones count with their excess.
[[nodiscard]] StripSums
strip_sums(const cv::Mat& grey, const cv::Mat& mask, Axis axis, double about_deg, int least_edge);

/// The sums put together for angles near one.
class LineProfile {
public:
    /// `strips_in_group`: few are exact, many are quick.
    LineProfile(const StripSums& sums, double about_deg, int strips_in_group);

    /// The sum over all rows of the fourth power of the row's sum along this angle.
    [[nodiscard]] double sharpness(double angle_deg) const;

private:
    Axis axis_;
    int length_;
    std::vector<float> centres_; ///< of each group of strips, from the middle of the picture
    std::vector<float> groups_;  ///< group after group
    mutable std::vector<float> row_sums_;
};

} // namespace dossier::capture
