// A page turned level against OpenCV's way of doing it.

#include "capture/image/level.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <cmath>
#include <numbers>
#include <tuple>

namespace dossier::capture {
namespace {

/// Degrees, channels.
class LevelPage : public testing::TestWithParam<std::tuple<double, int>> {};

TEST_P(LevelPage, HasThePixelsThatOpenCvMixes)
{
    const auto [degrees, channels] = GetParam();
    cv::Mat page(401, 307, CV_8UC(channels));
    cv::RNG dice(7);
    dice.fill(page, cv::RNG::UNIFORM, 0, 256);
    const double c = std::cos(degrees * std::numbers::pi / 180);
    const double s = std::sin(degrees * std::numbers::pi / 180);
    const cv::Matx23d map(c, s, 11.3 - 200 * s, -s, c, 7.9 + 150 * s);
    const cv::Size sheet(320, 415);
    cv::Mat expected;
    cv::warpAffine(
        page, expected, map, sheet, cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar::all(255)
    );
    const cv::Mat level = turned_level(page, map, sheet);
    EXPECT_EQ(cv::norm(level, expected, cv::NORM_INF), 0);
}

INSTANTIATE_TEST_SUITE_P(
    Turned,
    LevelPage,
    testing::Combine(testing::Values(0.06, -0.3, 1.2, -2.9, 3.4, 9.0), testing::Values(1, 3))
);

} // namespace
} // namespace dossier::capture
