#pragma once
// The machine-readable zone of a page: find its lines, let both recognisers read them without the
// fillers between, decode. A pass of the recipe in read.cpp.

#include "ocr/engine.h"
#include "ocr/fields/mrz.h"
#include "ocr/fields/text.h"
#include "ocr/layout/segment.h"

#include <opencv2/core/mat.hpp>

#include <optional>
#include <vector>

namespace dossier::ocr {

/// Whether fillers were read on some line: without them there is no zone to look for.
[[nodiscard]] bool may_have_mrz(const std::vector<TextLine>& lines);

/// Boxes are on the page. `grey` as in CleanPage; nothing where no zone stands on it.
[[nodiscard]] std::optional<Mrz>
read_mrz(const cv::Mat& grey, const std::vector<Segment>& segments, const Engines& engines);

} // namespace dossier::ocr
