#pragma once
// Values of cards whose labels a copier has washed out: each is the only print of its form there.

#include "ocr/document_type.h"
#include "ocr/fields/labels.h"
#include "ocr/fields/values.h"

#include <vector>

namespace dossier::ocr {

/// What stands by itself on the page and has the field's form: of names the first on the page, of
/// all others the only one; nothing where several differ. `hits`: labels, which are no values.
[[nodiscard]] std::vector<Span>
find_alone(const PageText& page, const std::vector<LabelHit>& hits, const FieldType& field);

} // namespace dossier::ocr
