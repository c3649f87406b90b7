#include "capture/image/smaller.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace dossier::capture {

namespace {

cv::Mat reduced_by(const cv::Mat& picture, int factor)
{
    const cv::Size size(std::max(1, picture.cols / factor), std::max(1, picture.rows / factor));
    const cv::Rect whole_blocks(
        0,
        0,
        std::min(picture.cols, size.width * factor),
        std::min(picture.rows, size.height * factor)
    );
    cv::Mat small;
    cv::resize(picture(whole_blocks), small, size, 0, 0, cv::INTER_AREA);
    return small;
}

} // namespace

cv::Mat halved(const cv::Mat& picture)
{
    return reduced_by(picture, 2);
}

cv::Mat reduced(const cv::Mat& picture, int most)
{
    const int side = std::max(picture.cols, picture.rows);
    int factor = (side + most - 1) / most;
    cv::Mat small = picture;
    for (; factor > 1 && factor % 2 == 0; factor /= 2)
        small = halved(small);
    return factor > 1 ? reduced_by(small, factor) : small;
}

cv::Mat shrunk(const cv::Mat& picture, cv::Size size)
{
    cv::Mat small = picture;
    while (small.cols >= 2 * size.width && small.rows >= 2 * size.height)
        small = halved(small);
    if (small.cols <= size.width && small.rows <= size.height) return small;
    cv::Mat result;
    cv::resize(small, result, size, 0, 0, cv::INTER_LINEAR);
    return result;
}

} // namespace dossier::capture
