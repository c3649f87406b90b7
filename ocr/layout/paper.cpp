#include "ocr/layout/paper.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace dossier::ocr {

bool is_evenly_white(const cv::Mat& grey)
{
    // Of 20 flat forms the whitest part is 88 % or more of the page and all tiles have some of it;
    // of 73 photographs of licences all but 4, which are scans, stay below 65 %.
    constexpr double white = 245;
    constexpr double least_share = 0.75;
    constexpr double least_tiles = 0.9;
    constexpr int tile = 16;
    constexpr int width = 16 * tile;
    if (grey.empty()) return false;
    cv::Mat small;
    const cv::Size size(width, std::max(tile, width * grey.rows / grey.cols));
    cv::resize(grey, small, size, 0, 0, cv::INTER_AREA);
    const cv::Mat mask = small >= white;
    int tiles = 0;
    int with_white = 0;
    for (int y = 0; y + tile <= mask.rows; y += tile) {
        for (int x = 0; x + tile <= mask.cols; x += tile) {
            ++tiles;
            const int count = cv::countNonZero(mask(cv::Rect(x, y, tile, tile)));
            if (count * 10 >= tile * tile) ++with_white;
        }
    }
    return cv::countNonZero(mask) >= least_share * static_cast<double>(mask.total()) &&
           with_white >= least_tiles * tiles;
}

} // namespace dossier::ocr
