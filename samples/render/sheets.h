#pragma once
// Cover sheets and separators as a branch prints them, for files of many documents: the codes are
// dossier's, written here a second time, so that specimens cannot agree with a bug of its printer.

#include "samples/render/image.h"
#include <string_view>

namespace dossier::samples {

/// A batch's cover (`kind` `cover_sheet`) or a `separator`, with `code` in a QR code under a patch
/// T; a `patch_sheet` has the patch alone; a `blank` sheet has nothing.
Sheet draw_sheet(std::string_view kind, std::string_view code, int dpi);

} // namespace dossier::samples
