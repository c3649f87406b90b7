#include "capture/decode/decode.h"

#include <opencv2/core.hpp>

namespace dossier::capture {

cv::Mat over_paper(const cv::Mat& bgra)
{
    constexpr int opaque = 255;
    cv::Mat bgr(bgra.size(), CV_8UC3);
    for (int y = 0; y < bgra.rows; ++y) {
        const auto* from = bgra.ptr<cv::Vec4b>(y);
        auto* to = bgr.ptr<cv::Vec3b>(y);
        for (int x = 0; x < bgra.cols; ++x)
            for (int c = 0; c < 3; ++c)
                to[x][c] = static_cast<unsigned char>(
                    (from[x][c] * from[x][3] + opaque * (opaque - from[x][3]) + opaque / 2) / opaque
                );
    }
    return bgr;
}

cv::Mat oriented(cv::Mat picture, int orientation)
{
    constexpr int across = 1;
    constexpr int upside_down = 0;
    cv::Mat result;
    switch (orientation) {
    case 2: cv::flip(picture, result, across); return result;
    case 3: cv::rotate(picture, result, cv::ROTATE_180); return result;
    case 4: cv::flip(picture, result, upside_down); return result;
    case 5: cv::transpose(picture, result); return result;
    case 6: cv::rotate(picture, result, cv::ROTATE_90_CLOCKWISE); return result;
    case 7:
        cv::rotate(picture, picture, cv::ROTATE_180);
        cv::transpose(picture, result);
        return result;
    case 8: cv::rotate(picture, result, cv::ROTATE_90_COUNTERCLOCKWISE); return result;
    default: return picture;
    }
}

} // namespace dossier::capture
