#include "capture/quality.h"

#include "capture/judging/blank.h"
#include "capture/judging/broken.h"
#include "capture/judging/print.h"
#include "capture/judging/sheet.h"
#include "capture/judging/survey.h"
#include "capture/judging/trace.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace dossier::capture {

namespace {

Quality judge_quality(const Survey& page, bool is_blank)
{
    constexpr double much = 0.12; // of the print in crumbs
    Quality quality = measure_print(page);
    const auto note = [&](bool has, QualityFlaw flaw) {
        if (has) quality.flaws.push_back(flaw);
    };
    note(has_low_resolution(page, quality), QualityFlaw::resolution_low);
    // Blur and darkness take contrast along; the cause is what a person can act on.
    const bool blurred = is_blurred(page);
    const bool dark = is_too_dark(page);
    note(blurred, QualityFlaw::blurred);
    note(!blurred && !dark && has_low_contrast(page, quality), QualityFlaw::contrast_low);
    note(dark, QualityFlaw::too_dark);
    note(has_glare(page), QualityFlaw::glare);
    note(!is_blank && is_cut_off(page), QualityFlaw::cut_off);
    note(misses_corner(page), QualityFlaw::corner_missing);
    note(!is_blank && broken_share(page, quality.text_height) >= much, QualityFlaw::print_broken);
    quality.verdict = verdict_of(quality);
    return quality;
}

/// Blue, green and red of a pixel apart by more than a scanner's lamp and JPEG's chroma make them.
bool is_coloured(const cv::Vec3b& pixel)
{
    constexpr int least_chroma = 30;
    const auto [low, high] = std::minmax({pixel[0], pixel[1], pixel[2]});
    return high - low >= least_chroma;
}

/// Whether any of every so many rows of a grey picture has more than black and white.
bool has_grey(const cv::Mat& picture, int every)
{
    for (int y = 0; y < picture.rows; y += every) {
        const unsigned char* line = picture.ptr(y);
        for (int x = 0; x < picture.cols; ++x)
            if (line[x] != 0 && line[x] != 255) return true;
    }
    return false;
}

} // namespace

bool has_flaw(const Quality& quality, QualityFlaw flaw)
{
    return std::ranges::find(quality.flaws, flaw) != quality.flaws.end();
}

QualityVerdict verdict_of(const Quality& quality)
{
    constexpr double unreadable_contrast = 0.2;
    constexpr int unreadable_height = 9; // pixels
    const bool is_unreadable = (quality.contrast > 0 && quality.contrast < unreadable_contrast) ||
                               (quality.text_height > 0 && quality.text_height < unreadable_height);
    for (const auto flaw :
         {QualityFlaw::blurred, QualityFlaw::too_dark, QualityFlaw::glare, QualityFlaw::cut_off})
        if (has_flaw(quality, flaw)) return QualityVerdict::poor;
    if (is_unreadable) return QualityVerdict::poor;
    return quality.flaws.empty() ? QualityVerdict::good : QualityVerdict::fair;
}

ColourMode find_colour_mode(const cv::Mat& picture)
{
    constexpr int every = 4; // pixels and rows
    constexpr int one_in = 2000;
    if (picture.channels() == 1)
        return has_grey(picture, every) ? ColourMode::grey : ColourMode::bitonal;
    int coloured = 0;
    bool is_bitonal = true;
    for (int y = 0; y < picture.rows; y += every) {
        const auto* line = picture.ptr<cv::Vec3b>(y);
        for (int x = 0; x < picture.cols; x += every) {
            coloured += is_coloured(line[x]) ? 1 : 0;
            is_bitonal = is_bitonal && line[x] == cv::Vec3b::all(line[x][0]) &&
                         (line[x][0] == 0 || line[x][0] == 255);
        }
    }
    if (is_bitonal) return ColourMode::bitonal;
    const double looked_at = static_cast<double>(picture.total()) / (every * every);
    return coloured * one_in > looked_at ? ColourMode::colour : ColourMode::grey;
}

Judgement judge(const cv::Mat& picture, int dpi)
{
    constexpr double surely = 0.95;
    const Survey page = survey(picture, dpi);
    Judgement judgement;
    judgement.blank_probability = blank_probability(page);
    judgement.blank = judgement.blank_probability >= surely;
    judgement.quality = judge_quality(page, judgement.blank);
    judgement.colour_mode = find_colour_mode(picture);
    judgement.trace = find_trace(page);
    return judgement;
}

void judge(Page& page)
{
    Judgement judgement = judge(page.pixels, page.facts.dpi);
    page.facts.quality = std::move(judgement.quality);
    page.facts.blank = judgement.blank;
    page.facts.blank_probability = judgement.blank_probability;
    page.facts.colour_mode = judgement.colour_mode;
    page.facts.trace = std::move(judgement.trace);
}

Quality with_flaw(Quality quality, QualityFlaw flaw)
{
    const auto place = std::ranges::lower_bound(quality.flaws, flaw);
    if (place == quality.flaws.end() || *place != flaw) quality.flaws.insert(place, flaw);
    quality.verdict = verdict_of(quality);
    return quality;
}

Quality with_skew(Quality quality, const Skew& skew)
{
    constexpr double most_deg = 3.0;
    constexpr double least_confidence = 0.2;
    const bool is_straight =
        std::abs(skew.degrees) <= most_deg || skew.confidence < least_confidence;
    return is_straight ? quality : with_flaw(std::move(quality), QualityFlaw::skewed);
}

} // namespace dossier::capture
