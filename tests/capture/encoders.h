#pragma once
// Encoders for the forms of a format that pictures.h does not write.

#include "tests/capture/pictures.h"

namespace dossier::capture {

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
