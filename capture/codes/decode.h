#pragma once
// zxing-cpp behind one function: a part of a page in, the codes on it out.

#include "capture/facts.h"

#include <opencv2/core/mat.hpp>
#include <opencv2/core/types.hpp>

#include <cstdint>
#include <vector>

namespace dossier::capture {

enum class Effort { one_try, every_try };

/// Tries until something is found or every try was made, the cheap ones first. `budget` is how many
/// pixels may still be looked at; it is drawn down. Boxes are in pixels of `page`.
[[nodiscard]] std::vector<Code>
decode_codes(const cv::Mat& page, const cv::Rect& where, Effort effort, std::int64_t& budget);

} // namespace dossier::capture
