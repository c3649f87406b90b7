#include "capture/image/level.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

namespace dossier::capture {
namespace {

using Byte = unsigned char;

/// Places are whole numbers of 1/1024 of a pixel, weights of 1/32: OpenCV's fixed point.
constexpr int place_bits = 10;
constexpr int weight_bits = 5;
constexpr int weights = 1 << weight_bits;
constexpr int finer = place_bits - weight_bits;

constexpr Byte white = 255;

int mixed(int upper_left, int upper_right, int lower_left, int lower_right, int right, int down)
{
    const int upper = upper_left * weights + (upper_right - upper_left) * right;
    const int lower = lower_left * weights + (lower_right - lower_left) * right;
    return (upper * weights + (lower - upper) * down + weights * weights / 2) >> (2 * weight_bits);
}

/// A run of bytes whose pixels lie side by side in the picture. `xs`, `ys`: the place of each byte
/// from that of the row; `pixel`: bytes of one.
[[gnu::target_clones("arch=x86-64-v4", "avx2", "default")]] void mix_run(
    const Byte* upper,
    const Byte* lower,
    std::ptrdiff_t pixel,
    const int* xs,
    const int* ys,
    int x,
    int y,
    std::ptrdiff_t count,
    Byte* __restrict to
)
{
    for (std::ptrdiff_t i = 0; i < count; ++i) {
        const int right = ((xs[i] + x) >> finer) & (weights - 1);
        const int down = ((ys[i] + y) >> finer) & (weights - 1);
        to[i] = static_cast<Byte>(
            mixed(upper[i], upper[i + pixel], lower[i], lower[i + pixel], right, down)
        );
    }
}

class Turn {
public:
    Turn(const cv::Mat& picture, const cv::Matx23d& map, const cv::Size& sheet)
        : picture_(picture),
          pixel_(picture.channels()),
          width_(sheet.width)
    {
        // The inverse, as warpAffine makes it.
        const double scale = 1 / (map(0, 0) * map(1, 1) - map(0, 1) * map(1, 0));
        back_ = {
            map(1, 1) * scale, -map(0, 1) * scale, 0, -map(1, 0) * scale, map(0, 0) * scale, 0};
        back_(0, 2) = -back_(0, 0) * map(0, 2) - back_(0, 1) * map(1, 2);
        back_(1, 2) = -back_(1, 0) * map(0, 2) - back_(1, 1) * map(1, 2);
        for (int x = 0; x < width_; ++x) {
            xs_.insert(xs_.end(), static_cast<std::size_t>(pixel_), fixed(back_(0, 0) * x));
            ys_.insert(ys_.end(), static_cast<std::size_t>(pixel_), fixed(back_(1, 0) * x));
        }
    }

    void write_row(int row, Byte* to)
    {
        constexpr int half = 1 << (finer - 1);
        x_ = fixed(back_(0, 1) * row + back_(0, 2)) + half;
        y_ = fixed(back_(1, 1) * row + back_(1, 2)) + half;
        for (int x = 0; x < width_;) {
            const cv::Point from = from_of(x);
            const int end = end_of_run(x, from);
            write_run(x, end, from, to + static_cast<std::ptrdiff_t>(x) * pixel_);
            x = end;
        }
    }

private:
    static int fixed(double place) { return cvRound(place * (1 << place_bits)); }

    [[nodiscard]] std::size_t byte_of(int x) const
    {
        return static_cast<std::size_t>(x) * static_cast<std::size_t>(pixel_);
    }

    /// The upper left of the four pixels that a pixel of the row is mixed from.
    [[nodiscard]] cv::Point from_of(int x) const
    {
        return {(xs_[byte_of(x)] + x_) >> place_bits, (ys_[byte_of(x)] + y_) >> place_bits};
    }

    /// The first pixel after `x` that does not lie as far to the right of `from` as of `x`, on its
    /// row: first by how fast rows and columns drift, then exactly.
    [[nodiscard]] int end_of_run(int x, const cv::Point& from) const
    {
        const auto goes_on = [&](int at) { return from_of(at) == from + cv::Point(at - x, 0); };
        const int place = ys_[byte_of(x)] + y_ - from.y * (1 << place_bits);
        const double drift = std::max(1e-6, std::abs(back_(1, 0))) * (1 << place_bits);
        const double room = back_(1, 0) > 0 ? (1 << place_bits) - place : place;
        int end = x + 1 + static_cast<int>(std::min<double>(room / drift, width_ - x - 1));
        while (end < width_ && goes_on(end))
            ++end;
        while (end > x + 1 && !goes_on(end - 1))
            --end;
        return end;
    }

    void write_run(int x, int end, const cv::Point& from, Byte* to) const
    {
        const auto count = static_cast<std::ptrdiff_t>(end - x) * pixel_;
        const int last = from.x + end - x - 1;
        const bool is_beside =
            from.y + 1 < 0 || from.y >= picture_.rows || last + 1 < 0 || from.x >= picture_.cols;
        const bool is_within =
            from.y >= 0 && from.y + 1 < picture_.rows && from.x >= 0 && last + 1 < picture_.cols;
        if (is_beside) {
            std::memset(to, white, static_cast<std::size_t>(count));
        } else if (is_within) {
            const auto at = static_cast<std::ptrdiff_t>(from.x) * pixel_;
            mix_run(
                picture_.ptr(from.y) + at,
                picture_.ptr(from.y + 1) + at,
                pixel_,
                xs_.data() + byte_of(x),
                ys_.data() + byte_of(x),
                x_,
                y_,
                count,
                to
            );
        } else {
            write_on_rim(x, end, from, to);
        }
    }

    void write_on_rim(int x, int end, const cv::Point& from, Byte* to) const
    {
        const auto level = [&](int column, int row, int channel) -> int {
            const bool is_in =
                column >= 0 && row >= 0 && column < picture_.cols && row < picture_.rows;
            return is_in ? picture_.ptr(row)[column * pixel_ + channel] : white;
        };
        for (int at = x; at < end; ++at) {
            const int column = from.x + at - x;
            const int right = ((xs_[byte_of(at)] + x_) >> finer) & (weights - 1);
            const int down = ((ys_[byte_of(at)] + y_) >> finer) & (weights - 1);
            for (int channel = 0; channel < pixel_; ++channel)
                *to++ = static_cast<Byte>(mixed(
                    level(column, from.y, channel),
                    level(column + 1, from.y, channel),
                    level(column, from.y + 1, channel),
                    level(column + 1, from.y + 1, channel),
                    right,
                    down
                ));
        }
    }

    const cv::Mat& picture_;
    int pixel_; ///< bytes of one
    int width_;
    cv::Matx23d back_;
    std::vector<int> xs_; ///< of each byte of a row
    std::vector<int> ys_;
    int x_ = 0; ///< of the row
    int y_ = 0;
};

} // namespace

cv::Mat turned_level(const cv::Mat& picture, const cv::Matx23d& map, const cv::Size& sheet)
{
    constexpr double steepest = 0.06; // the more a page is turned, the shorter are the runs
    cv::Mat level;
    if (std::abs(map(1, 0)) > steepest) {
        cv::warpAffine(
            picture,
            level,
            map,
            sheet,
            cv::INTER_LINEAR,
            cv::BORDER_CONSTANT,
            cv::Scalar::all(white)
        );
        return level;
    }
    level.create(sheet, picture.type());
    Turn turn(picture, map, sheet);
    for (int y = 0; y < sheet.height; ++y)
        turn.write_row(y, level.ptr(y));
    return level;
}

} // namespace dossier::capture
