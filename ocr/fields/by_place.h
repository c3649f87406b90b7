#pragma once
// Values that have no label because of where they stand: whose paper it is stands at its head, and
// where that is to be found under the name.

#include "ocr/document_type.h"
#include "ocr/fields/values.h"
#include "ocr/reading.h"

#include <vector>

namespace dossier::ocr {

/// What a field of `type` with a place takes from the page, in reading order; nothing where there
/// is none.
[[nodiscard]] std::vector<Span>
find_by_place(const PageText& page, const DocumentType& type, const FieldType& field);

/// What lies inside the field's zone, in reading order: symbols whose middles lie there.
[[nodiscard]] std::vector<Span> find_in_zone(const PageText& page, const FieldType& field);

/// Lowers the confidence of what was read surely and may all the same be another thing: a name
/// known by its place alone, a date whose day could be its month or beside which others stand, any
/// total: till slips print several.
void doubt_what_is_open(const PageText& page, const FieldType& type, Field& field);

} // namespace dossier::ocr
