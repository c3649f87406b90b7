// Pages arranged anew: the documents that gave them are rejected, and bundles (rows/bundles.h) of
// the same pages are made of them, so that no page is lost and none is in two places. One
// transaction: all of it or nothing.

#include "store/arrangement.h"

#include "store/error.h"
#include "store/rows/batches.h"
#include "store/rows/bundles.h"
#include "store/rows/core.h"
#include "store/rows/decisions.h"
#include "store/rows/insertions.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace dossier::store {
namespace {

constexpr int neighbours_each_way = 2;

/// The original of a document, and where its pages stand as they were scanned.
struct Source {
    DocumentRow document;
    OriginalRow original;
    std::vector<FilePage> pages; ///< of the bundle; empty where the original is a file

    [[nodiscard]] std::optional<FilePage> file_page(int page) const
    {
        const auto& own = document.body.checked.pages;
        if (std::ranges::find(own, page) == own.end()) {
            return std::nullopt;
        }
        if (!is_bundle(original)) {
            return FilePage{.original_id = original.id, .page_no = page};
        }
        return pages.at(static_cast<std::size_t>(page));
    }
};

Source load_source(Database& db, const Vault& vault, DocumentRow document)
{
    Source source{.document = std::move(document), .original = {}, .pages = {}};
    source.original = require_original(db, vault, source.document.original_id);
    if (is_bundle(source.original)) {
        source.pages = load_bundle(db, vault, source.original);
    }
    return source;
}

/// The file that a document begins in.
OriginalId first_file(const Source& source)
{
    const auto& own = source.document.body.checked.pages;
    const auto page = own.empty() ? std::nullopt : source.file_page(own.front());
    return page ? page->original_id : source.original.id;
}

/// What stands on the pages of a file, in their order. Documents whose pages others have now are
/// left out.
std::vector<DocumentId> documents_on(Database& db, const Vault& vault, const OriginalId& file)
{
    std::map<int, std::vector<DocumentId>> by_page;
    const auto add = [&](const OriginalId& original, auto place_of) {
        Statement rows(
            db, "SELECT id FROM document WHERE original_id = $1 ORDER BY position", original
        );
        while (rows.next()) {
            const DocumentId id{rows.text(0)};
            const auto row = load_document(db, vault, id);
            for (const int page : row.value().body.checked.pages) {
                if (const auto place = place_of(page)) {
                    by_page[*place].push_back(id);
                    break;
                }
            }
        }
    };
    const auto bundled = bundle_places(db, file);
    add(file,
        [&](int page) { return bundled.contains(page) ? std::nullopt : std::optional(page); });
    std::map<OriginalId, std::map<int, int>> bundles; // page of the file, by place
    for (const auto& [page, place] : bundled) {
        bundles[place.bundle_id].emplace(place.position, page);
    }
    for (const auto& [bundle, pages] : bundles) {
        add(bundle, [&](int position) {
            const auto page = pages.find(position);
            return page == pages.end() ? std::nullopt : std::optional(page->second);
        });
    }
    std::vector<DocumentId> documents;
    for (const auto& [page, ids] : by_page) {
        documents.insert(documents.end(), ids.begin(), ids.end());
    }
    return documents;
}

/// So many before and behind it; in the order of their files, each once.
std::vector<DocumentId> neighbours_of(
    Database& db,
    const Vault& vault,
    const DocumentId& id,
    const std::vector<OriginalId>& files,
    const OriginalId& own_file
)
{
    const auto own = static_cast<std::size_t>(std::ranges::find(files, own_file) - files.begin());
    std::vector<DocumentId> documents;
    const auto take = [&](std::size_t at, bool in_front) {
        std::vector<DocumentId> fresh;
        for (auto& each : documents_on(db, vault, files[at])) {
            if (std::ranges::find(documents, each) == documents.end()) {
                fresh.push_back(std::move(each));
            }
        }
        documents.insert(
            in_front ? documents.begin() : documents.end(), fresh.begin(), fresh.end()
        );
    };
    take(own, false);
    const auto place = [&] { return std::ranges::find(documents, id) - documents.begin(); };
    for (auto at = own; at > 0 && place() < neighbours_each_way; --at) {
        take(at - 1, true);
    }
    const auto behind = [&] { return std::ssize(documents) - place() - 1; };
    for (auto at = own + 1; at < files.size() && behind() < neighbours_each_way; ++at) {
        take(at, false);
    }
    const auto first = std::max<std::ptrdiff_t>(0, place() - neighbours_each_way);
    const auto end = std::min(std::ssize(documents), place() + 1 + neighbours_each_way);
    return {documents.begin() + first, documents.begin() + end};
}

std::vector<OriginalId>
files_of_batch(Database& db, const Vault& vault, const std::string& batch_id)
{
    std::vector<OriginalId> files;
    for (const auto& arrival : load_batch_arrivals(db, vault, batch_id)) {
        if (!arrival.is_repeat && std::ranges::find(files, arrival.original_id) == files.end()) {
            files.push_back(arrival.original_id);
        }
    }
    return files;
}

NeighbourDocument neighbour(Database& db, const Vault& vault, const DocumentRow& row, Instant now)
{
    const auto original = require_original(db, vault, row.original_id);
    return {
        .id = row.id,
        .version = row.version,
        .type = row.type,
        .state = row.state,
        .source_name = describe(db, vault, original).source_name,
        .claimed_by = row.lease_until > now ? row.claimed_by : std::string(),
        .pages = row.body.checked.pages};
}

/// Takes the pages of several documents away from them and makes others of these.
class Arranging {
public:
    Arranging(Database& db, const Vault& vault, const Actor& actor, Instant now)
        : db_(db),
          vault_(vault),
          actor_(actor),
          now_(now)
    {}

    /// Why not, if not.
    std::optional<Conflict> take(const std::vector<DocumentVersion>& from)
    {
        for (const auto& wanted : from) {
            auto row = find_changeable(db_, vault_, wanted.id, wanted.version, actor_, now_);
            if (!row) {
                return row.error();
            }
            auto source = load_source(db_, vault_, std::move(*row));
            const auto batch = find_batch_id(db_, first_file(source));
            if (!sources_.empty() && (!batch || batch != batch_)) {
                return conflict(ConflictKind::not_allowed, "they are of several batches");
            }
            batch_ = batch;
            if (!sources_.emplace(wanted.id, std::move(source)).second) {
                return conflict(ConflictKind::not_allowed, "a document is named twice");
            }
        }
        return sources_.empty() ? std::optional(conflict(ConflictKind::not_found)) : std::nullopt;
    }

    /// Whether each page of theirs is in one of these exactly once, and something changes.
    std::optional<Conflict> place(const std::vector<WantedDocument>& into)
    {
        std::set<FilePage> placed;
        for (const auto& wanted : into) {
            std::vector<FilePage> pages;
            for (const auto& page : wanted.pages) {
                const auto source = sources_.find(page.document_id);
                const auto on_file =
                    source == sources_.end() ? std::nullopt : source->second.file_page(page.page);
                if (!on_file || !placed.insert(*on_file).second) {
                    return conflict(ConflictKind::not_allowed, "a page is not theirs, or is twice");
                }
                pages.push_back(*on_file);
            }
            if (pages.empty()) {
                return conflict(ConflictKind::not_allowed, "a document has a page");
            }
            made_.emplace_back(wanted.type, std::move(pages));
        }
        std::set<FilePage> theirs;
        for (const auto& [id, source] : sources_) {
            for (const int page : source.document.body.checked.pages) {
                theirs.insert(source.file_page(page).value());
            }
        }
        if (placed != theirs) {
            return conflict(ConflictKind::not_allowed, "a page is left over");
        }
        if (std::ranges::any_of(theirs, [&](const auto& page) { return is_shared(page); })) {
            return conflict(ConflictKind::not_allowed, "another document stands on the same page");
        }
        if (is_as_it_was(into)) {
            return conflict(ConflictKind::not_allowed, "nothing would change");
        }
        return std::nullopt;
    }

    /// The one document that was taken, with these pages behind `place` of its own.
    std::optional<Conflict> put_in(const std::vector<FilePage>& fresh, int place)
    {
        const auto& source = sources_.begin()->second;
        std::vector<FilePage> pages;
        for (const int page : source.document.body.checked.pages) {
            pages.push_back(source.file_page(page).value());
        }
        if (place < 0 || place > std::ssize(pages)) {
            return conflict(ConflictKind::not_allowed, "it has not so many pages");
        }
        if (std::ranges::any_of(pages, [&](const auto& page) { return is_shared(page); })) {
            return conflict(ConflictKind::not_allowed, "another document stands on the same page");
        }
        pages.insert(pages.begin() + place, fresh.begin(), fresh.end());
        made_.emplace_back(source.document.type, std::move(pages));
        return std::nullopt;
    }

    /// Rejects what was, and makes what was wanted.
    tl::expected<std::vector<OriginalId>, Conflict> make()
    {
        std::map<OriginalId, std::set<int>> given_back; // of bundles
        verify::Announced announced;
        for (auto& [id, source] : sources_) {
            auto& document = source.document;
            if (is_bundle(source.original)) {
                const auto& pages = document.body.checked.pages;
                given_back[source.original.id].insert(pages.begin(), pages.end());
            }
            announced.merge(describe(db_, vault_, source.original).announced);
            const auto seen = document.version;
            if (!reject(document, "its pages were arranged anew", actor_, now_) ||
                !save_document(db_, vault_, document, seen)) {
                return tl::unexpected(conflict(ConflictKind::version_changed));
            }
        }
        for (const auto& [id, positions] : given_back) {
            replace_pages(db_, vault_, require_original(db_, vault_, id), positions);
        }
        std::vector<OriginalId> made;
        const auto& origin = sources_.begin()->second.original;
        for (const auto& [type, pages] : made_) {
            made.push_back(insert_bundle(
                db_, vault_, origin.station, origin.owner, pages, type, now_, announced
            ));
            if (const auto supplement = supplement_among(pages)) {
                insert_supplement(db_, vault_, made.back(), *supplement);
            }
        }
        return made;
    }

    [[nodiscard]] std::string say(std::size_t number) const
    {
        const auto& [type, pages] = made_.at(number);
        return (type.empty() ? std::string("any type") : type) + ", pages " +
               std::to_string(pages.size());
    }

private:
    /// What these pages are put to, where any of them is: arranging them is no way out of it.
    [[nodiscard]] std::optional<Supplement> supplement_among(const std::vector<FilePage>& pages
    ) const
    {
        for (const auto& [id, source] : sources_) {
            const auto& document = source.document;
            const bool gave = std::ranges::any_of(document.body.checked.pages, [&](int page) {
                const auto on_file = source.file_page(page);
                return on_file && std::ranges::find(pages, *on_file) != pages.end();
            });
            if (document.supplement && gave) {
                return document.supplement;
            }
        }
        return std::nullopt;
    }

    /// Whether a document that keeps its pages stands on this one, too.
    [[nodiscard]] bool is_shared(const FilePage& page) const
    {
        std::set<DocumentId> others;
        for (const auto& [id, source] : sources_) {
            Statement rows(
                db_,
                "SELECT id FROM document WHERE original_id = $1 AND state <> 'rejected'",
                source.original.id
            );
            while (rows.next()) {
                if (const DocumentId other{rows.text(0)}; !sources_.contains(other)) {
                    others.insert(other);
                }
            }
        }
        return std::ranges::any_of(others, [&](const DocumentId& id) {
            const auto other = load_source(db_, vault_, load_document(db_, vault_, id).value());
            const auto& own = other.document.body.checked.pages;
            return std::ranges::any_of(own, [&](int at) { return other.file_page(at) == page; });
        });
    }

    [[nodiscard]] bool is_as_it_was(const std::vector<WantedDocument>& into) const
    {
        return std::ranges::all_of(into, [&](const WantedDocument& wanted) {
            const auto& document = sources_.at(wanted.pages.front().document_id).document;
            const auto& pages = document.body.checked.pages;
            return wanted.type == document.type &&
                   std::ranges::equal(wanted.pages, pages, [&](const auto& page, int own) {
                       return page == DocumentPage{.document_id = document.id, .page = own};
                   });
        });
    }

    Database& db_;
    const Vault& vault_;
    const Actor& actor_;
    Instant now_;
    std::optional<std::string> batch_;
    std::map<DocumentId, Source> sources_;
    std::vector<std::pair<std::string, std::vector<FilePage>>> made_;
};

} // namespace

void carry_out_insertion(
    Database& db,
    const Vault& vault,
    const InsertionRow& row,
    const std::vector<int>& pages,
    Instant now
)
{
    std::vector<FilePage> fresh;
    for (const int page : pages) {
        fresh.push_back({.original_id = row.original_id, .page_no = page});
    }
    const auto& into = row.into;
    Arranging arranging{db, vault, row.actor, now};
    auto refused = arranging.take({{.id = into.document_id, .version = into.version}});
    if (!refused) {
        refused = arranging.put_in(fresh, into.place);
    }
    if (refused) {
        const auto file = require_original(db, vault, row.original_id);
        const auto made = insert_bundle(db, vault, file.station, file.owner, fresh, "", now);
        append_audit(
            db,
            vault,
            row.actor,
            "page_not_inserted",
            object_name(into.document_id),
            "original " + made.text,
            now,
            "failed"
        );
        return;
    }
    const auto made = arranging.make();
    if (!made) {
        throw Error("database: a document changed while its row was held");
    }
    append_audit(
        db,
        vault,
        row.actor,
        "page_inserted",
        object_name(into.document_id),
        "original " + made->at(0).text + " behind page " + std::to_string(into.place),
        now
    );
}

std::optional<Neighbourhood>
Store::view_neighbours(const DocumentId& id, const Actor& actor, Instant now)
{
    const auto& vault = core_->vault;
    Neighbourhood found;
    {
        Snapshot snapshot{core_->readers};
        auto& db = snapshot.db();
        auto row = find_document(db, vault, id, actor.scope);
        if (!row) {
            return std::nullopt;
        }
        const auto source = load_source(db, vault, std::move(*row));
        const auto file = first_file(source);
        found.batch_id = find_batch_id(db, file);
        std::vector<DocumentId> ids{id};
        if (found.batch_id && source.document.state == DocumentState::review) {
            const auto files = files_of_batch(db, vault, *found.batch_id);
            ids = neighbours_of(db, vault, id, files, file);
        }
        for (const auto& each : ids) {
            if (const auto other = find_document(db, vault, each, actor.scope)) {
                found.documents.push_back(neighbour(db, vault, *other, now));
            }
        }
    }
    note(actor, "neighbours_viewed", object_name(id), "done", "", now);
    return found;
}

tl::expected<std::vector<OriginalId>, Conflict>
Store::arrange(const Rearrangement& rearrangement, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    Arranging arranging{tx.db(), core_->vault, actor, now};
    if (auto refused = arranging.take(rearrangement.from)) {
        return tl::unexpected(std::move(*refused));
    }
    if (auto refused = arranging.place(rearrangement.into)) {
        return tl::unexpected(std::move(*refused));
    }
    auto made = arranging.make();
    if (!made) {
        return tl::unexpected(made.error());
    }
    for (const auto& [id, version] : rearrangement.from) {
        core_->audit(tx.db(), actor, "document_taken_apart", object_name(id), "", now);
    }
    for (std::size_t i = 0; i < made->size(); ++i) {
        core_->audit(
            tx.db(), actor, "pages_arranged", "original " + made->at(i).text, arranging.say(i), now
        );
    }
    tx.commit();
    return made;
}

} // namespace dossier::store
