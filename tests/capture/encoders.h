#pragma once
// Encoders of JPEG 2000 and WebP for the tests.

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

} // namespace dossier::capture
