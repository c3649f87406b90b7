#pragma once
// From the text of a page to the fields of a type: labels, their values, a second look at each
// value's zone, its normal form and how sure all that is.

#include "ocr/document_type.h"
#include "ocr/fields/values.h"
#include "ocr/reading.h"

#include <functional>
#include <vector>

namespace dossier::ocr {

/// Recognises the zone of a run of symbols again; nothing when that recogniser is not there or does
/// not know the alphabet.
using LookAgain =
    std::function<std::vector<Symbol>(const Span& span, Alphabet alphabet, Recogniser who)>;

/// Fields in the type's order: those whose label stands on the page and those that the type
/// requires. Boxes are on the upright page.
[[nodiscard]] std::vector<Field>
extract_fields(const PageText& page, const DocumentType& type, const LookAgain& look_again);

/// Puts a field where the type has it among others.
void insert_in_order(const DocumentType& type, Field field, std::vector<Field>& fields);

} // namespace dossier::ocr
