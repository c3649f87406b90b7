#pragma once
// The sheets that dossier prints for a scanning station: the cover of a batch and the separators of
// its documents, as PDF. What they say to a machine is capture/sheet_code.h; to people they speak
// Chinese in both hands and English. Pure: date and station are arguments.
//
// Each code stands on the page more than once: two QR codes, a Code 128 with the batch's name alone
// and, for scanners that separate by themselves, a patch T at the leading edge.

#include "capture/sheet_code.h"

#include <string>

namespace dossier::web {

/// `cover.batch` is a batch name (capture::is_batch_name). `station` and `date` are printed as they
/// are, and left out when empty. As many separators as the cover announces follow it.
struct CoverPrint {
    capture::CoverSheet cover;
    std::string station;
    std::string date;
};

[[nodiscard]] std::string cover_sheet_pdf(const CoverPrint& print);

/// The same separator `copies` times.
[[nodiscard]] std::string
separator_sheet_pdf(const capture::SeparatorSheet& separator, int copies = 1);

} // namespace dossier::web
