#pragma once
// Rows of same_sheet: which page seems to be a scan of a sheet that was scanned before.

#include "store/rows/documents.h"

#include <string_view>
#include <vector>

namespace dossier::store {

/// A page of the `document`-th of the documents just read, and the earlier page that is like it.
struct SameSheetFound {
    std::size_t document = 0;
    int page = 0;
    DocumentId earlier_id;
    int earlier_page = 0;
};

/// Compares with the documents of the station's newest 300 files, and no others: a sheet is scanned
/// again where and soon after it was, and the work is bounded. At most one a page, the likest.
[[nodiscard]] std::vector<SameSheetFound> find_same_sheets(
    Database& db,
    const Vault& vault,
    std::string_view station,
    const OriginalId& original_id,
    const Examined& examined
);

void insert_same_sheet(Database& db, const DocumentId& id, const SameSheetFound& found);
/// The pages of a document that seem to have been scanned before.
[[nodiscard]] std::vector<int> pages_scanned_before(Database& db, const DocumentId& id);
/// With the earlier file's name and batch.
[[nodiscard]] std::vector<SameSheet>
load_same_sheets(Database& db, const Vault& vault, const DocumentId& id);

} // namespace dossier::store
