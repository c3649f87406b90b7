#include "capture/codes/small_page.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace dossier::capture {

namespace {

/// Files that say 72 dpi and hold an A4 page at 300 are common: a density that makes the sheet
/// smaller than a card or larger than A2 is not believed.
double believable_dpi(const cv::Mat& page, int dpi)
{
    constexpr double a4_inches = 297.0 / 25.4;
    const int longest = std::max(page.cols, page.rows);
    const double inches = dpi > 0 ? static_cast<double>(longest) / dpi : 0.0;
    return inches >= 2.5 && inches <= 24.0 ? dpi : longest / a4_inches;
}

} // namespace

SmallPage make_small(const cv::Mat& page, int dpi)
{
    SmallPage small;
    const double density = believable_dpi(page, dpi);
    small.factor = std::max(1, static_cast<int>(std::lround(density / 100.0)));
    small.pixels_per_inch = density / small.factor;
    const cv::Size size{page.cols / small.factor, page.rows / small.factor};
    if (size.width < 16 || size.height < 16) return small;
    const cv::Rect whole{0, 0, size.width * small.factor, size.height * small.factor};
    if (small.factor == 1)
        small.grey = page;
    else
        cv::resize(page(whole), small.grey, size, 0, 0, cv::INTER_AREA);
    // Of four patch bars and their spaces two thirds are ink, so the mean of an inch lies well
    // between both.
    const int window = std::max(3, static_cast<int>(std::lround(small.pixels_per_inch * 0.9)) | 1);
    cv::Mat mean;
    cv::boxFilter(small.grey, mean, -1, {window, window}, {-1, -1}, true, cv::BORDER_REPLICATE);
    mean.convertTo(mean, -1, 0.86);
    cv::compare(small.grey, mean, small.ink, cv::CMP_LT);
    return small;
}

} // namespace dossier::capture
