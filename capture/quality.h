#pragma once
// How well a page can be read and what it tells besides, judged on its pixels alone: for the page
// ledger, for asking for a new scan, and for the accept decision.

#include "capture/facts.h"
#include "capture/page.h"
#include "capture/straighten.h"

#include <opencv2/core/mat.hpp>

namespace dossier::capture {

/// What the pixels of a page as scanned tell, before anything is done to them.
struct Judgement {
    Quality quality;
    double blank_probability = 0.0; ///< 0 (surely something on it) .. 1 (surely blank)
    bool blank = false;             ///< from 0.95 on; pages are marked, never dropped
    ColourMode colour_mode = ColourMode::grey;
    ScanTrace trace;
};

/// `picture`: 8 bit, grey or BGR; `dpi` 0 where the file does not say.
[[nodiscard]] Judgement judge(const cv::Mat& picture, int dpi = 0);

/// Writes `judge` of a page as scanned into its facts.
void judge(Page& page);

/// The same quality, and what the skew found since adds to it.
[[nodiscard]] Quality with_skew(Quality quality, const Skew& skew);

[[nodiscard]] bool has_flaw(const Quality& quality, QualityFlaw flaw);

/// The same quality with a flaw that its pixels alone do not show.
[[nodiscard]] Quality with_flaw(Quality quality, QualityFlaw flaw);

/// The perceptual hash of an upright, level page, all zero when there is next to no print on it.
[[nodiscard]] Likeness find_likeness(const Straightened& page);

/// Colour where part of the picture has it: a grey page kept as colour is grey.
[[nodiscard]] ColourMode find_colour_mode(const cv::Mat& picture);

/// Flaws that keep print from being read, or unreadable print, make a page poor; others fair.
[[nodiscard]] QualityVerdict verdict_of(const Quality& quality);

} // namespace dossier::capture
