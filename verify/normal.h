#pragma once
// A value as it is stored, whoever wrote it: dates in ISO form, numbers without separators. Pure.

#include "ocr/document_type.h"

#include <chrono>
#include <string>
#include <string_view>

namespace dossier::verify {

/// The kind of check that writes values of a field the way they are stored; empty where none does.
[[nodiscard]] std::string_view kind_of(const ocr::FieldType& field);

/// The normal form of a value that satisfies its field's rule; any other value as it is.
[[nodiscard]] std::string normal_value(
    const ocr::FieldType& field, std::string_view value, std::chrono::year_month_day today
);

} // namespace dossier::verify
