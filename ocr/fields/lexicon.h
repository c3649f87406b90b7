#pragma once
// What is known of a text beyond its grammar: what stands in such a field oftenest, and the names
// of divisions (ocr/regions.h). A reading that differs by a misread character is mended, for a
// person; where both recognisers were sure of it the value stays, for a person too.

#include "ocr/document_type.h"
#include "ocr/engine.h"
#include "ocr/reading.h"

#include <string_view>
#include <vector>

namespace dossier::ocr {

/// Whether a value is one of those that usually stand in such a field, in whichever hand.
[[nodiscard]] bool is_usual(const FieldType& field, std::u32string_view value);

/// Mends and doubts the fields of one document. `hand`: simplified or traditional, as its page is.
void mend_by_lexicon(const DocumentType& type, Alphabet hand, std::vector<Field>& fields);

} // namespace dossier::ocr
