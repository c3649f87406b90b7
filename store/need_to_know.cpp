// What people who verify see of a page: the fields in doubt, and the whole sheet where they say
// why.

#include "capture/box_map.h"
#include "capture/jpeg_cut.h"
#include "store/rows/core.h"
#include "store/rows/documents.h"

#include <algorithm>

namespace dossier::store {
namespace {

/// What is shown around a field, in heights of its box: the line's neighbours, not the page.
constexpr double air = 0.75;

capture::Box with_air(const capture::Box& box)
{
    const auto margin = static_cast<int>(air * box.height);
    return {
        .x = box.x - margin,
        .y = box.y - margin,
        .width = box.width + 2 * margin,
        .height = box.height + 2 * margin};
}

/// The fields of a page that people are asked about, where their place is known.
std::vector<const verify::CheckedField*> disputed(const DocumentRow& row, int page_no)
{
    std::vector<const verify::CheckedField*> fields;
    for (const auto& discrepancy : row.discrepancies) {
        const auto* checked = row.body.checked.find_field(discrepancy.field);
        if (checked != nullptr && checked->field.page == page_no && checked->field.box.width > 0) {
            fields.push_back(checked);
        }
    }
    return fields;
}

} // namespace

std::optional<PageParts>
Store::page_parts(const DocumentId& id, int page_no, const Actor& actor, Instant now)
{
    const auto& vault = core_->vault;
    PageParts shown;
    {
        Snapshot snapshot{core_->readers};
        const auto row = find_document(snapshot.db(), vault, id, actor.scope);
        if (!row) {
            return std::nullopt;
        }
        const auto data_key = vault.data_key(snapshot.db(), row->original_id.text);
        const auto pages = load_pages(snapshot.db(), vault, data_key, row->original_id);
        const auto page = std::ranges::find(pages, page_no, &PageRow::page_no);
        const auto& own = row->body.checked.pages;
        if (page == pages.end() || !page->body.preview ||
            std::ranges::find(own, page_no) == own.end()) {
            return std::nullopt;
        }
        const auto& preview = *page->body.preview;
        shown = {.width = preview.width, .height = preview.height, .parts = {}};
        const auto jpeg = vault.open_part(
            data_key,
            preview_place(row->original_id, page->body.object_id, page_no),
            core_->read_object({page->body.object_id}, "page_preview")
        );
        for (const auto* checked : disputed(*row, page_no)) {
            const auto box = capture::mapped(
                checked->field.box, preview.from_scan, preview.width, preview.height
            );
            if (auto part = capture::cut_jpeg(jpeg, with_air(box))) {
                shown.parts.push_back(
                    {.field = checked->field.name, .box = part->box, .jpeg = std::move(part->jpeg)}
                );
            }
        }
    }
    note(
        actor, "page_parts_viewed", object_name(id), "done", "page " + std::to_string(page_no), now
    );
    return shown;
}

tl::expected<void, Conflict>
Store::open_sheet(const DocumentId& id, std::string_view reason, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    if (!find_document(tx.db(), core_->vault, id, actor.scope)) {
        return tl::unexpected(Conflict{ConflictKind::not_found, ""});
    }
    core_->audit(tx.db(), actor, "sheet_opened", object_name(id), reason, now);
    tx.commit();
    return {};
}

bool Store::is_sheet_open(const DocumentId& id, const Actor& actor)
{
    if (!core_->options.need_to_know) {
        return true;
    }
    // The trail is the memory: it is protected, and nobody who is in it needs to say it twice.
    Snapshot snapshot{core_->readers};
    Statement row(
        snapshot.db(),
        "SELECT seq FROM audit_entry WHERE object = $1 AND actor = $2 AND action = 'sheet_opened'",
        object_name(id),
        actor.name
    );
    return row.next();
}

} // namespace dossier::store
