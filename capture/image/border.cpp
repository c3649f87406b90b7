#include "capture/image/border.h"

#include "capture/image/smaller.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <vector>

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

/// The picture with one of its sides on top, as a view where that can be.
cv::Mat with_side_on_top(const cv::Mat& picture, int side)
{
    cv::Mat turned = picture;
    if (side >= 2) cv::transpose(picture, turned);
    if (side % 2 == 1) {
        cv::Mat flipped;
        cv::flip(turned, flipped, 0);
        turned = flipped;
    }
    return turned;
}

/// A lid's wedge between the rim of the picture and a sheet that lies almost level: how deep it is
/// in each column, from the top.
std::vector<int> wedge_depths(const cv::Mat& grey)
{
    constexpr int deepest = 24; // pixels: deeper ones are broad
    constexpr int darkest = 128;
    std::vector<int> depths(static_cast<std::size_t>(grey.cols), 0);
    for (int x = 0; x < grey.cols; ++x) {
        int& depth = depths[static_cast<std::size_t>(x)];
        while (depth < std::min(deepest, grey.rows) && grey.at<unsigned char>(depth, x) < darkest)
            ++depth;
    }
    return depths;
}

/// How many columns side by side have a wedge: in noise, few.
int longest_run(const std::vector<int>& depths)
{
    int longest = 0;
    int run = 0;
    for (const int depth : depths) {
        run = depth > 0 ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

} // namespace

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

void hide_wedges(const cv::Mat& grey, cv::Mat& mask)
{
    constexpr double least_part = 0.05; // of a side
    constexpr int beyond = 2;           // pixels, of paper
    for (int side = 0; side < 4; ++side) {
        const auto depths = wedge_depths(with_side_on_top(grey, side));
        if (longest_run(depths) < least_part * static_cast<double>(depths.size())) continue;
        if (mask.empty()) mask = cv::Mat::zeros(grey.size(), CV_8UC1);
        for (int at = 0; at < static_cast<int>(depths.size()); ++at) {
            const int depth = depths[static_cast<std::size_t>(at)] + beyond;
            const int from = side % 2 == 0 ? 0 : (side < 2 ? grey.rows : grey.cols) - depth;
            const cv::Rect hidden =
                side < 2 ? cv::Rect(at, from, 1, depth) : cv::Rect(from, at, depth, 1);
            mask(hidden & cv::Rect({0, 0}, grey.size())).setTo(255);
        }
    }
}

} // namespace dossier::capture
