#pragma once
// Rows of insertion: which document a file's pages are handed in for, until the file was looked at.
// Then its pages are put in (arrangement.cpp), or become a document of their own.

#include "store/rows/vault.h"
#include "store/types.h"

#include <optional>
#include <vector>

namespace dossier::store {

struct InsertionRow {
    OriginalId original_id;
    Insertion into;
    Actor actor; ///< by name and role; what he may was settled when he handed the file in
};

void insert_insertion(Database& db, const Vault& vault, const InsertionRow& row);
[[nodiscard]] std::optional<InsertionRow>
load_insertion(Database& db, const Vault& vault, const OriginalId& original_id);
void remove_insertion(Database& db, const OriginalId& original_id);

/// Puts these pages of the file where they were handed in for: the document is made anew with them
/// and read again. Where that is not possible any more, they become a document of their own, so
/// that no page is lost. Either is in the trail.
void carry_out_insertion(
    Database& db,
    const Vault& vault,
    const InsertionRow& row,
    const std::vector<int>& pages,
    Instant now
);

} // namespace dossier::store
