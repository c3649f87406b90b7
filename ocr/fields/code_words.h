#pragma once
// What a sheet's QR codes say of its fields. Registrars print one on a licence that repeats it:
// 统一社会信用代码：91…； 名称：…, or names its number in an address: ?uniscid=91….

#include "capture/facts.h"
#include "ocr/document_type.h"
#include "ocr/reading.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::ocr {

/// The words behind one of the field's labels and a colon (or =) in the text of a code, in the
/// field's normal form; nothing where none of that form stands there.
[[nodiscard]] std::optional<std::string>
said_of(const FieldType& field, const DocumentType& type, std::string_view text);

/// Fields that a code repeats are borne out by it. Where it says something else, or the page says
/// nothing, a person decides: anybody can print a code.
void hear_codes(
    const std::vector<capture::Code>& codes, const DocumentType& type, std::vector<Field>& fields
);

} // namespace dossier::ocr
