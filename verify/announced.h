#pragma once
// What somebody said of a file before it was read (the index of an archive, say) against what was
// read. The index is a witness, not a judge: where both agree nothing happens, where they differ a
// person decides. Pure.

#include "ocr/document_type.h"
#include "verify/examine.h"

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::verify {

/// By the contract's field names; `#type`, which is none, is the document's type.
using Announced = std::map<std::string, std::string>;

inline constexpr std::string_view announced_type = "#type";

/// Adds a finding `<field>.announced` (confirm) for every field that was read differently, and
/// takes its acceptance back; `document.announced` to all when none has the announced type.
void compare_with_announced(
    std::vector<CheckedDocument>& documents,
    const Announced& announced,
    const ocr::TypeCatalog& types,
    std::chrono::year_month_day today
);

/// The same findings on one document whose values a person changed: to go with those of `recheck`.
[[nodiscard]] std::vector<Finding> announced_findings(
    const CheckedDocument& document,
    const Announced& announced,
    const ocr::TypeCatalog& types,
    std::chrono::year_month_day today
);

} // namespace dossier::verify
