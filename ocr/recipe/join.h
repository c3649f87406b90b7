#pragma once
// Which pages of a file belong to one document: both sides of an identity card, and pages of one
// type that continue each other.

#include "ocr/reading.h"

#include <vector>

namespace dossier::ocr {

/// `pages`: one document a page, in page order.
[[nodiscard]] std::vector<Document> join_pages(std::vector<Document> pages);

} // namespace dossier::ocr
