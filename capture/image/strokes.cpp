#include "capture/image/strokes.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <span>

namespace dossier::capture {

namespace {

/// A line through points that forgets, step by step, those off it.
struct FittedLine {
    double start = 0.0;
    double slope = 0.0;

    [[nodiscard]] double off(double x, double y) const { return y - start - slope * x; }
};

FittedLine fitted(std::span<const double> heights)
{
    constexpr int rounds = 4;
    constexpr double usual = 0.05; // pixels that a column strays
    FittedLine line;
    for (int round = 0; round < rounds; ++round) {
        double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0;
        for (std::size_t i = 0; i < heights.size(); ++i) {
            const auto x = static_cast<double>(i);
            const double off = line.off(x, heights[i]) / usual;
            const double weight = round == 0 ? 1.0 : 1.0 / (1.0 + off * off);
            w += weight;
            wx += weight * x;
            wy += weight * heights[i];
            wxx += weight * x * x;
            wxy += weight * x * heights[i];
        }
        line.slope = (w * wxy - wx * wy) / (w * wxx - wx * wx);
        line.start = (wy - line.slope * wx) / w;
    }
    return line;
}

enum Side : unsigned char { none, left, right, above, below };

/// Pixels on the sides of strokes that run along or across the frame.
class StrokeSides {
public:
    StrokeSides(const cv::Mat& smooth, const cv::Mat& mask, const Frame& frame, int contrast)
        : frame_(frame),
          mask_(mask)
    {
        cv::Sobel(smooth, dx_, CV_16S, 1, 0);
        cv::Sobel(smooth, dy_, CV_16S, 0, 1);
        sides_ = cv::Mat::zeros(smooth.size(), CV_8UC1);
        constexpr double weakest = 0.045; // of the contrast, per pixel: the foot of an edge
        least_ = 8.0 * weakest * std::max(contrast, 64);
        for (int y = 1; y + 1 < smooth.rows; ++y)
            mark(y, mask.empty() ? nullptr : mask.ptr(y), static_cast<float>(least_));
    }

    void collect(std::vector<StraightEdge>& edges)
    {
        constexpr std::size_t end = 4; // columns that a stroke's round and blurred end reaches into
        constexpr std::size_t fewest = 7;
        const double turn = std::atan2(frame_.s, frame_.c);
        for (int y = 1; y + 1 < sides_.rows; ++y)
            for (int x = 1; x + 1 < sides_.cols; ++x) {
                const unsigned char side = sides_.at<unsigned char>(y, x);
                if (side == none) continue;
                const bool upright = side == left || side == right;
                const std::vector<double> course = take({x, y}, side, upright);
                if (is_cut_) continue;
                if (course.size() < fewest + 2 * end) continue;
                const auto middle = std::span(course).subspan(end, course.size() - 2 * end);
                // Upright ones are x over y, which turns the other way.
                const double slope = (upright ? -1 : 1) * fitted(middle).slope;
                const double degrees = (std::atan(slope) - turn) * 180.0 / std::numbers::pi;
                edges.push_back({upright, static_cast<double>(middle.size()), degrees});
            }
    }

private:
    void mark(int y, const unsigned char* mask, float least)
    {
        constexpr float widest = 0.105F; // tan 6 degrees
        const auto c = static_cast<float>(frame_.c);
        const auto s = static_cast<float>(frame_.s);
        const auto* gx = dx_.ptr<short>(y);
        const auto* gy = dy_.ptr<short>(y);
        unsigned char* to = sides_.ptr(y);
        for (int x = 1; x + 1 < sides_.cols; ++x) {
            if (mask != nullptr && mask[x] != 0) continue;
            const float u = static_cast<float>(gx[x]) * c + static_cast<float>(gy[x]) * s;
            const float v = static_cast<float>(gy[x]) * c - static_cast<float>(gx[x]) * s;
            if (std::abs(u) > least && std::abs(v) < widest * std::abs(u))
                to[x] = u > 0 ? right : left;
            else if (std::abs(v) > least && std::abs(u) < widest * std::abs(v))
                to[x] = v > 0 ? below : above;
        }
    }

    /// Takes away the pixels that hang together on one side of a stroke. Where the side lies,
    /// column by column (row by row where it runs down): the middle of the gradient across it, so
    /// that neither its thickness nor the shape of its ends turns it.
    std::vector<double> take(cv::Point seed, unsigned char side, bool upright)
    {
        const auto place = [&](cv::Point at) { return upright ? at.y : at.x; };
        taken_.clear();
        is_cut_ = false;
        stack_.assign(1, seed);
        sides_.at<unsigned char>(seed) = none;
        int first = place(seed);
        int last = first;
        while (!stack_.empty()) {
            const cv::Point here = stack_.back();
            stack_.pop_back();
            taken_.push_back(here);
            is_cut_ = is_cut_ || is_by_the_rim(here);
            first = std::min(first, place(here));
            last = std::max(last, place(here));
            for (int y = here.y - 1; y <= here.y + 1; ++y)
                for (int x = here.x - 1; x <= here.x + 1; ++x)
                    if (sides_.at<unsigned char>(y, x) == side) {
                        sides_.at<unsigned char>(y, x) = none;
                        stack_.emplace_back(x, y);
                    }
        }
        std::vector<double> weights(static_cast<std::size_t>(last - first + 1), 0.0);
        std::vector<double> course(weights.size(), 0.0);
        for (const cv::Point& here : taken_) {
            const auto at = static_cast<std::size_t>(place(here) - first);
            // The excess: a pixel at the foot of the edge, in or out by chance, weighs next to
            // nothing.
            const int gradient = std::abs((upright ? dx_ : dy_).at<short>(here));
            const double weight = std::max(1.0, static_cast<double>(gradient) - least_);
            weights[at] += weight;
            course[at] += weight * (upright ? here.x - seed.x : here.y - seed.y);
        }
        for (std::size_t i = 0; i < course.size(); ++i)
            course[i] /= weights[i];
        return course;
    }

    /// Beside the mask or the end of the piece: what lies beyond would have its say in where the
    /// side runs, and such a rim is level itself.
    [[nodiscard]] bool is_by_the_rim(cv::Point at) const
    {
        if (at.x < 2 || at.y < 2 || at.x + 2 >= sides_.cols || at.y + 2 >= sides_.rows) return true;
        if (mask_.empty()) return false;
        return mask_.at<unsigned char>(at.y - 1, at.x) != 0 ||
               mask_.at<unsigned char>(at.y + 1, at.x) != 0 ||
               mask_.at<unsigned char>(at.y, at.x - 1) != 0 ||
               mask_.at<unsigned char>(at.y, at.x + 1) != 0;
    }

    Frame frame_;
    cv::Mat mask_;
    bool is_cut_ = false; ///< the side that was taken last
    double least_ = 0.0;  ///< of a gradient that is an edge
    cv::Mat dx_;
    cv::Mat dy_;
    cv::Mat sides_;
    std::vector<cv::Point> stack_;
    std::vector<cv::Point> taken_;
};

} // namespace

void collect_edges(
    const cv::Mat& smooth,
    const cv::Mat& mask,
    const Frame& frame,
    int contrast,
    std::vector<StraightEdge>& edges
)
{
    StrokeSides(smooth, mask, frame, contrast).collect(edges);
}

} // namespace dossier::capture
