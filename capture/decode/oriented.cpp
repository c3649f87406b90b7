#include "capture/decode/decode.h"

#include <opencv2/core.hpp>

namespace dossier::capture {

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
