#pragma once
// Which pages of a file belong to one document: both sides of a card, and pages of one type that
// continue each other.

#include "ocr/reading.h"

#include <vector>

namespace dossier::ocr {

/// `pages`: one document a page, or a card on one, in page order.
[[nodiscard]] std::vector<Document> join_pages(std::vector<Document> pages);

/// All of them as one document, because they lie together: of the type of the page that is surest
/// of its own; its fields from the pages of that type, all pairs. Where two pages say different
/// things of a field, the surer one stands, the other is an alternative, and neither is beyond
/// doubt any more. Of no pages: an unknown document.
[[nodiscard]] Document join_group(std::vector<Document> pages);

/// The same page, read twice by different lines: of each field the surer reading. One that the
/// other contradicts surely is not beyond doubt any more.
[[nodiscard]] Document join_looks(Document first, Document second);

} // namespace dossier::ocr
