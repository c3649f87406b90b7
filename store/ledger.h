#pragma once
// The page ledger of a batch: sheets announced, images, covers, separators and blanks, documents,
// and what was committed of them must add up; where they do not, the ledger names the place to look
// at first. Pure.

#include "store/types.h"

#include <span>

namespace dossier::store {

/// `files` in the order of arrival. While a file is unread, only what is wrong already is told.
[[nodiscard]] Balance balance(
    const Announced& announced,
    std::span<const LedgerFile> files,
    std::span<const LedgerDocument> documents
);

} // namespace dossier::store
