#pragma once
// What the documents of one file say against each other: of the same person or company (X01, X02,
// X06, X07, X12, X15, X17, X18), of people named on each other's papers (X06, X15, X16), of permits
// of one holder (X10, X11) and of a card and the account it is for (X20).

#include "verify/examine.h"

#include <vector>

namespace dossier::verify {

/// Adds a finding (confirm) on both sides of every contradiction and takes acceptances back. Its
/// code says which reading is the likelier culprit: `<field>.contradicted` on that one,
/// `<field>.contradicts` on the other.
void compare_documents(std::vector<CheckedDocument>& documents);

/// The findings that rest on other documents, of the file or of the archive (verify/holders.h), and
/// that a document's own values cannot give again.
[[nodiscard]] std::vector<Finding> findings_between(const CheckedDocument& document);

} // namespace dossier::verify
