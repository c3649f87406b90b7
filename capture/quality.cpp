#include "capture/quality.h"

#include "capture/clean.h"
#include "capture/image/border.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

namespace dossier::capture {

namespace {

/// The brightness below which this share of the pixels lies.
int percentile(const cv::Mat& grey, double share)
{
    std::array<int, 256> counts{};
    for (int y = 0; y < grey.rows; ++y)
        for (int x = 0; x < grey.cols; ++x)
            ++counts[grey.at<unsigned char>(y, x)];
    const double wanted = share * static_cast<double>(grey.total());
    double below = 0.0;
    for (std::size_t level = 0; level < counts.size(); ++level)
        if ((below += counts[level]) >= wanted) return static_cast<int>(level);
    return 255;
}

/// Heights of connected ink that could be characters.
std::vector<int> character_heights(const cv::Mat& ink)
{
    constexpr int least = 6;
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(ink, labels, stats, centres, 8, CV_32S);
    std::vector<int> heights;
    for (int label = 1; label < count; ++label) {
        const int width = stats.at<int>(label, cv::CC_STAT_WIDTH);
        const int height = stats.at<int>(label, cv::CC_STAT_HEIGHT);
        const int area = stats.at<int>(label, cv::CC_STAT_AREA);
        if (height >= least && height <= ink.rows / 20 && width <= 3 * height &&
            area * 12 >= width * height)
            heights.push_back(height);
    }
    return heights;
}

/// A stroke's edge takes one or two pixels when it is sharp: the steepest steps between neighbours
/// are then most of the contrast. Blurred, they spread.
double blur_of(const cv::Mat& grey, int contrast)
{
    if (contrast < 8) return 0.0;
    const int every = std::max(1, grey.rows / 1000);
    std::array<std::size_t, 256> counts{};
    std::size_t looked_at = 0;
    for (int y = 0; y < grey.rows; y += every) {
        const unsigned char* line = grey.ptr(y);
        for (int x = 0; x + 1 < grey.cols; ++x)
            ++counts[static_cast<std::size_t>(std::abs(line[x + 1] - line[x]))];
        looked_at += static_cast<std::size_t>(grey.cols);
    }
    // Enough of them that a few specks of dust decide nothing, few enough for a page of one line.
    const std::size_t wanted = 64 + looked_at / 1000;
    std::size_t seen = 0;
    std::size_t steep = 255;
    while (steep > 0 && (seen += counts[steep]) < wanted)
        --steep;
    return std::clamp(1.0 - 1.25 * static_cast<double>(steep) / contrast, 0.0, 1.0);
}

QualityVerdict verdict_of(const Quality& quality)
{
    const bool is_small = quality.text_height > 0 && quality.text_height < 14;
    if (quality.blur > 0.75 || quality.contrast < 0.2) return QualityVerdict::poor;
    if (quality.blur > 0.5 || quality.contrast < 0.4 || is_small) return QualityVerdict::fair;
    return QualityVerdict::good;
}

} // namespace

Quality judge_quality(const cv::Mat& grey)
{
    constexpr int side = 1800; // enough for heights and brightness; blur needs every pixel
    Quality quality;
    const cv::Mat page = without_border(reduced(grey, side));
    const int contrast = percentile(page, 0.6) - percentile(page, 0.005);
    quality.contrast = std::clamp(contrast / 255.0, 0.0, 1.0);
    quality.blur = blur_of(grey, contrast);
    std::vector<int> heights = character_heights(~binarised(page, 31, 0.3));
    if (!heights.empty()) {
        const auto middle = heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2);
        std::ranges::nth_element(heights, middle);
        const double scale = static_cast<double>(grey.rows) / page.rows;
        quality.text_height = static_cast<int>(*middle * scale + 0.5);
    }
    quality.verdict = verdict_of(quality);
    return quality;
}

double blank_probability(const cv::Mat& grey)
{
    constexpr int side = 1200;
    constexpr int least_difference = 40; // shading and show-through stay below
    constexpr int margin_share = 50;     // staple holes and shadows lie in the outermost part
    cv::Mat page = flattened(without_border(reduced(grey, side)));
    const int margin = std::min(page.cols, page.rows) / margin_share;
    page = page(cv::Rect(margin, margin, page.cols - 2 * margin, page.rows - 2 * margin));
    const cv::Mat binary = page >= 255 - least_difference;
    const int ink = cv::countNonZero(~without_specks(binary, 9));
    // One short printed line at this size is some 400 pixels of ink; dust is a few dozen.
    return 1.0 / (1.0 + std::pow(ink / 120.0, 2.0));
}

Judgement judge(const cv::Mat& grey)
{
    constexpr double surely = 0.95;
    const double probability = blank_probability(grey);
    return {judge_quality(grey), probability, probability >= surely};
}

} // namespace dossier::capture
