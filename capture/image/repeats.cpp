#include "capture/image/repeats.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

namespace dossier::capture {

namespace {

/// The page in the frame, between its pixels.
class FramedPage {
public:
    FramedPage(const cv::Mat& grey, const Frame& frame) : grey_(grey), frame_(frame) {}

    [[nodiscard]] float at(double along, double across, bool is_down) const
    {
        const double u = is_down ? -across : along;
        const double v = is_down ? along : across;
        const double x = std::clamp(u * frame_.c - v * frame_.s, 0.0, grey_.cols - 1.001);
        const double y = std::clamp(u * frame_.s + v * frame_.c, 0.0, grey_.rows - 1.001);
        const int column = static_cast<int>(x);
        const int row = static_cast<int>(y);
        const auto right = static_cast<float>(x - column);
        const auto below = static_cast<float>(y - row);
        const unsigned char* one = grey_.ptr(row) + column;
        const unsigned char* two = grey_.ptr(row + 1) + column;
        const float upper =
            static_cast<float>(one[0]) * (1 - right) + static_cast<float>(one[1]) * right;
        const float lower =
            static_cast<float>(two[0]) * (1 - right) + static_cast<float>(two[1]) * right;
        return upper * (1 - below) + lower * below;
    }

private:
    const cv::Mat& grey_;
    Frame frame_;
};

/// A character's pixels about its middle, their mean taken out and their spread made 1.
struct Look {
    int half_width = 0;
    int half_height = 0;
    std::vector<float> values;
};

Look look_at(const FramedPage& picture, cv::Point2d middle, cv::Size half, bool is_down)
{
    Look look{half.width, half.height, {}};
    look.values.reserve(static_cast<std::size_t>((2 * half.width + 1) * (2 * half.height + 1)));
    double sum = 0.0;
    double square = 0.0;
    for (int v = -half.height; v <= half.height; ++v)
        for (int u = -half.width; u <= half.width; ++u) {
            const float value = picture.at(middle.x + u, middle.y + v, is_down);
            look.values.push_back(value);
            sum += static_cast<double>(value);
            square += static_cast<double>(value) * static_cast<double>(value);
        }
    const auto count = static_cast<double>(look.values.size());
    const double mean = sum / count;
    const double spread = std::sqrt(std::max(1.0, square / count - mean * mean));
    for (float& value : look.values)
        value = static_cast<float>((static_cast<double>(value) - mean) / spread);
    return look;
}

/// How far the second look has to be moved to be most like the first (Lucas and Kanade 1981), and
/// how like it is before that.
struct Match {
    double along = 0.0;
    double across = 0.0;
    double likeness = 0.0;
};

Match match(const Look& a, const Look& b)
{
    const int width = 2 * a.half_width + 1;
    const int height = 2 * a.half_height + 1;
    double uu = 0, uv = 0, vv = 0, ue = 0, ve = 0, same = 0;
    for (int v = 1; v + 1 < height; ++v)
        for (int u = 1; u + 1 < width; ++u) {
            const auto i = static_cast<std::size_t>(v * width + u);
            const auto line = static_cast<std::size_t>(width);
            const double gu =
                static_cast<double>(
                    a.values[i + 1] - a.values[i - 1] + b.values[i + 1] - b.values[i - 1]
                ) /
                4;
            const double gv = static_cast<double>(
                                  a.values[i + line] - a.values[i - line] + b.values[i + line] -
                                  b.values[i - line]
                              ) /
                              4;
            const double e = static_cast<double>(a.values[i] - b.values[i]);
            uu += gu * gu, uv += gu * gv, vv += gv * gv, ue += gu * e, ve += gv * e;
            same += static_cast<double>(a.values[i] * b.values[i]);
        }
    const double det = uu * vv - uv * uv;
    if (det <= 1e-9 * uu * vv) return {};
    return {
        -(vv * ue - uv * ve) / det,
        -(uu * ve - uv * ue) / det,
        same / ((width - 2.0) * (height - 2.0))};
}

/// The largest difference of a spot of four pixels a side: noise is averaged out there, and a
/// stroke that one of them does not have is not.
double worst_spot(const Look& a, const Look& b)
{
    const cv::Size size(2 * a.half_width + 1, 2 * a.half_height + 1);
    cv::Mat difference(size, CV_32F);
    std::ranges::transform(a.values, b.values, difference.begin<float>(), std::minus{});
    cv::blur(difference, difference, {4, 4});
    return cv::norm(difference, cv::NORM_INF);
}

bool are_alike(const cv::Rect2d& one, const cv::Rect2d& other)
{
    constexpr double most_unlike = 2.5; // pixels of width or height
    return std::abs(one.width - other.width) <= most_unlike &&
           std::abs(one.height - other.height) <= most_unlike;
}

std::optional<Repeat>
repeat_of(const FramedPage& picture, const cv::Rect2d& one, const cv::Rect2d& other, bool is_down)
{
    constexpr double hopeless = 0.6;
    constexpr double most_different = 0.3; // of the look's spread; other characters have above 1
    constexpr int rounds = 3;
    const auto half_of = [](double a, double b) {
        return static_cast<int>(std::max(a, b) / 2 + 3);
    };
    const cv::Size half(half_of(one.width, other.width), half_of(one.height, other.height));
    const cv::Point2d first(one.x + one.width / 2, one.y + one.height / 2);
    cv::Point2d second(other.x + other.width / 2, other.y + other.height / 2);
    const Look fixed = look_at(picture, first, half, is_down);
    for (int round = 0; round < rounds; ++round) {
        const Match found = match(fixed, look_at(picture, second, half, is_down));
        if (round == 0 && found.likeness < hopeless) return std::nullopt;
        second.x -= std::clamp(found.along, -1.5, 1.5);
        second.y -= std::clamp(found.across, -1.5, 1.5);
    }
    if (worst_spot(fixed, look_at(picture, second, half, is_down)) > most_different)
        return std::nullopt;
    return Repeat{second.x - first.x, second.y - first.y};
}

} // namespace

std::vector<Repeat>
find_repeats(const cv::Mat& grey, const Frame& frame, const std::vector<GlyphRow>& rows)
{
    constexpr int most_tries = 200; // a tenth of a millisecond each; short lines have fewer
    const FramedPage picture(grey, frame);
    std::vector<Repeat> repeats;
    int tries = 0;
    for (const GlyphRow& row : rows)
        for (std::size_t i = 1; i < row.boxes.size(); ++i)
            for (std::size_t k = 0; k < i && tries < most_tries; ++k) {
                const cv::Rect2d& one = row.boxes[k];
                const cv::Rect2d& other = row.boxes[i];
                if (!are_alike(one, other)) continue;
                ++tries;
                if (const auto found = repeat_of(picture, one, other, row.is_down)) {
                    repeats.push_back(*found);
                    break;
                }
            }
    return repeats;
}

} // namespace dossier::capture
