#pragma once
// Compares what was read with what is printed on a specimen, field by field.

#include "ocr/document_type.h"
#include "verify/examine.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::corpus {

/// One document of a specimen's truth file: field name -> value as printed.
struct Truth {
    std::string type;
    std::map<std::string, std::string> fields;
};

[[nodiscard]] std::vector<Truth> load_truth(const std::filesystem::path& file);

/// Full- and half-width forms alike, no spaces, no difference between capitals and small letters.
[[nodiscard]] std::string folded(std::string_view text);

struct FieldResult;

/// A row of the table. `wrong` counts values that differ from the truth, `missing` fields without
/// a value; both kinds of error wait for a person unless they were accepted.
struct Score {
    int documents = 0;
    int types_right = 0;
    int fields = 0;
    int exact = 0;
    int missing = 0;
    int wrong = 0;
    int accepted = 0;
    int accepted_wrong = 0;
    double seconds = 0.0;

    Score& operator+=(const Score& other);
    Score& operator+=(const FieldResult& result);
};

/// What became of one field of the truth.
struct FieldResult {
    std::string type;
    std::string name;
    std::string truth;
    ocr::Field read;
    bool exact = false;
    bool accepted = false;
};

/// The score of one specimen and, in `results`, every field.
[[nodiscard]] Score score(
    const std::vector<Truth>& truth,
    const std::vector<verify::CheckedDocument>& read,
    std::vector<FieldResult>& results
);

} // namespace dossier::corpus
