#include "capture/image/border.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace dossier::capture {

namespace {

/// Whether a component touches the edge of the picture.
bool touches_edge(const cv::Mat& stats, int label, cv::Size size)
{
    const int left = stats.at<int>(label, cv::CC_STAT_LEFT);
    const int top = stats.at<int>(label, cv::CC_STAT_TOP);
    return left == 0 || top == 0 || left + stats.at<int>(label, cv::CC_STAT_WIDTH) == size.width ||
           top + stats.at<int>(label, cv::CC_STAT_HEIGHT) == size.height;
}

bool reaches_edge(const cv::Mat& dark)
{
    return cv::countNonZero(dark.row(0)) + cv::countNonZero(dark.row(dark.rows - 1)) +
               cv::countNonZero(dark.col(0)) + cv::countNonZero(dark.col(dark.cols - 1)) >
           0;
}

} // namespace

cv::Mat reduced(const cv::Mat& grey, int most)
{
    const int side = std::max(grey.cols, grey.rows);
    const int factor = (side + most - 1) / most;
    if (factor <= 1) return grey;
    cv::Mat small;
    const cv::Size size(std::max(1, grey.cols / factor), std::max(1, grey.rows / factor));
    cv::resize(grey, small, size, 0, 0, cv::INTER_AREA);
    return small;
}

cv::Mat border_mask(const cv::Mat& grey)
{
    constexpr int coarse_side = 440; // an A4 page at about 37 dpi: print melts into grey
    constexpr int darkest_paper = 80;
    const cv::Mat small = reduced(grey, coarse_side);
    cv::Mat dark = small < darkest_paper;
    const cv::Mat broad = cv::getStructuringElement(cv::MORPH_RECT, {3, 3});
    cv::morphologyEx(dark, dark, cv::MORPH_OPEN, broad, {-1, -1}, 1, cv::BORDER_REPLICATE);
    if (!reaches_edge(dark)) return {};
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(dark, labels, stats, centres, 8, CV_32S);
    cv::Mat mask = cv::Mat::zeros(small.size(), CV_8UC1);
    for (int label = 1; label < count; ++label)
        if (touches_edge(stats, label, small.size())) mask.setTo(255, labels == label);
    cv::dilate(mask, mask, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
    cv::resize(mask, mask, grey.size(), 0, 0, cv::INTER_NEAREST);
    return mask;
}

} // namespace dossier::capture
