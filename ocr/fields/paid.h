#pragma once
// What was paid on a till slip. Slips print several totals under words of every kind; but what was
// handed over less what was given back is the one that counts, and tells it whatever its label.

#include "ocr/fields/values.h"

#include <vector>

namespace dossier::ocr {

/// The amount that stands nearest over the money handed over and is as much as that less the
/// change; nothing where there is none. One of the two words may be missing, as where a hole is.
[[nodiscard]] std::vector<Span> find_paid(const PageText& page);

} // namespace dossier::ocr
