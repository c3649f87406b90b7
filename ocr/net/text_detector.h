#pragma once
// PP-OCRv4 text detection: where lines of text stand on a page, at any angle. The network gives
// each pixel the probability of lying in the core of a line; the rest is differentiable
// binarisation's post-processing (Liao et al. 2020): connected areas, their smallest rectangles,
// grown back to the size of the line.

#include "ocr/net/arena.h"
#include "ocr/net/executor.h"

#include <opencv2/core/mat.hpp>

#include <filesystem>
#include <limits>

namespace dossier::ocr::net {

/// A line of text: a rectangle whose width runs along the text, its angle within ±45 degrees
/// (positive: downhill to the right), and how sure the detector is. Pixels of the page.
struct TextBox {
    cv::RotatedRect place;
    float confidence = 0.0F;
};

struct DetectorOptions {
    /// Sizes the network is built for, each a multiple of 32. A page is shrunk to fit the one that
    /// keeps most of its pixels, the smallest of equals; it is never enlarged.
    std::vector<cv::Size> sizes{
        {960, 704}, {704, 960}, {960, 960}, {640, 480}, {1280, 960}, {960, 1280}};
    float pixel_threshold = 0.3F; ///< a pixel belongs to a line
    float box_threshold = 0.6F;   ///< mean over a box, below which it is no line
    float growth = 1.5F;          ///< by how much the cores were shrunk in training
    int most_boxes = 1000;
};

class TextDetector {
public:
    /// Whether the folder holds its model. Reading without it is a choice, a damaged one an error.
    static bool is_installed(const std::filesystem::path& models);

    /// Reads `detect.onnx` of the folder. Throws ModelError.
    explicit TextDetector(const std::filesystem::path& models, const DetectorOptions& options = {});

    /// `page`: 8 bit, grey or BGR. Lines from top to bottom. Sizes longer than `longest_side`
    /// are left out: the page is seen smaller.
    [[nodiscard]] std::vector<TextBox>
    find(const cv::Mat& page, int longest_side = std::numeric_limits<int>::max());

private:
    const Executor* best_fit(cv::Size page, int longest_side) const;

    DetectorOptions options_;
    Kernels kernels_;
    std::vector<Executor> executors_; ///< one for each size
};

/// The boxes in a map of probabilities, in its pixels.
[[nodiscard]] std::vector<TextBox>
find_boxes(const cv::Mat& probabilities, const DetectorOptions& options = {});

/// The line turned upright. One that is much higher than wide is vertical text and is laid on its
/// left side, as the recogniser expects it.
[[nodiscard]] cv::Mat cut_out(const cv::Mat& page, const TextBox& box);

} // namespace dossier::ocr::net
