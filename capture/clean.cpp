#include "capture/clean.h"

#include "capture/image/border.h"
#include "capture/image/smaller.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace dossier::capture {

namespace {

cv::Mat bar(int width, int height)
{
    return cv::getStructuringElement(cv::MORPH_RECT, {width, height});
}

/// Sauvola's threshold hardly changes over a few pixels: it is found for blocks.
constexpr int block_side = 4;

struct Moments {
    cv::Mat mean;
    cv::Mat mean_of_squares;
};

/// Adds a row to sums by column.
[[gnu::target_clones("avx2", "default")]] void
add_row(const unsigned char* row, std::size_t width, std::uint16_t* sums, std::uint32_t* squares)
{
    for (std::size_t x = 0; x < width; ++x) {
        sums[x] = static_cast<std::uint16_t>(sums[x] + row[x]);
        squares[x] += static_cast<std::uint32_t>(row[x] * row[x]);
    }
}

/// Of each block; those at the right and the lower edge may be cut.
Moments moments_of_blocks(const cv::Mat& grey)
{
    const cv::Size size(
        (grey.cols + block_side - 1) / block_side, (grey.rows + block_side - 1) / block_side
    );
    Moments moments{cv::Mat(size, CV_32F), cv::Mat(size, CV_32F)};
    // Whole blocks, so that the loop over them is simple; what a cut one lacks stays 0.
    const auto columns = static_cast<std::size_t>(size.width * block_side);
    std::vector<std::uint16_t> sums(columns);
    std::vector<std::uint32_t> squares(columns);
    for (int top = 0; top < grey.rows; top += block_side) {
        const int bottom = std::min(top + block_side, grey.rows);
        std::ranges::fill(sums, 0);
        std::ranges::fill(squares, 0);
        for (int y = top; y < bottom; ++y)
            add_row(grey.ptr(y), static_cast<std::size_t>(grey.cols), sums.data(), squares.data());
        auto* mean = moments.mean.ptr<float>(top / block_side);
        auto* of_squares = moments.mean_of_squares.ptr<float>(top / block_side);
        for (int x = 0; x < size.width; ++x) {
            const int across = std::min(block_side, grey.cols - x * block_side);
            const auto pixels = static_cast<float>(across * (bottom - top));
            std::uint32_t sum = 0;
            std::uint32_t square = 0;
            for (std::size_t i = 0; i < block_side; ++i) {
                const auto at = static_cast<std::size_t>(x) * block_side + i;
                sum += sums[at];
                square += squares[at];
            }
            mean[x] = static_cast<float>(sum) / pixels;
            of_squares[x] = static_cast<float>(square) / pixels;
        }
    }
    return moments;
}

/// Each pixel with its threshold. In strips, whose thresholds stay near the processor.
cv::Mat compared(const cv::Mat& grey, const Surroundings& around, double k, int how)
{
    constexpr double range = 128.0; // of a standard deviation, for 8 bits
    constexpr int strip = 16;       // blocks
    constexpr int beyond = 1;       // that the pixels of the outermost blocks are between
    cv::Mat blocks = around.mean.mul(around.deviation * (k / range) + (1.0 - k));
    blocks.convertTo(blocks, CV_8U, 1, -0.5); // down: no whole grey level lies between
    cv::Mat result(grey.size(), CV_8U);
    cv::Mat thresholds;
    for (int first = 0; first < blocks.rows; first += strip) {
        const int above = std::max(0, first - beyond);
        const int end = std::min(first + strip, blocks.rows);
        const cv::Mat some = blocks.rowRange(above, std::min(end + beyond, blocks.rows));
        cv::resize(some, thresholds, some.size() * block_side, 0, 0, cv::INTER_LINEAR);
        const int top = first * block_side;
        const int bottom = std::min(end * block_side, grey.rows);
        const int skipped = (first - above) * block_side;
        cv::Mat to = result.rowRange(top, bottom);
        cv::compare(
            grey.rowRange(top, bottom), thresholds({0, skipped, grey.cols, bottom - top}), to, how
        );
    }
    return result;
}

} // namespace

cv::Mat grey_of(const cv::Mat& picture)
{
    if (picture.channels() == 1) return picture;
    cv::Mat grey;
    cv::cvtColor(picture, grey, cv::COLOR_BGR2GRAY);
    return grey;
}

cv::Mat red_channel(const cv::Mat& picture)
{
    if (picture.channels() == 1) return picture;
    cv::Mat red;
    cv::extractChannel(picture, red, 2);
    return red;
}

cv::Mat flattened(const cv::Mat& grey)
{
    constexpr int coarse_side = 440;
    constexpr int wider_than_print = 15; // pixels at that size, some 10 mm on A4
    const cv::Mat small = reduced(grey, coarse_side);
    cv::Mat paper;
    cv::morphologyEx(
        small,
        paper,
        cv::MORPH_CLOSE,
        bar(wider_than_print, wider_than_print),
        {-1, -1},
        1,
        cv::BORDER_REPLICATE
    );
    cv::GaussianBlur(paper, paper, {wider_than_print, wider_than_print}, 0);
    cv::resize(paper, paper, grey.size(), 0, 0, cv::INTER_LINEAR);
    cv::max(paper, 1, paper);
    cv::divide(grey, paper, paper, 255.0);
    return paper;
}

Surroundings surroundings_of(const cv::Mat& grey, int window)
{
    const Moments moments = moments_of_blocks(grey);
    const int wide = std::max(3, window / block_side | 1);
    Surroundings around;
    cv::Mat of_squares;
    cv::blur(moments.mean, around.mean, {wide, wide}, {-1, -1}, cv::BORDER_REPLICATE);
    cv::blur(moments.mean_of_squares, of_squares, {wide, wide}, {-1, -1}, cv::BORDER_REPLICATE);
    cv::sqrt(cv::max(of_squares - around.mean.mul(around.mean), 0), around.deviation);
    return around;
}

cv::Mat binarised(const cv::Mat& grey, const Surroundings& around, double k)
{
    return compared(grey, around, k, cv::CMP_GT);
}

cv::Mat ink_of(const cv::Mat& grey, const Surroundings& around, double k)
{
    return compared(grey, around, k, cv::CMP_LE);
}

cv::Mat binarised(const cv::Mat& grey, int window, double k)
{
    return binarised(grey, surroundings_of(grey, window), k);
}

cv::Mat softened(const cv::Mat& picture, int dpi)
{
    constexpr double dots = 300; // an inch, to one of blur
    const double deviation = dpi > 0 ? std::clamp(dpi / dots, 0.5, 1.2) : 0.8;
    cv::Mat soft;
    cv::GaussianBlur(picture, soft, {0, 0}, deviation);
    return soft;
}

cv::Mat without_border(const cv::Mat& grey)
{
    const cv::Mat mask = border_mask(grey);
    cv::Mat result = grey.clone();
    if (!mask.empty()) result.setTo(255, mask);
    return result;
}

} // namespace dossier::capture
