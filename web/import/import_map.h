#pragma once
// Which column of an index means what: a small TOML file, written once for an archive. Checked
// against the index and the document types before anything is done. Format: web/README.md.

#include "ocr/document_type.h"
#include "web/import/index_table.h"

#include <tl/expected.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

/// A piece of a file's path: a text as it stands, or a column's value.
struct PathPiece {
    std::string text;
    std::optional<std::size_t> column;
};

struct ImportMap {
    std::string name;    ///< of the import: part of every delivery's key
    std::string station; ///< empty: nobody said
    std::vector<PathPiece> path;
    std::string type; ///< of every row; empty: what `type_column` says
    std::optional<std::size_t> type_column;
    std::map<std::string, std::string> types; ///< the column's values to document types
    std::optional<std::size_t> batch;
    std::map<std::string, std::size_t> fields; ///< the contract's field names to columns
};

struct MapError {
    std::string file;
    int line = 0; ///< 0: the file as a whole
    std::string reason;
};

[[nodiscard]] tl::expected<ImportMap, MapError> parse_import_map(
    std::string_view text,
    const std::string& file,
    const std::vector<std::string>& header,
    const ocr::TypeCatalog& types
);

} // namespace dossier::web
