#include "store/rows/same_sheet.h"

#include "capture/likeness.h"
#include "store/rows/batches.h"
#include "store/rows/bundles.h"
#include "store/rows/shredding.h"
#include "verify/same_sheet.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace dossier::store {
namespace {

constexpr int files_compared = 300;

struct Page {
    const capture::PageFacts* facts = nullptr;
    std::size_t document = 0;
};

/// Pages with print, each with the document it is on.
std::vector<Page> pages_of(const Examined& examined)
{
    std::vector<Page> pages;
    for (std::size_t i = 0; i < examined.documents.size(); ++i) {
        for (const int number : examined.documents[i].pages) {
            const auto facts =
                std::ranges::find(examined.pages, number, &capture::PageFacts::index);
            const bool has_print =
                facts != examined.pages.end() && facts->likeness != capture::Likeness{};
            if (has_print) {
                pages.push_back({.facts = &*facts, .document = i});
            }
        }
    }
    return pages;
}

std::vector<OriginalId>
newest_files(Database& db, std::string_view station, const OriginalId& except)
{
    std::vector<OriginalId> ids;
    Statement rows(
        db,
        "SELECT id FROM original WHERE station = $1 AND id <> $2 AND state = 'read' "
        "AND department = (SELECT department FROM original WHERE id = $2) "
        "AND (NOT EXISTS (SELECT 1 FROM bundle_page WHERE bundle_id = original.id) OR EXISTS "
        "(SELECT 1 FROM bundle_page WHERE bundle_id = original.id AND is_replaced = 0)) "
        "ORDER BY received_at DESC LIMIT $3",
        station,
        except,
        files_compared
    );
    while (rows.next()) {
        ids.push_back({rows.text(0)});
    }
    return ids;
}

std::vector<DocumentRow>
documents_on(Database& db, const Vault& vault, const OriginalId& id, int page)
{
    std::vector<DocumentRow> documents;
    Statement rows(db, "SELECT id FROM document WHERE original_id = $1 ORDER BY position", id);
    while (rows.next()) {
        auto document = load_document(db, vault, {rows.text(0)});
        const auto& own = document.value().body.checked.pages;
        if (std::ranges::find(own, page) != own.end()) {
            documents.push_back(std::move(*document));
        }
    }
    return documents;
}

/// The likest page so far of each page.
class Search {
public:
    /// `own`: where the pages were scanned, where they are of other files.
    Search(Database& db, const Vault& vault, const Examined& examined, std::set<FilePage> own)
        : db_(db),
          vault_(vault),
          examined_(examined),
          own_(std::move(own)),
          pages_(pages_of(examined)),
          best_(pages_.size())
    {}

    [[nodiscard]] bool is_empty() const { return pages_.empty(); }

    void compare_with(const OriginalId& file)
    {
        if (is_shredded(db_, vault_, file.text)) {
            return;
        }
        const auto elsewhere = replaced_pages(db_, file);
        for (const auto& row : load_pages(db_, vault_, vault_.data_key(db_, file.text), file)) {
            if (row.body.facts.likeness == capture::Likeness{} || elsewhere.contains(row.page_no) ||
                own_.contains({file, row.page_no})) {
                continue;
            }
            for (std::size_t i = 0; i < pages_.size(); ++i) {
                compare(i, file, row);
            }
        }
    }

    std::vector<SameSheetFound> take()
    {
        std::vector<SameSheetFound> found;
        for (const auto& best : best_) {
            if (best) {
                found.push_back(best->found);
            }
        }
        return found;
    }

private:
    struct Best {
        int distance = 0;
        SameSheetFound found;
    };

    void compare(std::size_t at, const OriginalId& file, const PageRow& row)
    {
        const auto& page = pages_[at];
        const int distance =
            capture::likeness_distance(page.facts->likeness, row.body.facts.likeness);
        if (distance > capture::likeness_threshold ||
            (best_[at] && best_[at]->distance <= distance)) {
            return;
        }
        for (const auto& document : documents_on(db_, vault_, file, row.page_no)) {
            if (verify::shows_same_sheet(
                    {examined_.documents[page.document], page.facts->index},
                    {document.body.checked, row.page_no}
                )) {
                best_[at] = Best{
                    .distance = distance,
                    .found = {
                        .document = page.document,
                        .page = page.facts->index,
                        .earlier_id = document.id,
                        .earlier_page = row.page_no}};
            }
        }
    }

    Database& db_;
    const Vault& vault_;
    const Examined& examined_;
    std::set<FilePage> own_;
    std::vector<Page> pages_;
    std::vector<std::optional<Best>> best_;
};

/// The batch that a file, or the first file of a bundle, was delivered with.
std::optional<BatchRow> batch_of(Database& db, const Vault& vault, const OriginalRow& original)
{
    const auto file =
        is_bundle(original) ? load_bundle(db, vault, original).front().original_id : original.id;
    const auto id = find_batch_id(db, file);
    return id ? load_batch(db, vault, *id) : std::nullopt;
}

std::set<FilePage> pages_of_bundle(Database& db, const Vault& vault, const OriginalId& id)
{
    const auto original = require_original(db, vault, id);
    if (!is_bundle(original)) {
        return {};
    }
    const auto pages = load_bundle(db, vault, original);
    return {pages.begin(), pages.end()};
}

} // namespace

std::vector<SameSheetFound> find_same_sheets(
    Database& db,
    const Vault& vault,
    std::string_view station,
    const OriginalId& original_id,
    const Examined& examined
)
{
    Search search{db, vault, examined, pages_of_bundle(db, vault, original_id)};
    if (search.is_empty()) {
        return {};
    }
    for (const auto& file : newest_files(db, station, original_id)) {
        search.compare_with(file);
    }
    return search.take();
}

void insert_same_sheet(Database& db, const DocumentId& id, const SameSheetFound& found)
{
    db.run(
        "INSERT INTO same_sheet (document_id, page_no, earlier_id, earlier_page) "
        "VALUES ($1, $2, $3, $4) ON CONFLICT (document_id, page_no) DO NOTHING",
        id,
        found.page,
        found.earlier_id,
        found.earlier_page
    );
}

std::vector<int> pages_scanned_before(Database& db, const DocumentId& id)
{
    std::vector<int> pages;
    Statement rows(db, "SELECT page_no FROM same_sheet WHERE document_id = $1", id);
    while (rows.next()) {
        pages.push_back(rows.small_integer(0));
    }
    return pages;
}

std::vector<SameSheet> load_same_sheets(Database& db, const Vault& vault, const DocumentId& id)
{
    std::vector<SameSheet> sheets;
    Statement rows(
        db,
        "SELECT page_no, earlier_id, earlier_page FROM same_sheet WHERE document_id = $1 "
        "ORDER BY page_no",
        id
    );
    while (rows.next()) {
        const auto earlier = load_document(db, vault, {rows.text(1)});
        if (!earlier || is_shredded(db, vault, earlier->id.text)) {
            continue;
        }
        const auto original = require_original(db, vault, earlier->original_id);
        const auto batch = batch_of(db, vault, original);
        sheets.push_back(
            {.page = rows.small_integer(0),
             .document_id = earlier->id,
             .document_page = rows.small_integer(2),
             .state = earlier->state,
             .source_name = describe(db, vault, original).source_name,
             .batch_id = batch ? batch->id : std::string(),
             .batch_name = batch ? batch->body.announced.name : std::string()}
        );
    }
    return sheets;
}

} // namespace dossier::store
