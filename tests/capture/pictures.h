#pragma once
// Pictures and files for the tests: drawn pages with a known turn, and encoders for every kind of
// file that capture opens.

#include <opencv2/core/mat.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

struct tiff; // libtiff's TIFF

namespace dossier::capture {

using File = std::vector<std::byte>;

/// A white A4 page at 100 dpi with lines of blocks as high and wide as characters, turned clockwise
/// (downhill to the right) by `skew_deg` about its middle.
[[nodiscard]] cv::Mat a_page_of_text(double skew_deg = 0.0, int lines = 24);

/// A small colourful picture in which no two rows, columns or channels are alike.
[[nodiscard]] cv::Mat a_colour_picture();
[[nodiscard]] cv::Mat a_grey_picture();

/// How a file with this EXIF or TIFF orientation (1..8) stores a picture that looks like `upright`.
[[nodiscard]] cv::Mat stored_as(const cv::Mat& upright, int orientation);

[[nodiscard]] File as_jpeg(const cv::Mat& picture, bool progressive = false);
[[nodiscard]] File as_png(const cv::Mat& picture);

[[nodiscard]] File as_interlaced_png(const cv::Mat& colour);

/// A grey PNG of this size whose deflated data are these bytes, however many.
[[nodiscard]] File
png_with_data(std::uint32_t width, std::uint32_t height, const std::string& data);

struct TiffOptions {
    int compression = 1;
    int bits = 8;
    bool tiled = false;
    bool planar = false;
    bool min_is_white = false;
    int orientation = 1;
    double dpi = 0.0;
    std::vector<unsigned char> palette; ///< r g b r g b ...; the picture's grey levels are indices
};

[[nodiscard]] File as_tiff(const std::vector<cv::Mat>& pages, const TiffOptions& options = {});

/// What `write` writes with libtiff as one page.
[[nodiscard]] File written_tiff(const std::function<void(tiff*)>& write);

/// A PDF written by hand: objects 1, 2, 3, ... in the order given, the first being the catalogue.
[[nodiscard]] File as_pdf(const std::vector<std::string>& objects);

/// A stream object: `dictionary` without its brackets and length.
[[nodiscard]] std::string pdf_stream(const std::string& dictionary, const std::string& content);

/// An A4 PDF page (points 595 x 842) that shows object 5 with this content stream.
[[nodiscard]] File pdf_with_picture(
    const std::string& picture, const std::string& content, const std::string& page = ""
);

[[nodiscard]] std::string text_of(const File& file);

/// The largest difference of two pictures of one size, in any channel; 256 when sizes differ.
[[nodiscard]] int largest_difference(const cv::Mat& a, const cv::Mat& b);

} // namespace dossier::capture
