#pragma once
// Which fields are masked, and how: what their type's file calls identifying (`c3`), by the kind of
// value that it is.

#include "ocr/document_type.h"
#include "verify/mask.h"
#include "web/json.h"

namespace dossier::web {

[[nodiscard]] bool is_identifying(const ocr::FieldType& field);
[[nodiscard]] verify::Masking masking_of(const ocr::FieldType& field);

/// Masks the identifying fields of a record's or document's JSON and says of each field whether it
/// is (`masked`); all fields of a type that is not known any more. `but_disputed`: what a person is
/// asked about stays.
enum class Masked { all, but_disputed };
void mask_fields(Json& body, const ocr::DocumentType* type, Masked which);

} // namespace dossier::web
