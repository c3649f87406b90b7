#pragma once
// The picture of a page that people look at beside its fields: upright, level, small enough to
// travel. Made in the child from decoded pixels, so nothing of a hostile original reaches a
// browser.

#include "capture/facts.h"
#include "capture/straighten.h"

namespace dossier::capture {

struct PreviewOptions {
    int longest_side = 2200;
    int jpeg_quality = 80;
};

[[nodiscard]] Preview make_preview(const Straightened& page, const PreviewOptions& options = {});

} // namespace dossier::capture
