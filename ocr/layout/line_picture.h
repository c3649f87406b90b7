#pragma once
// A line of text as the recogniser likes it (measured in ocr/README.md): its ink trimmed and
// scaled to one height, gaps wider than a character taken out, a white margin around. Keeps the
// way back, so that symbols get their place on the page.

#include "capture/facts.h"
#include "ocr/engine.h"
#include "ocr/layout/segment.h"

#include <opencv2/core/mat.hpp>

#include <vector>

namespace dossier::ocr {

class LinePicture {
public:
    /// `page`: grey, upright, rules taken out.
    LinePicture(const cv::Mat& page, const Segment& segment, const LineOptions& options = {});

    const cv::Mat& pixels() const { return pixels_; }

    bool is_empty() const { return pixels_.empty(); }

    /// A box of the picture on the page.
    capture::Box on_page(const capture::Box& box) const;

private:
    struct Piece {
        int picture_x;
        int page_x;
        int width; ///< on the page
    };

    double column_on_page(double x) const;
    cv::Mat pixels_;
    std::vector<Piece> pieces_;
    double slope_;       ///< of the line on the page
    double middle_;      ///< where it stands at its height
    double scale_ = 1.0; ///< picture pixels a page pixel
    int top_ = 0;
    int margin_;
};

} // namespace dossier::ocr
