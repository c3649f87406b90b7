#pragma once
// Encoders for every kind of file that capture opens, in every form it has.

#include <opencv2/core/mat.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

struct tiff; // libtiff's TIFF

namespace dossier::capture {

using File = std::vector<std::byte>;

[[nodiscard]] File file_of(const void* from, std::size_t size);
[[nodiscard]] std::string text_of(const File& file);

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

struct Jp2Options {
    bool boxes = true;             ///< false: the bare codestream
    int bits = 8;                  ///< 8-bit samples are scaled to this many
    int tile = 0;                  ///< 0: one tile
    float ratio = 0;               ///< 0: lossless
    bool printers_colours = false; ///< four channels are inks, not blue, green, red, opacity
    bool luma_and_chroma = false;
};

[[nodiscard]] File as_jp2(const cv::Mat& picture, const Jp2Options& options = {});

/// Lossless without a quality.
[[nodiscard]] File as_webp(const cv::Mat& picture, float quality = 0);

/// A JPEG of four inks, stored as they are given: as CMYK or as YCCK, with Adobe's marker or
/// without.
[[nodiscard]] File as_inked_jpeg(const cv::Mat& inks, bool as_ycck, bool with_marker);

/// A PNG sample by sample: `type` and `depth` as the format numbers them, `samples` one byte or, at
/// 16 bits, two a sample, unpacked. `transparent`: what tRNS holds, in that order too.
struct PngOptions {
    int type = 0;
    int depth = 8;
    bool interlaced = false;
    std::vector<unsigned char> palette;      ///< r g b r g b ...
    std::vector<unsigned short> transparent; ///< opacities of a palette, or one grey, or one r g b
};

[[nodiscard]] File
as_png_of(int width, int height, const std::vector<unsigned>& samples, const PngOptions& options);

} // namespace dossier::capture
