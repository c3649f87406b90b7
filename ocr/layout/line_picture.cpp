#include "ocr/layout/line_picture.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace dossier::ocr {
namespace {

using capture::Box;

cv::Rect clipped(const Box& box, const cv::Mat& page, int by)
{
    return cv::Rect(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by) &
           cv::Rect(0, 0, page.cols, page.rows);
}

/// The band of the page that holds the segment, turned level.
cv::Mat level_band(const cv::Mat& page, const cv::Rect& band, double slope, double middle)
{
    if (slope == 0) return page(band);
    const cv::Matx23d to_page(1, 0, band.x, slope, 1, band.y + slope * (band.x - middle));
    cv::Mat level;
    cv::warpAffine(
        page,
        level,
        to_page,
        band.size(),
        cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
        cv::BORDER_REPLICATE
    );
    return level;
}

/// Rows of the strip that hold ink, by Otsu's threshold; a page pixel of slack on both sides.
cv::Range ink_rows(const cv::Mat& strip)
{
    cv::Mat ink;
    cv::threshold(strip, ink, 0, 255, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
    cv::Mat rows;
    cv::reduce(ink, rows, 1, cv::REDUCE_SUM, CV_32S);
    int top = 0;
    int bottom = strip.rows;
    while (top < bottom && rows.at<int>(top) < 2 * 255)
        ++top;
    while (bottom > top && rows.at<int>(bottom - 1) < 2 * 255)
        --bottom;
    return {std::max(0, top - 1), std::min(strip.rows, bottom + 1)};
}

} // namespace

LinePicture::LinePicture(const cv::Mat& page, const Segment& segment, const LineOptions& options)
    : slope_(segment.slope),
      middle_(segment.box.x + segment.box.width / 2.0),
      margin_(options.margin)
{
    const cv::Rect band = clipped(segment.box, page, 2);
    if (band.width < 4 || band.height < 4) return;
    const cv::Rect roomy = cv::Rect(band.x, band.y, band.width + 1, band.height) &
                           cv::Rect(0, 0, page.cols, page.rows);
    const cv::Mat level = level_band(page, roomy, slope_, middle_);
    const cv::Range rows = ink_rows(level.colRange(0, band.width));
    if (rows.size() < 4) return;
    top_ = band.y + rows.start;
    scale_ = std::clamp(static_cast<double>(options.ink_height) / rows.size(), 0.1, 2.5);
    const int height = std::max(8, static_cast<int>(std::lround(rows.size() * scale_)));
    // What a gap becomes: enough to be seen as a space, too little to cost time.
    const int gap = options.ink_height * 6 / 10;
    std::vector<cv::Mat> strips;
    int x = options.margin;
    for (const Box& part : segment.parts) {
        // Recognisers want more room after the last character than before the first.
        const cv::Rect wider =
            cv::Rect(part.x - 1 - band.x, rows.start, part.width + 4, rows.size()) &
            cv::Rect(0, 0, level.cols, level.rows);
        if (wider.width < 2) continue;
        if (!strips.empty()) {
            strips.emplace_back(height, gap, CV_8U, cv::Scalar(255));
            x += gap;
        }
        cv::Mat strip;
        const int width = std::max(2, static_cast<int>(std::lround(wider.width * scale_)));
        cv::resize(
            level(wider),
            strip,
            {width, height},
            0,
            0,
            scale_ < 1 ? cv::INTER_AREA : cv::INTER_CUBIC
        );
        pieces_.push_back({x, band.x + wider.x, wider.width});
        x += width;
        strips.push_back(strip);
    }
    if (strips.empty()) return;
    cv::Mat line;
    cv::hconcat(strips, line);
    cv::copyMakeBorder(
        line,
        pixels_,
        options.margin,
        options.margin,
        options.margin,
        options.margin,
        cv::BORDER_CONSTANT,
        cv::Scalar(255)
    );
}

double LinePicture::column_on_page(double x) const
{
    const Piece* piece = &pieces_.front();
    for (const Piece& each : pieces_) {
        if (each.picture_x <= x) piece = &each;
    }
    return piece->page_x +
           std::clamp((x - piece->picture_x) / scale_, 0.0, static_cast<double>(piece->width));
}

Box LinePicture::on_page(const Box& box) const
{
    const double left = column_on_page(box.x);
    const double right = column_on_page(box.x + box.width - 0.01);
    const double down = slope_ * ((left + right) / 2 - middle_);
    const double top = top_ + (box.y - margin_) / scale_ + down;
    const int x = static_cast<int>(std::floor(left));
    const int y = std::max(0, static_cast<int>(std::floor(top)));
    return {
        x,
        y,
        std::max(1, static_cast<int>(std::ceil(right)) - x),
        std::max(1, static_cast<int>(std::lround(box.height / scale_)))};
}

} // namespace dossier::ocr
