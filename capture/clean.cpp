#include "capture/clean.h"

#include "capture/image/border.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <vector>

namespace dossier::capture {

namespace {

cv::Mat bar(int width, int height)
{
    return cv::getStructuringElement(cv::MORPH_RECT, {width, height});
}

} // namespace

cv::Mat grey_of(const cv::Mat& picture)
{
    if (picture.channels() == 1) return picture;
    cv::Mat grey;
    cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
    return grey;
}

cv::Mat red_channel(const cv::Mat& picture)
{
    if (picture.channels() == 1) return picture;
    cv::Mat red;
    cv::extractChannel(picture, red, 2);
    return red;
}

cv::Mat flattened(const cv::Mat& grey)
{
    constexpr int coarse_side = 440;
    constexpr int wider_than_print = 15; // pixels at that size, some 10 mm on A4
    const cv::Mat small = reduced(grey, coarse_side);
    cv::Mat paper;
    cv::morphologyEx(
        small,
        paper,
        cv::MORPH_CLOSE,
        bar(wider_than_print, wider_than_print),
        {-1, -1},
        1,
        cv::BORDER_REPLICATE
    );
    cv::GaussianBlur(paper, paper, {wider_than_print, wider_than_print}, 0);
    cv::resize(paper, paper, grey.size(), 0, 0, cv::INTER_LINEAR);
    cv::Mat even;
    cv::divide(grey, cv::max(paper, 1), even, 255.0);
    return even;
}

cv::Mat binarised(const cv::Mat& grey, int window, double k)
{
    constexpr double range = 128.0; // of a standard deviation, for 8 bits
    cv::Mat mean;
    cv::Mat mean_of_squares;
    cv::boxFilter(grey, mean, CV_32F, {window, window}, {-1, -1}, true, cv::BORDER_REPLICATE);
    cv::sqrBoxFilter(
        grey, mean_of_squares, CV_32F, {window, window}, {-1, -1}, true, cv::BORDER_REPLICATE
    );
    cv::Mat deviation;
    cv::sqrt(cv::max(mean_of_squares - mean.mul(mean), 0), deviation);
    const cv::Mat threshold = mean.mul(deviation * (k / range) + (1.0 - k));
    cv::Mat exact;
    grey.convertTo(exact, CV_32F);
    return exact > threshold;
}

cv::Mat without_border(const cv::Mat& grey)
{
    const cv::Mat mask = border_mask(grey);
    cv::Mat result = grey.clone();
    if (!mask.empty()) result.setTo(255, mask);
    return result;
}

} // namespace dossier::capture
