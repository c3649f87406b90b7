#pragma once
// Machine-readable marks on a page as scanned, before anything is resampled: QR codes and Code 128
// (zxing-cpp), patch codes (our own reader). A missed separator glues two customers together, so a
// place that looks like a code is tried at several scales, with global and local thresholds,
// stretched, sharpened and inverted; a page without such a place is done with in a few
// milliseconds.
//
// Patch codes are four bars, two of them wide (Kodak A-61599, "Patch Code Information for Kodak
// Scanners": wide 0.20, narrow and spaces 0.08, in all 0.80 inches; at least 0.25 inches from other
// print). T backwards is III and I backwards is VI: as the scanners that the code was made for do,
// it is read from the edge of the sheet inwards, here from the nearer edge.

#include "capture/facts.h"

#include <opencv2/core/mat.hpp>

#include <span>
#include <vector>

namespace dossier::capture {

/// `grey`: 8 bit, one channel, as scanned. `dpi` 0: unknown, the page is taken for an A4 sheet.
/// In this order: `qr_code`, `code_128`, `patch_1`, `patch_2`, `patch_3`, `patch_4`, `patch_6`,
/// `patch_t`; at most 32 codes, the text of each at most 4,096 bytes of UTF-8 without control
/// characters. Never throws for what the pixels show, and its work is bounded.
[[nodiscard]] std::vector<Code> find_codes(const cv::Mat& grey, int dpi);

/// What the codes make of the sheet: a cover or a separator where one of dossier's codes says so;
/// a separator also by patch T, II or III (in common use for documents, documents and batches) when
/// the sheet is otherwise bare. A page with such a patch among other print stays content.
[[nodiscard]] PageRole find_role(const cv::Mat& grey, int dpi, std::span<const Code> codes);

} // namespace dossier::capture
