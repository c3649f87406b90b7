#pragma once
// How well a page can be read, judged on its pixels alone: for the page ledger, for asking for a
// new scan, and for the accept decision.

#include "capture/facts.h"

#include <opencv2/core/mat.hpp>

namespace dossier::capture {

/// `grey`: 8 bit, one channel, upright.
[[nodiscard]] Quality judge_quality(const cv::Mat& grey);

/// 0 (surely something on it) .. 1 (surely blank). Pages are marked blank, never dropped.
[[nodiscard]] double blank_probability(const cv::Mat& grey);

/// Both, written into the facts of a page (`blank` from 0.95 on).
struct Judgement {
    Quality quality;
    double blank_probability = 0.0;
    bool blank = false;
};

[[nodiscard]] Judgement judge(const cv::Mat& grey);

} // namespace dossier::capture
