#pragma once
// The several ways in which a grey picture of a code becomes black and white.

#include <opencv2/core/mat.hpp>

#include <array>

namespace dossier::capture {

enum class Bilevel { local, global, smoothed, inverted, sharpened, wide };

/// In order of how often each is the first to succeed.
inline constexpr std::array every_bilevel{
    Bilevel::local,
    Bilevel::global,
    Bilevel::smoothed,
    Bilevel::inverted,
    Bilevel::sharpened,
    Bilevel::wide};

/// `grey`: 8 bit, one channel. Ink is 0, paper 255.
[[nodiscard]] cv::Mat make_bilevel(const cv::Mat& grey, Bilevel how);

} // namespace dossier::capture
