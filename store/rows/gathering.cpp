#include "store/rows/gathering.h"

#include "store/error.h"
#include "store/ledger.h"
#include "store/rows/bundles.h"
#include "store/rows/documents.h"
#include "store/rows/same_sheet.h"
#include "store/rows/sequence.h"
#include "store/rows/shredding.h"
#include "store/rows/words.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace dossier::store {
namespace {

/// Whether the record of a committed document is there with a picture of every page that has one.
bool is_kept(Database& db, const DocumentRow& document, const std::vector<PageRow>& pages)
{
    std::set<int> pictures;
    bool has_original = false;
    Statement rows(
        db,
        "SELECT attachment.kind, attachment.page_no FROM attachment JOIN record "
        "ON record.id = attachment.record_id WHERE record.document_id = $1",
        document.id
    );
    while (rows.next()) {
        if (from_word<AttachmentKind>(rows.text(0)) == AttachmentKind::original) {
            has_original = true;
        } else {
            pictures.insert(rows.small_integer(1));
        }
    }
    const auto& own = document.body.checked.pages;
    return has_original && std::ranges::all_of(pages, [&](const PageRow& page) {
               const bool is_own = std::ranges::find(own, page.page_no) != own.end();
               return !is_own || !page.body.preview || pictures.contains(page.page_no);
           });
}

bool is_print(const capture::PageFacts& facts)
{
    return facts.role == capture::PageRole::content && !facts.blank;
}

/// Pages with print that are on no document. `waiting`: but will be, at its end or when they are
/// read again. `late`: that document was made without them. In neither are those beside a file that
/// could not be read.
struct Unplaced {
    std::set<FilePage> waiting;
    std::set<FilePage> late;
};

Unplaced
find_unplaced(Database& db, const Vault& vault, const SiteRules& stations, const BatchRow& row)
{
    Unplaced unplaced;
    if (!has_loose_files(db, row.id)) {
        return unplaced; // as in nearly every batch
    }
    const auto pages = load_sequence(db, vault, row).pages;
    for (const auto& page : pages) {
        if (page.is_loose && !page.is_placed && is_print(page.facts)) {
            unplaced.waiting.insert({page.original_id, page.facts.index});
        }
    }
    if (unplaced.waiting.empty()) {
        return unplaced;
    }
    for (const auto& group : group_sequence(pages, stations.of(row.station).separation, false)) {
        if (group.fate != GroupFate::late && group.fate != GroupFate::held) {
            continue;
        }
        for (const auto at : group.pages) {
            auto page = unplaced.waiting.extract({pages[at].original_id, pages[at].facts.index});
            if (group.fate == GroupFate::late) {
                unplaced.late.insert(std::move(page));
            }
        }
    }
    return unplaced;
}

/// What pages of several files became, with what each of the files needs of it.
struct Bundle {
    OriginalState state = OriginalState::received;
    std::vector<PageRow> pages;
    std::vector<DocumentRow> documents;
    std::set<int> replaced; ///< positions of pages that others have now
};

/// What it was stands on other documents now.
template <typename Places>
bool is_superseded(const DocumentRow& document, const Places& elsewhere)
{
    return document.state == DocumentState::rejected &&
           std::ranges::all_of(document.body.checked.pages, [&](int page) {
               return elsewhere.contains(page);
           });
}

class Gathering {
public:
    Gathering(Database& db, const Vault& vault, Unplaced unplaced)
        : db_(db),
          vault_(vault),
          unplaced_(std::move(unplaced))
    {}

    Batch gather(const BatchRow& row)
    {
        for (const auto& arrival : load_batch_arrivals(db_, vault_, row.id)) {
            add(arrival);
        }
        batch_.item = item_of(row, balance(row.body.announced, batch_.files, batch_.documents));
        if (has_destroyed_ && row.state == BatchState::closed) {
            batch_.item.balance.imbalances.clear();
        }
        return std::move(batch_);
    }

private:
    void add(const BatchArrival& arrival)
    {
        const auto original =
            describe(db_, vault_, require_original(db_, vault_, arrival.original_id));
        const auto pages = pages_of(original.id);
        const auto bundled = bundle_places(db_, original.id);
        std::map<int, DocumentId> on_pages;
        for (const auto& id : original.documents) {
            const auto document = require_document(id);
            if (is_superseded(document, bundled)) {
                continue;
            }
            const auto& own = document.body.checked.pages;
            for (const int page : own) {
                on_pages.emplace(page, id);
            }
            for (const int page : pages_scanned_before(db_, id)) {
                scanned_before_.insert({original.id, page});
            }
            const int first = own.empty() ? arrival.first_page : own.front();
            if (!arrival.is_repeat && arrival.has_page(first)) {
                count(document, original.id, own, pages);
            }
        }
        LedgerFile file{
            .original_id = original.id,
            .source_name = original.source_name,
            .sha256 = original.sha256,
            .size = original.size,
            .state = original.state,
            .is_repeat = arrival.is_repeat,
            .pages = {},
            .page_count = static_cast<int>(pages.size())};
        if (add_assembled(original.id, bundled, on_pages) == OriginalState::received) {
            file.state = OriginalState::received;
        }
        for (const auto& page : pages) {
            if (arrival.has_page(page.page_no)) {
                file.pages.push_back(ledger_page(original.id, page, on_pages));
            }
        }
        batch_.files.push_back(std::move(file));
    }

    /// The documents that were made of a file's pages and those of others; `received` while one of
    /// them is unread.
    OriginalState add_assembled(
        const OriginalId& file,
        const std::map<int, BundlePlace>& bundled,
        std::map<int, DocumentId>& on_pages
    )
    {
        std::map<OriginalId, std::map<int, int>> bundles; // page of the file, by place
        for (const auto& [page, place] : bundled) {
            bundles[place.bundle_id].emplace(place.position, page);
        }
        auto state = OriginalState::read;
        for (const auto& [id, places] : bundles) {
            const auto& bundle = bundle_of(id);
            if (bundle.state == OriginalState::received) {
                state = OriginalState::received;
                for (const auto& [position, page] : places) {
                    unplaced_.waiting.insert({file, page});
                }
            }
            for (const auto& document : bundle.documents) {
                if (is_superseded(document, bundle.replaced)) {
                    continue;
                }
                std::vector<int> own;
                for (const int at : document.body.checked.pages) {
                    const auto page = places.find(at);
                    if (page != places.end()) {
                        own.push_back(page->second);
                        on_pages.emplace(page->second, document.id);
                    }
                }
                for (const int at : pages_scanned_before(db_, document.id)) {
                    if (const auto page = places.find(at); page != places.end()) {
                        scanned_before_.insert({file, page->second});
                    }
                }
                count(document, file, own, bundle.pages);
            }
        }
        return state;
    }

    /// Loaded with the first of its files.
    const Bundle& bundle_of(const OriginalId& id)
    {
        const auto known = bundles_.find(id);
        if (known != bundles_.end()) {
            return known->second;
        }
        const auto original = require_original(db_, vault_, id);
        (void)load_bundle(db_, vault_, original); // or it is not what it was made of
        Bundle bundle{
            .state = original.state,
            .pages = pages_of(id),
            .documents = {},
            .replaced = replaced_pages(db_, id)};
        for (const auto& document_id : describe(db_, vault_, original).documents) {
            bundle.documents.push_back(require_document(document_id));
        }
        return bundles_.emplace(id, std::move(bundle)).first->second;
    }

    /// Once, with the first of its files.
    void count(
        const DocumentRow& document,
        const OriginalId& file,
        const std::vector<int>& pages_in_file,
        const std::vector<PageRow>& pages
    )
    {
        if (counted_.insert(document.id).second) {
            batch_.documents.push_back(
                {.id = document.id,
                 .original_id = file,
                 .state = document.state,
                 .pages = pages_in_file,
                 .is_kept = is_kept(db_, document, pages),
                 .rescan = document.body.rescan}
            );
        }
    }

    LedgerPage ledger_page(
        const OriginalId& file, const PageRow& page, const std::map<int, DocumentId>& on_pages
    ) const
    {
        const auto document = on_pages.find(page.page_no);
        const bool in_document = document != on_pages.end();
        return {
            .page_no = page.page_no,
            .role = page.body.facts.role,
            .blank = page.body.facts.blank,
            .in_document = in_document,
            .is_waiting = unplaced_.waiting.contains({file, page.page_no}),
            .is_late = unplaced_.late.contains({file, page.page_no}),
            .document_id = in_document ? std::optional(document->second) : std::nullopt,
            .is_scanned_before = scanned_before_.contains({file, page.page_no})};
    }

    std::vector<PageRow> pages_of(const OriginalId& id)
    {
        if (is_shredded(db_, vault_, id.text)) {
            has_destroyed_ = true;
            return {};
        }
        return load_pages(db_, vault_, vault_.data_key(db_, id.text), id);
    }

    DocumentRow require_document(const DocumentId& id)
    {
        auto document = load_document(db_, vault_, id);
        if (!document) {
            throw Tampered("document " + id.text);
        }
        return std::move(*document);
    }

    Database& db_;
    const Vault& vault_;
    Unplaced unplaced_;
    std::set<FilePage> scanned_before_;
    std::set<DocumentId> counted_;
    std::map<OriginalId, Bundle> bundles_;
    bool has_destroyed_ = false; ///< it added up when it was closed, and is not counted any more
    Batch batch_;
};

} // namespace

Gathered gather(Database& db, const Vault& vault, const SiteRules& stations, const BatchRow& row)
{
    auto unplaced = find_unplaced(db, vault, stations, row);
    const bool is_waiting = !unplaced.waiting.empty();
    return {
        .batch = Gathering{db, vault, std::move(unplaced)}.gather(row), .is_waiting = is_waiting};
}

BatchItem item_of(const BatchRow& row, Balance balance)
{
    return {
        .id = row.id,
        .station = row.station,
        .kind = row.kind,
        .state = row.state,
        .version = row.version,
        .opened_at = row.opened_at,
        .last_arrival_at = row.last_arrival_at,
        .announced = row.body.announced,
        .balance = std::move(balance),
        .has_receipt = !row.body.receipt.empty(),
        .accepted_by = row.body.accepted_by,
        .accepted_because = row.body.accepted_because,
        .urgency = row.urgency};
}

} // namespace dossier::store
