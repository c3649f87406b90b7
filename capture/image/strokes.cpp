#include "capture/image/strokes.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace dossier::capture {

namespace {

/// Moments of a weighted set of pixels about its first one.
struct Moments {
    void add(double x, double y, double weight)
    {
        w += weight;
        wx += weight * x;
        wy += weight * y;
        wxx += weight * x * x;
        wxy += weight * x * y;
        wyy += weight * y * y;
    }

    double w = 0, wx = 0, wy = 0, wxx = 0, wxy = 0, wyy = 0;
};

StraightEdge fitted(const Moments& m, bool upright, const Frame& frame)
{
    const double xx = m.wxx / m.w - (m.wx / m.w) * (m.wx / m.w);
    const double xy = m.wxy / m.w - (m.wx / m.w) * (m.wy / m.w);
    const double yy = m.wyy / m.w - (m.wy / m.w) * (m.wy / m.w);
    // The same spread seen in the frame: `uu` along the text, `vv` across it.
    const double uu = frame.c * frame.c * xx + 2 * frame.c * frame.s * xy + frame.s * frame.s * yy;
    const double vv = frame.s * frame.s * xx - 2 * frame.c * frame.s * xy + frame.c * frame.c * yy;
    const double uv = (frame.c * frame.c - frame.s * frame.s) * xy + frame.c * frame.s * (yy - xx);
    const double spread = upright ? vv : uu;
    if (spread <= 0) return {};
    const double slope = upright ? -uv / spread : uv / spread;
    return {upright, std::sqrt(12.0 * spread), std::atan(slope) * 180.0 / std::numbers::pi};
}

enum Side : unsigned char { none, left, right, above, below };

/// Pixels on the sides of strokes that run along or across the frame.
class StrokeSides {
public:
    StrokeSides(const cv::Mat& smooth, const cv::Mat& mask, const Frame& frame, int contrast)
        : frame_(frame)
    {
        cv::Sobel(smooth, dx_, CV_16S, 1, 0);
        cv::Sobel(smooth, dy_, CV_16S, 0, 1);
        sides_ = cv::Mat::zeros(smooth.size(), CV_8UC1);
        constexpr double weakest = 0.045; // of the contrast, per pixel: the foot of an edge
        const auto least = static_cast<float>(8.0 * weakest * std::max(contrast, 64));
        for (int y = 1; y + 1 < smooth.rows; ++y)
            mark(y, mask.empty() ? nullptr : mask.ptr(y), least);
    }

    void collect(std::vector<StraightEdge>& edges)
    {
        constexpr double shortest = 8.0;
        for (int y = 1; y + 1 < sides_.rows; ++y)
            for (int x = 1; x + 1 < sides_.cols; ++x) {
                const unsigned char side = sides_.at<unsigned char>(y, x);
                if (side == none) continue;
                const bool upright = side == left || side == right;
                const StraightEdge edge = fitted(take({x, y}, side), upright, frame_);
                if (edge.length > shortest) edges.push_back(edge);
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

    /// Takes away the pixels that hang together on one side of a stroke, weighed by their gradient.
    Moments take(cv::Point seed, unsigned char side)
    {
        Moments moments;
        stack_.assign(1, seed);
        sides_.at<unsigned char>(seed) = none;
        while (!stack_.empty()) {
            const cv::Point here = stack_.back();
            stack_.pop_back();
            const double weight =
                std::abs(dx_.at<short>(here)) + std::abs(static_cast<double>(dy_.at<short>(here)));
            moments.add(here.x - seed.x, here.y - seed.y, weight);
            for (int y = here.y - 1; y <= here.y + 1; ++y)
                for (int x = here.x - 1; x <= here.x + 1; ++x)
                    if (sides_.at<unsigned char>(y, x) == side) {
                        sides_.at<unsigned char>(y, x) = none;
                        stack_.emplace_back(x, y);
                    }
        }
        return moments;
    }

    Frame frame_;
    cv::Mat dx_;
    cv::Mat dy_;
    cv::Mat sides_;
    std::vector<cv::Point> stack_;
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
