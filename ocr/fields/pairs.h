#pragma once
// Every label on a page with the text that belongs to it, whatever the page is: labels of known
// types, words before a colon or a line to write on, cells of tables.

#include "ocr/fields/label_words.h"
#include "ocr/fields/values.h"
#include "ocr/reading.h"

#include <vector>

namespace dossier::ocr {

/// In reading order; `type` may be null. The value is empty where the label stands alone.
[[nodiscard]] std::vector<Pair>
extract_pairs(const PageText& page, const DocumentType* type, const LabelWords& words);

} // namespace dossier::ocr
