#pragma once
// The text detector behind ocr::LineFinder.

#include "ocr/engine.h"
#include "ocr/net/text_detector.h"

namespace dossier::ocr::net {

/// Boxes of a detector as lines of a page.
[[nodiscard]] FoundLine line_of(const TextBox& box);

class NetLineFinder final : public LineFinder {
public:
    /// Loads the detector of the folder twice. Throws ModelError.
    explicit NetLineFinder(const std::filesystem::path& models);

    [[nodiscard]] std::vector<FoundLine> find(const cv::Mat& page, Sight sight) override;

private:
    TextDetector far_;
    TextDetector near_;
};

} // namespace dossier::ocr::net
