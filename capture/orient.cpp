#include "capture/orient.h"

#include "capture/clean.h"
#include "capture/image/border.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>

namespace dossier::capture {

namespace {

/// How much print joins into long thin lines when gaps of a character are closed in one direction.
double line_energy(const cv::Mat& ink, bool across)
{
    constexpr int gap = 9; // pixels, at some 100 dpi: between characters, not between lines
    const cv::Size reach = across ? cv::Size(gap, 1) : cv::Size(1, gap);
    cv::Mat joined;
    cv::morphologyEx(
        ink, joined, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, reach)
    );
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(joined, labels, stats, centres, 4, CV_32S);
    double energy = 0.0;
    for (int label = 1; label < count; ++label) {
        const double width = stats.at<int>(label, cv::CC_STAT_WIDTH);
        const double height = stats.at<int>(label, cv::CC_STAT_HEIGHT);
        const double length = across ? width : height;
        const double thickness = across ? height : width;
        const bool is_line_of_text = thickness >= 5 && thickness <= 80 && length >= 3 * thickness;
        if (is_line_of_text) energy += length;
    }
    return energy;
}

} // namespace

QuarterTurn find_quarter_turn(const cv::Mat& grey)
{
    constexpr int side = 1200;
    constexpr int rule_length = 60;
    const cv::Mat small = without_border(reduced(grey, side));
    const cv::Mat print = without_rules(small, rule_length);
    cv::Mat ink;
    cv::bitwise_not(binarised(print, 31, 0.25), ink);
    const double across = line_energy(ink, true);
    const double down = line_energy(ink, false);
    if (across + down <= 0) return {};
    return {across >= down ? 0 : 90, std::abs(across - down) / (across + down)};
}

cv::Mat turned(const cv::Mat& picture, int clockwise_deg)
{
    cv::Mat result;
    switch (clockwise_deg) {
    case 90: cv::rotate(picture, result, cv::ROTATE_90_CLOCKWISE); return result;
    case 180: cv::rotate(picture, result, cv::ROTATE_180); return result;
    case 270: cv::rotate(picture, result, cv::ROTATE_90_COUNTERCLOCKWISE); return result;
    default: return picture.clone();
    }
}

} // namespace dossier::capture
