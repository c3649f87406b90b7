#include "capture/codes/bilevel.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace dossier::capture {

namespace {

/// Darker than the mean of a window that spans some modules of a code that fills the picture.
cv::Mat local(const cv::Mat& grey, int windows)
{
    constexpr int least_window = 15;
    constexpr double least_darker = 5.0;
    const int window = std::max(least_window, std::min(grey.cols, grey.rows) / windows) | 1;
    cv::Mat out;
    cv::adaptiveThreshold(
        grey, out, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY, window, least_darker
    );
    return out;
}

cv::Mat global(const cv::Mat& grey)
{
    cv::Mat out;
    cv::threshold(grey, out, 0.0, 255.0, cv::THRESH_BINARY | cv::THRESH_OTSU);
    return out;
}

cv::Mat smooth(const cv::Mat& grey, double deviation)
{
    cv::Mat out;
    cv::GaussianBlur(grey, out, {0, 0}, deviation);
    return out;
}

} // namespace

cv::Mat make_bilevel(const cv::Mat& grey, Bilevel how)
{
    constexpr int fine = 8;
    constexpr int coarse = 3;
    cv::Mat out;
    switch (how) {
    case Bilevel::local: return local(grey, fine);
    case Bilevel::global: return global(grey);
    case Bilevel::smoothed: return local(smooth(grey, 1.2), fine);
    case Bilevel::inverted: cv::bitwise_not(local(grey, fine), out); return out;
    case Bilevel::sharpened:
        cv::addWeighted(grey, 2.5, smooth(grey, 2.0), -1.5, 0.0, out);
        return global(out);
    case Bilevel::wide: return local(smooth(grey, 0.8), coarse);
    }
    return global(grey);
}

} // namespace dossier::capture
