#pragma once
// From what was read to what is doubtful: every field is checked against its rule and the others,
// and either accepted or left for a person. Pure.

#include "ocr/document_type.h"
#include "ocr/reading.h"
#include "verify/finding.h"

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::verify {

/// `accepted`: no person would look at the field. `review`: one must.
enum class FieldStatus { accepted, review };

struct CheckedField {
    ocr::Field field;
    FieldStatus status = FieldStatus::review;
};

struct CheckedDocument {
    std::string type;
    int type_version = 0;
    double type_confidence = 0.0;
    std::vector<int> pages;
    std::vector<CheckedField> fields;
    std::vector<Finding> findings;
    std::vector<ocr::Pair> pairs;
};

/// The least confidence at which a field without findings is accepted; `proven` holds where a
/// check digit vouches for the raw reading.
struct Thresholds {
    double accept = 0.98;
    double proven = 0.80;
    double type = 0.80;
};

[[nodiscard]] std::vector<CheckedDocument> examine(
    const ocr::Reading& reading,
    const ocr::TypeCatalog& types,
    std::chrono::year_month_day today,
    const Thresholds& thresholds = {}
);

/// The findings on a document whose values a person changed: the same rules, without confidences.
[[nodiscard]] std::vector<Finding> recheck(
    const CheckedDocument& document,
    const ocr::TypeCatalog& types,
    std::chrono::year_month_day today
);

/// The fields that wait for a person, one discrepancy each, in the document's order. The empty name
/// stands first when the document as a whole is in doubt (its type is unknown or uncertain): such a
/// document never passes by itself, even with no field in it.
[[nodiscard]] std::vector<std::string> doubtful_fields(const CheckedDocument& document);

/// The cross-checks that a type file may name.
[[nodiscard]] std::span<const std::string_view> cross_checks();

} // namespace dossier::verify
