#pragma once
// One file's reading in the forms of `dossier read`: the contract's JSON line, CSV rows, plain
// text, a searchable PDF.

#include "ocr/reading.h"
#include "verify/examine.h"
#include "web/json.h"

#include <optional>
#include <string>
#include <vector>

namespace dossier::web {

/// What became of one file. `error` is set when it could not be read; the rest is then empty.
struct ReadFile {
    std::string source;
    std::string sha256;
    double seconds = 0.0;
    std::vector<capture::PageFacts> pages;
    std::vector<verify::CheckedDocument> documents;
    std::optional<capture::Refusal> error;
    std::vector<capture::Preview> previews{}; ///< for the PDF only
    std::vector<ocr::Line> lines{};           ///< for the PDF only
};

[[nodiscard]] std::string to_json_line(const ReadFile& file);

[[nodiscard]] std::string csv_header();
/// A row a field, or one with the error.
[[nodiscard]] std::string to_csv(const ReadFile& file);

[[nodiscard]] std::string to_plain_text(const ReadFile& file);
/// A searchable PDF of the pages; empty when the file could not be read.
[[nodiscard]] std::string to_pdf(const ReadFile& file);

} // namespace dossier::web
