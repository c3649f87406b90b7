#pragma once
// Cards and sheets as a hand-held camera sees them: on wood, cloth, stone or a busy desk, tilted,
// turned, in uneven light, with shadows, glare, blur and JPEG.

#include <opencv2/core/mat.hpp>

#include "samples/render/dice.h"
#include <array>
#include <string>

namespace dossier::bench {

struct Photograph {
    cv::Mat pixels; ///< BGR
    /// Where the flat object's corners are: its top left, top right, bottom right, bottom left.
    std::array<cv::Point2d, 4> corners;
    std::string ground;
};

/// `unseen` takes grounds and lights that nothing was tuned on. `flat`: BGR, the whole object;
/// `radius` of its rounded corners in pixels.
[[nodiscard]] Photograph
photograph(const cv::Mat& flat, double radius, bool unseen, samples::Dice& dice);

} // namespace dossier::bench
