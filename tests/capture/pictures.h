#pragma once
// Pictures for the tests, drawn pages with a known turn among them.

#include <opencv2/core/mat.hpp>

namespace dossier::capture {

/// A white A4 page at 100 dpi with lines of blocks as high and wide as characters, turned clockwise
/// (downhill to the right) by `skew_deg` about its middle.
[[nodiscard]] cv::Mat a_page_of_text(double skew_deg = 0.0, int lines = 24);

/// A small colourful picture in which no two rows, columns or channels are alike.
[[nodiscard]] cv::Mat a_colour_picture();
[[nodiscard]] cv::Mat a_grey_picture();

/// How a file with this EXIF or TIFF orientation (1..8) stores a picture that looks like `upright`.
[[nodiscard]] cv::Mat stored_as(const cv::Mat& upright, int orientation);

/// The largest difference of two pictures of one size, in any channel; 256 when sizes differ.
[[nodiscard]] int largest_difference(const cv::Mat& a, const cv::Mat& b);

} // namespace dossier::capture
