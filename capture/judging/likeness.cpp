#include "capture/likeness.h"

#include "capture/clean.h"
#include "capture/image/smaller.h"
#include "capture/quality.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>
#include <vector>

namespace dossier::capture {

namespace {

constexpr int side = 512;       ///< of the grid
constexpr double cell_mm = 0.6; ///< 307 mm in all, more than a sheet is long
constexpr int lowest = 4;       ///< waves on the grid; rules and margins lie below
constexpr int highest = 110;    ///< 2.8 mm, the size of a character; finer ones need a sharp scan

/// Of the scan; a page whose file does not say, or not credibly, is taken for 297 mm long.
double mm_per_dot(const PageFacts& facts)
{
    constexpr double longest_mm = 450.0;
    constexpr double shortest_mm = 40.0;
    constexpr double a4_mm = 297.0;
    const double longest = std::max(facts.width, facts.height);
    const double length = facts.dpi > 0 ? longest * 25.4 / facts.dpi : 0.0;
    return length >= shortest_mm && length <= longest_mm ? length / longest : a4_mm / longest;
}

/// The page made small, without the lid. The lid no longer touches the edge of a picture that was
/// turned level; black where the scan had nothing makes it one dark frame again.
cv::Mat without_lid(const Straightened& page)
{
    constexpr int working_side = 1000;
    const cv::Mat& pixels = page.page.pixels;
    cv::Mat small = reduced(grey_of(pixels), working_side).clone();
    const double scale_x = static_cast<double>(small.cols) / pixels.cols;
    const double scale_y = static_cast<double>(small.rows) / pixels.rows;
    const double width = page.page.facts.width;
    const double height = page.page.facts.height;
    std::vector<cv::Point> corners;
    for (const Point corner : {Point{0, 0}, {width, 0}, {width, height}, {0, height}}) {
        const Point at = mapped(corner, page.from_scan);
        corners.emplace_back(cvRound(at.x * scale_x), cvRound(at.y * scale_y));
    }
    cv::Mat scan(small.size(), CV_8UC1, cv::Scalar(0));
    cv::fillConvexPoly(scan, corners, cv::Scalar(255));
    cv::Mat outside = scan == 0;
    small.setTo(0, outside);
    cv::dilate(outside, outside, cv::getStructuringElement(cv::MORPH_RECT, {7, 7}));
    small = without_border(small);
    small.setTo(255, outside);
    return small;
}

/// Ink of the page, 0 to 1: seals and black print alike, so that grey, colour and black-and-white
/// scans agree; tints and show-through are none.
cv::Mat ink_of(const Straightened& page)
{
    constexpr double faint = 50.0;
    constexpr double full = 110.0;
    const cv::Mat even = flattened(without_lid(page));
    cv::Mat ink;
    even.convertTo(ink, CV_32F, -1.0 / (full - faint), (255 - faint) / (full - faint));
    cv::Mat capped = cv::min(cv::max(ink, 0.0), 1.0);
    return capped;
}

/// How strongly each wave runs through the print, wherever the print lies: shifting a picture
/// changes no magnitude of its Fourier transform. Empty when there is next to no ink.
cv::Mat waves_of(const Straightened& page)
{
    constexpr double least_mm2 = 12.0;
    const cv::Mat ink = ink_of(page);
    const cv::Mat& pixels = page.page.pixels;
    const double mm_per_pixel = mm_per_dot(page.page.facts) * pixels.cols / ink.cols;
    if (cv::sum(ink)[0] * mm_per_pixel * mm_per_pixel < least_mm2) return {};
    cv::Mat soft;
    const double blur = std::max(0.5, 0.5 * cell_mm / mm_per_pixel);
    cv::GaussianBlur(ink, soft, {}, blur);
    const double scale = cell_mm / mm_per_pixel;
    const cv::Matx23d from_grid(scale, 0, 0, 0, scale, 0);
    cv::Mat grid;
    cv::warpAffine(
        soft,
        grid,
        from_grid,
        {side, side},
        cv::INTER_LINEAR | cv::WARP_INVERSE_MAP,
        cv::BORDER_CONSTANT,
        cv::Scalar(0)
    );
    cv::Mat spectrum;
    cv::dft(grid, spectrum, cv::DFT_COMPLEX_OUTPUT);
    std::vector<cv::Mat> parts;
    cv::split(spectrum, parts);
    cv::Mat strength;
    cv::magnitude(parts[0], parts[1], strength);
    return strength;
}

/// splitmix64: the same bits on every machine.
std::uint64_t mixed(std::uint64_t number)
{
    number += 0x9E37'79B9'7F4A'7C15U;
    number = (number ^ (number >> 30U)) * 0xBF58'476D'1CE4'E5B9U;
    number = (number ^ (number >> 27U)) * 0x94D0'49BB'1331'11EBU;
    return number ^ (number >> 31U);
}

struct Wave {
    int across = 0;
    int down = 0; ///< may be negative
};

/// Draws numbers from the bits of a hash.
int drawn(std::uint64_t& bits, int low, int high)
{
    bits = mixed(bits);
    return low + static_cast<int>(bits % static_cast<std::uint64_t>(high - low + 1));
}

bool is_of_print(const Wave& wave)
{
    return wave.across >= lowest && std::abs(wave.down) >= lowest &&
           std::hypot(wave.across, wave.down) <= highest;
}

/// Two waves near one another, so that blur, contrast and paper act on both alike; the same for
/// every page.
std::pair<Wave, Wave> pair_for(std::size_t bit)
{
    constexpr int near = 6;
    std::uint64_t bits = bit;
    for (;;) {
        const Wave one{drawn(bits, lowest, highest), drawn(bits, -highest, highest)};
        const Wave other{
            one.across + drawn(bits, -near, near), one.down + drawn(bits, -near, near)};
        const bool apart =
            std::abs(one.across - other.across) + std::abs(one.down - other.down) >= near / 2;
        if (apart && is_of_print(one) && is_of_print(other)) return {one, other};
    }
}

} // namespace

Likeness find_likeness(const Straightened& page)
{
    const cv::Mat waves = waves_of(page);
    if (waves.empty()) return {};
    const auto strength = [&](const Wave& wave) {
        return waves.at<float>((wave.down + side) % side, wave.across);
    };
    Likeness likeness{};
    for (std::size_t bit = 0; bit < likeness.size() * 63; ++bit) {
        const auto [one, other] = pair_for(bit);
        if (strength(one) > strength(other)) likeness[bit / 63] |= std::int64_t{1} << (bit % 63);
    }
    return likeness;
}

} // namespace dossier::capture
