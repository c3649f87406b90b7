// What is printed over a certificate to say whose picture it is has broader strokes than its text,
// or a colour. The text is darker still where they cross.

#include "capture/clean.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace dossier::capture {

namespace {

cv::Mat disc(int width)
{
    return cv::getStructuringElement(cv::MORPH_ELLIPSE, {width, width});
}

/// The level that nine pixels of ten do not exceed.
int paper_of(const cv::Mat& channel)
{
    std::array<std::size_t, 256> pixels{};
    for (int y = 0; y < channel.rows; ++y) {
        for (int x = 0; x < channel.cols; ++x)
            ++pixels[channel.at<std::uint8_t>(y, x)];
    }
    std::size_t passed = 0;
    std::size_t level = 0;
    while (level < 255 && (passed += pixels[level]) * 10 < channel.total() * 9)
        ++level;
    return static_cast<int>(level);
}

/// Of each pixel its brightest channel, in which coloured print is pale, lit evenly. Paper is taken
/// for white, whatever the light.
cv::Mat brightest(const cv::Mat& picture)
{
    std::vector<cv::Mat> channels;
    cv::split(picture, channels);
    cv::Mat bright;
    for (const cv::Mat& each : channels) {
        cv::Mat white;
        each.convertTo(white, CV_8U, 255.0 / std::max(paper_of(each), 1));
        bright = bright.empty() ? white : cv::Mat(cv::max(bright, white));
    }
    return flattened(bright);
}

} // namespace

cv::Mat without_watermarks(const cv::Mat& picture, int text_height)
{
    constexpr int paper = 225; // paler is no watermark
    const int wider_than_strokes = std::max(5, (text_height * 35 / 100) | 1);
    const cv::Mat grey = brightest(picture);
    cv::Mat ground; // what is left where all thin strokes are gone
    cv::morphologyEx(grey, ground, cv::MORPH_CLOSE, disc(wider_than_strokes));
    cv::Mat marked;
    cv::dilate(ground < paper, marked, disc((text_height / 2) | 1));
    cv::Mat lifted;
    cv::divide(grey, ground, lifted, 255);
    cv::Mat clear = grey.clone();
    lifted.copyTo(clear, marked);
    return clear;
}

} // namespace dossier::capture
