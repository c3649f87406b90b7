#pragma once
// Steps that make print easier to read. Each takes a picture and returns a new one; none changes
// its argument, none knows of another. 8 bit throughout; binary pictures are 0 (ink) and 255.

#include "capture/runs.h"

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::capture {

/// One channel by luminance.
[[nodiscard]] cv::Mat grey_of(const cv::Mat& picture);

/// The red channel: red seals fade into the paper, black print stays. Grey pictures come back as
/// they are.
[[nodiscard]] cv::Mat red_channel(const cv::Mat& picture);

/// The red channel, and seals of other inks (blue, purple, dark red) taken out of it with the print
/// under them kept: where coloured ink in pieces of a stamp's size is found, each pixel is unmixed
/// into that ink and black. Without such a piece it is the red channel. On a grey picture even ink
/// of a middle grey in pieces of that size is faded with what lies under it.
[[nodiscard]] cv::Mat without_seals(const cv::Mat& picture);

/// The page with its watermarks faded, evenly lit: where strokes are broader than those of text of
/// this height, or coloured, what is darker still stays.
[[nodiscard]] cv::Mat without_watermarks(const cv::Mat& picture, int text_height);

/// Even lighting: divides by the paper's brightness, estimated from what is left when ink is
/// closed.
[[nodiscard]] cv::Mat flattened(const cv::Mat& grey);

/// Black and white by Sauvola's rule over a window of `window` pixels (odd); `k` 0.2 keeps faint
/// strokes, 0.5 drops texture.
[[nodiscard]] cv::Mat binarised(const cv::Mat& grey, int window = 41, double k = 0.3);

/// Means and standard deviations about each place of a picture, from which Sauvola's rule follows
/// for any `k`.
struct Surroundings {
    cv::Mat mean;
    cv::Mat deviation;
};

[[nodiscard]] Surroundings surroundings_of(const cv::Mat& grey, int window = 41);

/// The same with the surroundings of `grey`, for who wants it with several `k`.
[[nodiscard]] cv::Mat binarised(const cv::Mat& grey, const Surroundings& around, double k);

/// The other way round: 255 where there is ink.
[[nodiscard]] cv::Mat ink_of(const cv::Mat& grey, const Surroundings& around, double k);
/// A page in black and white with the edges that a scanner in grey would have given it; thin
/// strokes that a copier has broken are read better so. `dpi` of the page, 0 where it is not known.
[[nodiscard]] cv::Mat softened(const cv::Mat& picture, int dpi);

/// The specks of a dusty page of this size in pixels, among its pieces of ink: those no larger than
/// most that lie where no print is. None where such specks are few, so that ordinary pages keep
/// every dot.
[[nodiscard]] std::vector<Component>
find_specks(const std::vector<Component>& pieces, int width, int height, int text_height);

/// The dark border a scanner leaves around the sheet, whitened; the page keeps its size.
[[nodiscard]] cv::Mat without_border(const cv::Mat& grey);

} // namespace dossier::capture
