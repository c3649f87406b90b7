#pragma once
// An archive's rows, one by one, by the same way as every file: whole by its own structure, then
// kept. A dry run looks at everything and keeps nothing. Whatever happens, every row ends in one of
// four states, so that the numbers add up.

#include "capture/limits.h"
#include "ocr/document_type.h"
#include "store/store.h"
#include "web/import/import_map.h"
#include "web/import/tree.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::web {

/// `kept`: fresh bytes, or kept by an earlier run. `repeated`: the archive has these bytes from
/// another delivery, or the row says again what an earlier one said. `not_done`: stopped before.
enum class RowState { kept, repeated, refused, not_done };

[[nodiscard]] std::string_view to_text(RowState state);

struct RowOutcome {
    int line = 0;
    std::string path; ///< as found in the tree, else as written
    RowState state = RowState::not_done;
    bool earlier = false; ///< by an earlier run
    capture::Refusal reason;
    std::string sha256;
    std::string original_id;  ///< empty in a dry run
    std::string duplicate_of; ///< original id; in a dry run the path that has the same bytes
};

struct ImportOutcome {
    std::vector<RowOutcome> rows;
    std::vector<std::string> unlisted; ///< files that no row names

    [[nodiscard]] std::size_t count(RowState state) const;
    [[nodiscard]] std::size_t count_earlier() const;

    /// Every row is in the archive (or would be), and every file has a row.
    [[nodiscard]] bool is_complete() const;
};

/// What a run needs of the outside. Without `archive` it is a dry run.
struct ImportRun {
    const ImportMap& map;
    const IndexTable& table;
    const Tree& tree;
    const std::vector<std::string>& files; ///< of the tree
    const ocr::TypeCatalog& types;
    capture::Limits limits;
    std::string station;
    store::Store* archive = nullptr;
    std::function<store::Instant()> now;
    std::function<bool()> should_stop;
    std::function<void(std::size_t)> progress; ///< rows behind us
};

[[nodiscard]] ImportOutcome run_import(const ImportRun& run);

/// Holds the outcome against the archive: rows that it says are in and that are not become refused
/// (`not_in_archive`).
void reconcile(const ImportRun& run, ImportOutcome& outcome);

} // namespace dossier::web
