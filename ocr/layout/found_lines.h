#pragma once
// Lines that a network found on a photograph, as segments to recognise. It takes each character of
// a letter-spaced label for a line of its own; they are put together again.

#include "capture/straighten.h"
#include "ocr/engine.h"
#include "ocr/layout/segment.h"

#include <opencv2/core/types.hpp>

#include <optional>
#include <vector>

namespace dossier::ocr {

/// The height of ordinary text in pixels: half of what is written is at least as high. 0 without
/// lines.
[[nodiscard]] int find_text_height(const std::vector<FoundLine>& lines);

/// How most of the lines run down on a page of that size; nothing where they are level or too few
/// to tell.
[[nodiscard]] std::optional<capture::Fall>
find_fall(const std::vector<FoundLine>& lines, cv::Size page);

/// In reading order; without what is too small or too large to be text.
[[nodiscard]] std::vector<Segment> join_found(const std::vector<FoundLine>& lines, int text_height);

} // namespace dossier::ocr
