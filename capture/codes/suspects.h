#pragma once
// Where on a page a QR code or a bar code may stand: an area that is about half ink. Print is far
// lighter, so most pages have no such area.

#include "capture/codes/small_page.h"

#include <opencv2/core/types.hpp>

#include <vector>

namespace dossier::capture {

/// `box` is on the page itself, with the quiet zone. `is_likely`: there is evidence of a code, not
/// only a dark place.
struct Suspect {
    cv::Rect box;
    bool is_likely = false;
};

/// The largest first; at most 12.
[[nodiscard]] std::vector<Suspect> find_suspects(const cv::Mat& page, const SmallPage& small);

} // namespace dossier::capture
