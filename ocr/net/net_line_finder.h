#pragma once
// The text detector behind ocr::LineFinder.

#include "ocr/engine.h"
#include "ocr/net/text_detector.h"

namespace dossier::ocr::net {

/// Boxes of a detector as lines of a page.
[[nodiscard]] FoundLine line_of(const TextBox& box);

class NetLineFinder final : public LineFinder {
public:
    /// The detector must outlive it.
    explicit NetLineFinder(TextDetector& detector) : detector_(detector) {}

    [[nodiscard]] std::vector<FoundLine> find(const cv::Mat& page, Sight sight) override;

private:
    TextDetector& detector_;
};

} // namespace dossier::ocr::net
