#include "ocr/net/ink.h"

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <optional>

namespace dossier::ocr::net {
namespace {

/// Width of a glyph by its kind, in units of the line's character size.
float width_of(const Glyph& glyph)
{
    constexpr std::string_view wide_letters = "MWmw@%&";
    if (is_full_width(glyph.text)) return 1.0F;
    return wide_letters.find(glyph.text) == std::string_view::npos ? 0.55F : 0.9F;
}

/// The pitch of neighbouring full-width characters, or the ink's height where there are too few.
float character_size(const Ink& ink, std::span<const Glyph> glyphs)
{
    auto height = static_cast<float>(ink.height());
    // Digits and capitals are about three quarters as high as a Han character.
    const bool has_han = std::ranges::any_of(glyphs, is_full_width, &Glyph::text);
    if (!has_han && !glyphs.empty()) height *= 1.3F;
    std::vector<float> pitches;
    for (std::size_t i = 1; i < glyphs.size(); ++i) {
        if (!is_full_width(glyphs[i - 1].text) || !is_full_width(glyphs[i].text)) continue;
        pitches.push_back(glyphs[i].centre - glyphs[i - 1].centre);
    }
    if (pitches.size() < 3) return height * 1.05F;
    const auto middle = pitches.begin() + static_cast<std::ptrdiff_t>(pitches.size() / 2);
    std::ranges::nth_element(pitches, middle);
    return std::clamp(*middle, height * 0.7F, height * 1.4F);
}

std::optional<Gap>
judge(const Ink& ink, std::span<const TimeStep> steps, float left, float right, float size)
{
    // A character needs room and ink; CTC's places are off by up to a third of one.
    constexpr float least_room = 0.55F;
    constexpr float least_ink = 0.35F;
    if (right - left < least_room * size) return std::nullopt;
    const auto inked = static_cast<float>(ink.count(left, right));
    if (inked < least_ink * size) return std::nullopt;
    Gap gap{.left = left, .right = right, .ink = inked / (right - left)};
    for (const auto& step : steps) {
        if (step.x >= left && step.x < right) gap.doubt = std::max(gap.doubt, step.presence());
    }
    return gap;
}

/// A row of a printed rule: dark nearly all along, and thin.
bool is_rule(const cv::Mat& dark, int y)
{
    const auto is_full = [&](int row) {
        return row >= 0 && row < dark.rows && cv::countNonZero(dark.row(row)) * 10 > dark.cols * 8;
    };
    const int thickest = std::max(2, dark.rows / 8);
    if (!is_full(y)) return false;
    int first = y;
    int last = y;
    while (is_full(first - 1) && last - first < thickest)
        --first;
    while (is_full(last + 1) && last - first < thickest)
        ++last;
    return last - first < thickest;
}

} // namespace

int Ink::count(float left, float right) const
{
    const auto size = static_cast<int>(columns.size());
    const int first = std::clamp(static_cast<int>(std::lround(left)), 0, size);
    const int last = std::clamp(static_cast<int>(std::lround(right)), first, size);
    return static_cast<int>(std::count_if(
        columns.begin() + first, columns.begin() + last, [](int rows) { return rows > 0; }
    ));
}

Ink find_ink(const cv::Mat& grey)
{
    Ink ink;
    ink.columns.assign(static_cast<std::size_t>(grey.cols), 0);
    double darkest = 0;
    double lightest = 0;
    cv::minMaxLoc(grey, &darkest, &lightest);
    constexpr double least_contrast = 48;
    if (lightest - darkest < least_contrast) return ink;
    cv::Mat dark;
    cv::threshold(grey, dark, 0, 1, cv::THRESH_BINARY_INV | cv::THRESH_OTSU);
    if (cv::countNonZero(dark) * 2 > grey.rows * grey.cols) dark = 1 - dark;
    ink.top = grey.rows;
    for (int y = 0; y < dark.rows; ++y) {
        const auto* row = dark.ptr<uchar>(y);
        if (is_rule(dark, y) || std::count(row, row + dark.cols, uchar{1}) == 0) continue;
        ink.top = std::min(ink.top, y);
        ink.bottom = y + 1;
        for (int x = 0; x < dark.cols; ++x)
            ink.columns[static_cast<std::size_t>(x)] += row[x];
    }
    return ink;
}

std::vector<Gap>
find_gaps(const Ink& ink, std::span<const Glyph> glyphs, std::span<const TimeStep> steps)
{
    std::vector<Gap> gaps;
    if (ink.is_blank()) return gaps;
    std::vector<Glyph> printed;
    std::ranges::copy_if(glyphs, std::back_inserter(printed), [](const auto& one) {
        return one.text != " ";
    });
    const float size = character_size(ink, printed);
    float left = 0.0F;
    for (const auto& glyph : printed) {
        const float half = width_of(glyph) * size / 2;
        if (auto gap = judge(ink, steps, left, glyph.centre - half, size)) gaps.push_back(*gap);
        left = glyph.centre + half;
    }
    const auto end = static_cast<float>(ink.columns.size());
    if (auto gap = judge(ink, steps, left, end, size)) gaps.push_back(*gap);
    return gaps;
}

void fit_to_ink(const Ink& ink, std::span<Glyph> glyphs)
{
    const auto end = static_cast<float>(ink.columns.size());
    for (auto& glyph : glyphs) {
        glyph.left = std::clamp(glyph.left, 0.0F, end);
        glyph.right = std::clamp(glyph.right, glyph.left, end);
        if (ink.count(glyph.left, glyph.right) == 0) continue;
        while (ink.count(glyph.left, glyph.left + 1) == 0)
            glyph.left += 1;
        while (ink.count(glyph.right - 1, glyph.right) == 0)
            glyph.right -= 1;
    }
}

} // namespace dossier::ocr::net
