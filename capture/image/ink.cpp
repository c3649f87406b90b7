#include "capture/image/ink.h"

#include <opencv2/imgproc.hpp>

namespace dossier::capture {

InkPatches find_ink(const cv::Mat& small, const cv::Mat& mask, cv::Size large)
{
    constexpr int tile = 8;
    constexpr int least_contrast = 32;
    const cv::Size tiles(small.cols / tile, small.rows / tile);
    if (tiles.empty()) return {};
    // Dark strokes stand out of the paper around them, whatever the shade of the page.
    cv::Mat paper;
    cv::Mat ink;
    const cv::Mat square = cv::getStructuringElement(cv::MORPH_RECT, {tile, tile});
    cv::morphologyEx(small, paper, cv::MORPH_BLACKHAT, square);
    cv::threshold(paper, ink, least_contrast, 255, cv::THRESH_BINARY);
    if (!mask.empty()) ink.setTo(0, mask);
    cv::dilate(ink, ink, square);
    cv::resize(ink, ink, tiles, 0, 0, cv::INTER_AREA);
    ink = ink > 0;

    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 4, CV_32S);
    InkPatches found;
    const double across = static_cast<double>(large.width) / tiles.width;
    const double down = static_cast<double>(large.height) / tiles.height;
    for (int label = 1; label < count; ++label) {
        const int* box = stats.ptr<int>(label);
        const cv::Rect patch(
            static_cast<int>(box[cv::CC_STAT_LEFT] * across),
            static_cast<int>(box[cv::CC_STAT_TOP] * down),
            static_cast<int>(box[cv::CC_STAT_WIDTH] * across),
            static_cast<int>(box[cv::CC_STAT_HEIGHT] * down)
        );
        found.patches.push_back(patch);
        found.area += patch.area();
    }
    found.area /= static_cast<double>(large.area());
    return found;
}

} // namespace dossier::capture
