#pragma once
// Real photographs of business licences through the real reader, compared with what people typed
// from them (truth.json: file -> type, fields).

#include "tests/bench/read/folder.h"
#include "tests/corpus/score.h"

#include <string>
#include <vector>

namespace dossier::bench {

/// One picture read.
struct ReadLicence {
    std::string file;
    double seconds = 0.0;
    std::string type; ///< as read, empty when nothing was
    std::vector<corpus::FieldResult> fields;
};

/// Reads the pictures, in the order of their names. Throws where the folder has no truth.
[[nodiscard]] std::vector<ReadLicence> read_licences(const FolderOptions& options);

/// How a value that is not exact differs from the truth.
[[nodiscard]] std::string
kind_of_failure(const ReadLicence& licence, const corpus::FieldResult& field);

/// A row a field, all of them, all but the business scope, the ten commonest failures, and the
/// time.
void print_licences(const std::vector<ReadLicence>& licences);

/// Every field, with what was read: private.
void show_licences(const std::vector<ReadLicence>& licences);

} // namespace dossier::bench
