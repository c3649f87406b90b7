#pragma once
// A drawn page as it comes from a PageRenderer: a binary PGM or PPM of 8 bits a sample.

#include "capture/decode/decode.h"
#include "capture/render.h"

namespace dossier::capture {

/// Grey or BGR; a PPM without any colour comes back grey. Refused as `pdf_page_not_drawn` when it
/// ends early or is not about `expected` pixels large.
[[nodiscard]] Picture read_pnm(PageRenderer& source, cv::Size expected);

} // namespace dossier::capture
