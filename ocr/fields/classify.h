#pragma once
// Which type a page is of, by the anchors that stand on it: a probability over all types and
// "none of them".

#include "ocr/document_type.h"
#include "ocr/fields/text.h"

#include <string_view>
#include <vector>

namespace dossier::ocr {

/// `type` is null when nothing fits.
struct Classified {
    const DocumentType* type = nullptr;
    double confidence = 0.0;
};

/// `zone`: the first line of the page's machine-readable zone, empty without one.
[[nodiscard]] Classified
classify(const std::vector<TextLine>& lines, const TypeCatalog& types, std::string_view zone = {});

} // namespace dossier::ocr
