// A seal is found small and unmixed large. Found: coloured ink that red light does not fade, in a
// piece of a stamp's size. Unmixed: inks lie over each other as filters do, so a pixel's densities
// are some of the seal's and some of black print, and both amounts follow from three channels.
// Colour is coarser than light in most JPEG files: of a seal that red light does fade its outlines
// are left, and faded by their lightness.

#include "capture/clean.h"
#include "capture/image/smaller.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace dossier::capture {

namespace {

constexpr int coarse_side = 900;
/// Of the longer side. Seals are 15 to 60 mm wide; what is wider is a frame, what is smaller print.
constexpr double least_size = 0.05;
constexpr double most_size = 0.48;
/// Stamps of words are as wide, but low.
constexpr double least_height_of_words = 0.018;
/// Of the seal's box: more is a coloured field, not strokes.
constexpr double most_filled = 0.55;
/// Levels between the brightest and the darkest channel of coloured ink.
constexpr int least_chroma = 45;
/// Red light fades what is brighter than this.
constexpr int faded_by_red = 200;
constexpr int least_of_faded = 180;

using Densities = std::array<float, 3>;

float density_of(int level)
{
    return -std::log(static_cast<float>(std::max(level, 1)) / 255.0F);
}

/// Levels between the brightest and the darkest channel.
cv::Mat chroma_of(const cv::Mat& picture)
{
    std::vector<cv::Mat> channels;
    cv::split(picture, channels);
    const cv::Mat brightest = cv::max(cv::max(channels[0], channels[1]), channels[2]);
    const cv::Mat darkest = cv::min(cv::min(channels[0], channels[1]), channels[2]);
    return brightest - darkest;
}

/// Boxes of stamps on the coarse picture; `least_height` of its longer side.
std::vector<cv::Rect> find_stamps(const cv::Mat& mask, double least_height = least_size)
{
    cv::Mat whole; // press and noise break the ring
    const cv::Mat mend = cv::getStructuringElement(cv::MORPH_RECT, {5, 5});
    cv::morphologyEx(mask, whole, cv::MORPH_CLOSE, mend);
    cv::Mat labels;
    cv::Mat stats;
    cv::Mat centres;
    const int count = cv::connectedComponentsWithStats(whole, labels, stats, centres, 8, CV_32S);
    const int side = std::max(mask.cols, mask.rows);
    std::vector<cv::Rect> stamps;
    for (int i = 1; i < count; ++i) {
        const int* at = stats.ptr<int>(i);
        const cv::Rect box(
            at[cv::CC_STAT_LEFT], at[cv::CC_STAT_TOP], at[cv::CC_STAT_WIDTH], at[cv::CC_STAT_HEIGHT]
        );
        const int longer = std::max(box.width, box.height);
        const bool fits = std::min(box.width, box.height) > least_height * side &&
                          longer > least_size * side && longer < most_size * side;
        if (fits && at[cv::CC_STAT_AREA] < most_filled * box.area()) stamps.push_back(box);
    }
    return stamps;
}

/// The densities of the ink alone: the middle of its pixels, against the paper beside it.
Densities ink_of(const cv::Mat& picture, const cv::Mat& mask, Densities& paper)
{
    Densities ink{};
    for (int channel = 0; channel < 3; ++channel) {
        std::vector<int> inside;
        std::vector<int> outside;
        for (int y = 0; y < picture.rows; ++y)
            for (int x = 0; x < picture.cols; ++x)
                (mask.at<unsigned char>(y, x) != 0 ? inside : outside)
                    .push_back(picture.at<cv::Vec3b>(y, x)[channel]);
        if (outside.empty()) outside.push_back(255);
        const auto at = static_cast<std::size_t>(channel);
        const auto bright = outside.begin() + static_cast<std::ptrdiff_t>(outside.size() * 7 / 10);
        std::ranges::nth_element(outside, bright);
        paper[at] = density_of(*bright);
        const auto middle = inside.begin() + static_cast<std::ptrdiff_t>(inside.size() / 2);
        std::ranges::nth_element(inside, middle);
        ink[at] = std::max(density_of(*middle) - paper[at], 0.0F);
    }
    return ink;
}

/// Takes the seal's ink out of `grey` where `picture` has it. A pixel's densities above the paper's
/// are least squares of seal and black.
void unmix(const cv::Mat& picture, const Densities& paper, const Densities& seal, cv::Mat grey)
{
    constexpr float enough_seal = 0.12F; // of the ink's density; less is noise and tint
    std::array<std::array<float, 256>, 3> above{};
    for (std::size_t c = 0; c < 3; ++c)
        for (int level = 0; level < 256; ++level)
            above[c][static_cast<std::size_t>(level)] = density_of(level) - paper[c];
    const float ss = seal[0] * seal[0] + seal[1] * seal[1] + seal[2] * seal[2];
    const float sk = seal[0] + seal[1] + seal[2];
    const float determinant = 3 * ss - sk * sk;
    if (determinant < 1e-3F) return;
    const float white = 255.0F * std::exp(-paper[2]);
    for (int y = 0; y < picture.rows; ++y) {
        const auto* from = picture.ptr<cv::Vec3b>(y);
        unsigned char* to = grey.ptr(y);
        for (int x = 0; x < picture.cols; ++x) {
            const float b = above[0][from[x][0]];
            const float g = above[1][from[x][1]];
            const float r = above[2][from[x][2]];
            const float ds = b * seal[0] + g * seal[1] + r * seal[2];
            const float dk = b + g + r;
            const float amount = (3 * ds - sk * dk) / determinant;
            if (amount < enough_seal) continue;
            const float black = std::max((ss * dk - sk * ds) / determinant, 0.0F);
            const float level = white * std::exp(-black);
            to[x] = std::max(to[x], cv::saturate_cast<unsigned char>(level));
        }
    }
}

/// The middle level of `grey` where `mask` is.
int middle_level(const cv::Mat& grey, const cv::Mat& mask)
{
    std::vector<unsigned char> levels;
    for (int y = 0; y < grey.rows; ++y)
        for (int x = 0; x < grey.cols; ++x)
            if (mask.at<unsigned char>(y, x) != 0) levels.push_back(grey.at<unsigned char>(y, x));
    if (levels.empty()) return 0;
    const auto middle = levels.begin() + static_cast<std::ptrdiff_t>(levels.size() / 2);
    std::ranges::nth_element(levels, middle);
    return *middle;
}

cv::Mat round_of(int side)
{
    return cv::getStructuringElement(cv::MORPH_ELLIPSE, {side, side});
}

/// Levels that press and noise make of one ink.
constexpr int spread = 28;

/// Makes the seal's ink paper, and what is darker as much lighter: print under it is darker by its
/// own share of the light.
void fade(cv::Mat grey, const cv::Mat& where, int ink, double paper)
{
    cv::Mat faded;
    grey.convertTo(faded, CV_8U, paper / std::max(ink - spread, 1));
    cv::min(faded, paper, faded);
    cv::max(faded, grey, faded);
    faded.copyTo(grey, where);
}

/// `grey`: the red channel, in which the seal is pale.
void fade_outlines(const cv::Mat& picture, cv::Mat grey)
{
    const cv::Mat chroma = chroma_of(picture);
    const int level = middle_level(grey, chroma >= least_chroma);
    const int paper = middle_level(grey, chroma < least_chroma);
    cv::Mat where = chroma >= least_chroma / 2;
    cv::dilate(where, where, round_of(7));
    fade(grey, where, level, paper);
}

// --- seals without colour

constexpr int half = 2; // the scale at which grey ink is looked for
/// Levels of a seal's ink where paper is 255: print is darker, its fringes lie on slopes.
constexpr int darkest_seal = 62;
constexpr int lightest_seal = 185;
/// Levels within three pixels of even ink.
constexpr int even_within = 26;

/// Ink of a middle grey, wide enough to be even: 255 on 0. `even`: paper is 255.
cv::Mat grey_ink(const cv::Mat& even)
{
    const cv::Mat around = cv::getStructuringElement(cv::MORPH_RECT, {3, 3});
    cv::Mat lightest;
    cv::Mat darkest;
    cv::dilate(even, lightest, around);
    cv::erode(even, darkest, around);
    return (lightest - darkest < even_within) & (even > darkest_seal) & (even < lightest_seal);
}

cv::Rect scaled(const cv::Rect& box, double by, const cv::Size& within)
{
    const int slack = static_cast<int>(2 * by);
    return cv::Rect(
               static_cast<int>(box.x * by) - slack,
               static_cast<int>(box.y * by) - slack,
               static_cast<int>(box.width * by) + 2 * slack,
               static_cast<int>(box.height * by) + 2 * slack
           ) &
           cv::Rect({0, 0}, within);
}

cv::Mat without_grey_seals(const cv::Mat& picture)
{
    const cv::Mat small = halved(picture);
    const cv::Mat even = flattened(small);
    const cv::Mat ink = grey_ink(even);
    cv::Mat whole; // print over it leaves pieces
    cv::dilate(ink, whole, cv::getStructuringElement(cv::MORPH_RECT, {5, 5}));
    const cv::Mat coarse = reduced(whole, coarse_side) > 64;
    cv::Mat grey;
    for (const cv::Rect& stamp : find_stamps(coarse)) {
        const double scale = static_cast<double>(small.cols) / coarse.cols;
        const cv::Rect piece = scaled(stamp, scale, small.size());
        const int level = middle_level(even(piece), ink(piece));
        // Where it is broken by print, the rest of it lies around.
        const cv::Rect place =
            cv::Rect(
                piece.x - piece.width, piece.y - piece.height, 3 * piece.width, 3 * piece.height
            ) &
            cv::Rect({0, 0}, small.size());
        cv::Mat apart;
        cv::absdiff(even(place), cv::Scalar(level), apart);
        cv::Mat where = ink(place) & (apart < spread);
        cv::dilate(where, where, round_of(9));
        cv::morphologyEx(where, where, cv::MORPH_CLOSE, round_of(17)); // over print
        const double gain = cv::mean(small(place))[0] / std::max(cv::mean(even(place))[0], 1.0);
        const cv::Rect large(
            place.x * half, place.y * half, place.width * half, place.height * half
        );
        cv::resize(where, where, large.size(), 0, 0, cv::INTER_NEAREST);
        if (grey.empty()) grey = picture.clone();
        fade(grey(large), where, static_cast<int>(level * gain), 255 * gain);
    }
    return grey.empty() ? picture : grey;
}

} // namespace

cv::Mat without_seals(const cv::Mat& picture)
{
    if (picture.channels() == 1) return without_grey_seals(picture);
    cv::Mat grey = red_channel(picture);
    const cv::Mat small = reduced(picture, coarse_side);
    const cv::Mat coloured = chroma_of(small) >= least_chroma;
    if (cv::countNonZero(coloured) == 0) return grey;
    const double scale = static_cast<double>(picture.cols) / small.cols;
    cv::Mat red;
    cv::extractChannel(small, red, 2);
    for (const cv::Rect& stamp : find_stamps(coloured, least_height_of_words)) {
        if (middle_level(red(stamp), coloured(stamp)) < least_of_faded) continue;
        const cv::Rect place = scaled(stamp, scale, picture.size());
        fade_outlines(picture(place), grey(place));
    }
    const cv::Mat mask = coloured & (red < faded_by_red);
    for (const cv::Rect& stamp : find_stamps(mask)) {
        Densities paper{};
        const Densities seal = ink_of(small(stamp), mask(stamp), paper);
        const cv::Rect place = scaled(stamp, scale, picture.size());
        unmix(picture(place), paper, seal, grey(place));
    }
    return grey;
}

} // namespace dossier::capture
