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

/// Of a place as it is between two pixels; what lies before the point does not matter to it.
using Fraction = std::int16_t;

constexpr int whole = 1 << place_bits;

constexpr std::ptrdiff_t chunk = 32; ///< bytes mixed together

/// A run of bytes whose pixels lie side by side in the picture, as `mixed`, in sixteen bits as long
/// as that is enough. `xs`, `ys`: the fraction of each byte's place from that of the row; `pixel`:
/// bytes of one.
[[gnu::target_clones("arch=x86-64-v4", "avx2", "default")]] void mix_run(
    const Byte* upper,
    const Byte* lower,
    std::ptrdiff_t pixel,
    const Fraction* xs,
    const Fraction* ys,
    Fraction x,
    Fraction y,
    std::ptrdiff_t count,
    Byte* __restrict to
)
{
    const auto weight = [](Fraction from_row, Fraction row) {
        return static_cast<Fraction>(((from_row + row) >> finer) & (weights - 1));
    };
    const auto between = [](Byte left, Byte right, Fraction by) {
        return static_cast<Fraction>(left * weights + (right - left) * by);
    };
    const auto mix = [&](std::ptrdiff_t i) {
        const Fraction right = weight(xs[i], x);
        const Fraction down = weight(ys[i], y);
        const Fraction above = between(upper[i], upper[i + pixel], right);
        const Fraction below = between(lower[i], lower[i + pixel], right);
        const int sum = above * (weights - down) + below * down + weights * weights / 2;
        to[i] = static_cast<Byte>(sum >> (2 * weight_bits));
    };
    std::ptrdiff_t i = 0;
    for (; i + chunk <= count; i += chunk)
        for (std::ptrdiff_t k = 0; k < chunk; ++k)
            mix(i + k);
    for (; i < count; ++i)
        mix(i);
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
        pixels_a_step_ = 1 / (std::max(1e-6, std::abs(back_(1, 0))) * whole);
        for (int x = 0; x < width_; ++x) {
            xs_.push_back(fixed(back_(0, 0) * x));
            ys_.push_back(fixed(back_(1, 0) * x));
            const auto bytes = static_cast<std::size_t>(pixel_);
            x_fractions_.insert(x_fractions_.end(), bytes, fraction_of(xs_.back()));
            y_fractions_.insert(y_fractions_.end(), bytes, fraction_of(ys_.back()));
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
    static std::size_t at(int x) { return static_cast<std::size_t>(x); }

    static int fixed(double place) { return cvRound(place * whole); }

    static Fraction fraction_of(int place) { return static_cast<Fraction>(place & (whole - 1)); }

    /// The upper left of the four pixels that a pixel of the row is mixed from.
    [[nodiscard]] cv::Point from_of(int x) const
    {
        return {(xs_[at(x)] + x_) >> place_bits, (ys_[at(x)] + y_) >> place_bits};
    }

    /// The first pixel after `x` that does not lie as far to the right of `from` as of `x`, on its
    /// row: first by how fast rows and columns drift, then exactly.
    [[nodiscard]] int end_of_run(int x, const cv::Point& from) const
    {
        const auto goes_on = [&](int at) { return from_of(at) == from + cv::Point(at - x, 0); };
        const int place = ys_[at(x)] + y_ - from.y * whole;
        const int room = back_(1, 0) > 0 ? whole - place : place;
        int end = x + 1 + static_cast<int>(std::min<double>(room * pixels_a_step_, width_ - x - 1));
        while (end < width_ && goes_on(end))
            ++end;
        while (end > x + 1 && !goes_on(end - 1))
            --end;
        return end;
    }

    /// Bytes of a run up to the end of a chunk, where both rows have as many: what is too much is
    /// written over by the next run.
    [[nodiscard]] std::ptrdiff_t in_chunks(std::ptrdiff_t count, int x, int from_x) const
    {
        const std::ptrdiff_t room =
            std::min<std::ptrdiff_t>(width_ - x, picture_.cols - 1 - from_x) * pixel_;
        const std::ptrdiff_t more = (count + chunk - 1) / chunk * chunk;
        return more <= room ? more : count;
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
            const auto begin = static_cast<std::ptrdiff_t>(from.x) * pixel_;
            mix_run(
                picture_.ptr(from.y) + begin,
                picture_.ptr(from.y + 1) + begin,
                pixel_,
                x_fractions_.data() + at(x) * static_cast<std::size_t>(pixel_),
                y_fractions_.data() + at(x) * static_cast<std::size_t>(pixel_),
                fraction_of(x_),
                fraction_of(y_),
                in_chunks(count, x, from.x),
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
        for (int here = x; here < end; ++here) {
            const int column = from.x + here - x;
            const int right = ((xs_[at(here)] + x_) >> finer) & (weights - 1);
            const int down = ((ys_[at(here)] + y_) >> finer) & (weights - 1);
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
    double pixels_a_step_; ///< for a 1/1024 down
    std::vector<int> xs_;  ///< of each pixel of a row
    std::vector<int> ys_;
    std::vector<Fraction> x_fractions_; ///< of each byte
    std::vector<Fraction> y_fractions_;
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
