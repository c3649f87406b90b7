#pragma once
// One decoder per library, each bytes in, pixels out. Sizes come from the outline and are checked
// against limits before; a library that finds other sizes, or any damage, gets a refusal.

#include "capture/formats/bytes.h"
#include "capture/formats/outline.h"
#include "capture/limits.h"

#include <opencv2/core/mat.hpp>
#include <tl/expected.hpp>

namespace dossier::capture {

using Picture = tl::expected<cv::Mat, Refusal>;

/// Grey or BGR, not yet turned by `outline.orientation`.
[[nodiscard]] Picture decode_jpeg(Bytes bytes, const PageOutline& outline, const Limits& limits);
[[nodiscard]] Picture decode_png(Bytes bytes, const PageOutline& outline, const Limits& limits);
[[nodiscard]] Picture decode_jp2(Bytes bytes, const PageOutline& outline, const Limits& limits);
[[nodiscard]] Picture decode_webp(Bytes bytes, const PageOutline& outline, const Limits& limits);

/// The page whose directory stands at `outline.offset`.
[[nodiscard]] Picture decode_tiff(Bytes bytes, const PageOutline& outline, const Limits& limits);

/// A BGRA picture as it looks on white paper.
[[nodiscard]] cv::Mat over_paper(const cv::Mat& bgra);

/// Turned and mirrored as EXIF and TIFF orientation 1..8 ask for.
[[nodiscard]] cv::Mat oriented(cv::Mat picture, int orientation);

} // namespace dossier::capture
