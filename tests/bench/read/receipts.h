#pragma once
// Real receipts through the real reader, compared with what people typed from them (truth.json:
// file -> type, fields): company, date, address, total.

#include "tests/bench/read/folder.h"
#include "tests/corpus/score.h"

#include <string>
#include <vector>

namespace dossier::bench {

struct ReceiptField {
    std::string file;
    corpus::FieldResult result;
    bool is_read = false; ///< its text stands somewhere on the receipt as it was read
};

/// The truth as the contract writes it: dates ISO, day before month as on all of these receipts;
/// amounts without a currency.
[[nodiscard]] std::string in_normal_form(const std::string& field, const std::string& typed);

/// Reads the receipts in the order of their names. Throws where the folder has no truth.
void measure_receipts(const FolderOptions& options);

} // namespace dossier::bench
