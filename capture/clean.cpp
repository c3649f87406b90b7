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

/// Ink that lies on straight runs along one direction, and is no thicker than `thickest`.
cv::Mat rules_along(const cv::Mat& ink, cv::Size run, cv::Size thick, cv::Size mend)
{
    cv::Mat mended;
    cv::morphologyEx(ink, mended, cv::MORPH_CLOSE, bar(mend.width, mend.height));
    cv::Mat rules;
    cv::morphologyEx(mended, rules, cv::MORPH_OPEN, bar(run.width, run.height));
    cv::Mat too_thick;
    cv::morphologyEx(rules, too_thick, cv::MORPH_OPEN, bar(thick.width, thick.height));
    cv::dilate(too_thick, too_thick, bar(3, 3));
    return rules & ~too_thick;
}

/// The parts of a rule that a stroke runs through, seen by the stroke going on at both sides.
cv::Mat crossings(const cv::Mat& ink, const cv::Mat& rules, cv::Size bridge)
{
    cv::Mat bridged;
    cv::morphologyEx(ink & ~rules, bridged, cv::MORPH_CLOSE, bar(bridge.width, bridge.height));
    return bridged & rules;
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

cv::Mat without_rules(const cv::Mat& grey, int min_length)
{
    const int run = std::max(min_length, 8);
    const int thickest = std::max(3, run / 8);
    const cv::Mat ink = ~binarised(grey, 41, 0.2);
    const cv::Mat across = rules_along(ink, {run, 1}, {1, thickest}, {3, 1});
    const cv::Mat down = rules_along(ink, {1, run}, {thickest, 1}, {1, 3});
    // One pixel more to each side takes the grey rim of a rule with it.
    cv::Mat across_rim;
    cv::Mat down_rim;
    cv::dilate(across, across_rim, bar(1, 3));
    cv::dilate(down, down_rim, bar(3, 1));
    const int bridge = thickest + 3;
    const cv::Mat kept = crossings(ink & ~down_rim, across_rim, {1, bridge}) |
                         crossings(ink & ~across_rim, down_rim, {bridge, 1});
    cv::Mat result = grey.clone();
    result.setTo(255, (across_rim | down_rim) & ~kept);
    return result;
}

cv::Mat without_border(const cv::Mat& grey)
{
    const cv::Mat mask = border_mask(grey);
    cv::Mat result = grey.clone();
    if (!mask.empty()) result.setTo(255, mask);
    return result;
}

cv::Mat without_specks(const cv::Mat& binary, int max_area)
{
    const cv::Mat ink = ~binary;
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8, CV_32S);
    std::vector<unsigned char> colour(static_cast<std::size_t>(count), 0);
    colour[0] = 255;
    for (int label = 1; label < count; ++label)
        if (stats.at<int>(label, cv::CC_STAT_AREA) <= max_area)
            colour[static_cast<std::size_t>(label)] = 255;
    cv::Mat result(binary.size(), CV_8UC1);
    for (int y = 0; y < binary.rows; ++y) {
        const int* from = labels.ptr<int>(y);
        unsigned char* to = result.ptr(y);
        for (int x = 0; x < binary.cols; ++x)
            to[x] = colour[static_cast<std::size_t>(from[x])];
    }
    return result;
}

} // namespace dossier::capture
