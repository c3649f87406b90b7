#include "store/rows/core.h"
#include "store/rows/cursor.h"
#include "store/rows/external_checks.h"
#include "store/rows/filings.h"
#include "store/rows/scoped.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace dossier::store {
RecordItem item_of(Database& db, const Vault& vault, const RecordRow& row)
{
    const auto original = describe(db, vault, require_original(db, vault, row.original_id));
    const auto filing = load_filing(db, vault, row.id);
    return {
        .id = row.id,
        .number = row.number,
        .archive_number = filing ? filing->filing.archive_number : std::string(),
        .type = row.type,
        .committed_at = row.committed_at,
        .committed_by = row.committed_by,
        .source_name = original.source_name,
        .has_external_doubt = has_external_doubt(db, row.document_id)};
}

namespace {

/// Every step of the record, its document and its original, oldest first.
std::vector<AuditEntry> history_of(Database& db, const RecordRow& row)
{
    std::vector<AuditEntry> history;
    Statement rows(
        db,
        "SELECT seq, at, actor, role, action, object, outcome, detail FROM audit_entry "
        "WHERE object IN ($1, $2, $3) ORDER BY seq",
        "record " + row.id.text,
        "document " + row.document_id.text,
        "original " + row.original_id.text
    );
    while (rows.next()) {
        history.push_back(read_audit_entry(rows));
    }
    return history;
}

std::vector<Attachment> attachments_of(
    Database& db, const Vault& vault, const RecordRow& row, const std::vector<PageRow>& pages
)
{
    std::vector<Attachment> list;
    for (const auto& attachment : row.attachments) {
        const auto page = std::ranges::find(pages, attachment.page_no, &PageRow::page_no);
        const bool is_original = attachment.kind == AttachmentKind::original;
        list.push_back(
            {.id = attachment.id,
             .kind = attachment.kind,
             .page_no = attachment.page_no,
             .size = is_original ? require_original(db, vault, attachment.owner_id).size
                                 : (page == pages.end() ? 0 : page->body.size)}
        );
    }
    return list;
}

/// The records made of these pages that are there.
std::vector<RecordItem> records_of(Database& db, const Vault& vault, const OriginalId& original_id)
{
    std::vector<RecordItem> items;
    Statement rows(
        db,
        "SELECT record.id FROM document JOIN record ON record.document_id = document.id "
        "WHERE document.original_id = $1 ORDER BY document.position",
        original_id
    );
    while (rows.next()) {
        if (const auto row = load_record(db, vault, {rows.text(0)})) {
            items.push_back(item_of(db, vault, *row));
        }
    }
    return items;
}

const AttachmentRow* find_attachment(const RecordRow& row, AttachmentKind kind, int page_no)
{
    const auto found = std::ranges::find_if(row.attachments, [&](const AttachmentRow& attachment) {
        return attachment.kind == kind && attachment.page_no == page_no;
    });
    return found == row.attachments.end() ? nullptr : &*found;
}

} // namespace

Record Store::Core::show(Database& db, const RecordRow& row) const
{
    const auto document = load_document(db, vault, row.document_id);
    if (!document) {
        throw Tampered("document " + row.document_id.text);
    }
    const auto original = require_original(db, vault, row.original_id);
    const auto pages = load_pages(db, vault, vault.data_key(db, original.id.text), original.id);
    Record record{
        .item = item_of(db, vault, row),
        .document_id = row.document_id,
        .type_version = row.type_version,
        .original = describe(db, vault, original),
        .pages = select_pages(pages, row.body.checked.pages),
        .fields = row.body.checked.fields,
        .as_read = row.body.as_read,
        .discrepancies = document->discrepancies,
        .attachments = attachments_of(db, vault, row, pages),
        .history = history_of(db, row),
        .external_checks = describe_external_checks(
            db, vault, options.connectors, row.document_id, row.body.checked
        )};
    if (document->supplement) {
        if (const auto other = load_record(db, vault, document->supplement->record_id)) {
            record.supplements = item_of(db, vault, *other);
        }
    }
    for (const auto& bundle : supplements_of(db, vault, row.id)) {
        std::ranges::move(
            records_of(db, vault, bundle), std::back_inserter(record.supplemented_by)
        );
    }
    if (auto filing = load_filing(db, vault, row.id)) {
        record.filing = std::move(filing->filing);
        record.filing_changes = load_filing_changes(db, vault, row.id);
    }
    for (auto& discrepancy : record.discrepancies) {
        discrepancy.keyings.clear(); // who keyed what stays in the document's seal
    }
    for (const auto& correction : load_corrections(db, vault, row.id)) {
        record.corrections.push_back(store::item_of(correction, row));
    }
    return record;
}

Listing<RecordItem>
Store::records(const Scope& scope, std::string_view type, std::string_view cursor, int limit)
{
    Snapshot snapshot{core_->readers};
    const auto from = Cursor::parse(cursor, newest_first);
    Statement rows(
        snapshot.db(),
        "SELECT id FROM record WHERE (committed_at, id) < ($1, $2) AND ($3 = '' OR type = $3) "
        "AND id NOT IN (SELECT owner_id FROM tombstone) AND " +
            in_records(scope, 5) + " ORDER BY committed_at DESC, id DESC LIMIT $4",
        from.at,
        from.id,
        type,
        limit + 1,
        scope.department,
        scope.person
    );
    return page_of<RecordItem>(
        rows,
        limit,
        [&](Statement& row) -> std::optional<RecordItem> {
            const auto record = load_record(snapshot.db(), core_->vault, {row.text(0)});
            return record ? std::optional(item_of(snapshot.db(), core_->vault, *record))
                          : std::nullopt;
        },
        [](const RecordItem& last) { return Cursor::text(last.committed_at, last.id.text); }
    );
}

std::optional<Record> Store::view_record(const RecordId& id, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    const auto row = find_record(tx.db(), core_->vault, id, actor.scope);
    if (!row) {
        return std::nullopt;
    }
    core_->audit(tx.db(), actor, "record_viewed", "record " + id.text, "", now);
    auto record = core_->show(tx.db(), *row);
    tx.commit();
    return record;
}

std::optional<Bytes>
Store::Core::read_attachment(const RecordId& id, AttachmentKind kind, int page_no)
{
    Snapshot snapshot{readers};
    const auto row = load_record(snapshot.db(), vault, id);
    const auto* attachment = row ? find_attachment(*row, kind, page_no) : nullptr;
    if (attachment == nullptr) {
        return std::nullopt;
    }
    return vault.open_with_part_key(
        attachment_key(snapshot.db(), vault, *row, *attachment),
        attachment_file_place(*row, *attachment),
        read_object(attachment->object_id, "attachment")
    );
}

std::optional<std::string>
Store::reveal_field(const RecordId& id, std::string_view field, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    const auto row = find_record(tx.db(), core_->vault, id, actor.scope);
    const auto* checked = row ? row->body.checked.find_field(field) : nullptr;
    if (checked == nullptr) {
        return std::nullopt;
    }
    core_->audit(tx.db(), actor, "value_revealed", "record " + id.text, field, now);
    tx.commit();
    return checked->field.value;
}

std::optional<Bytes> Store::open_attachment(
    const RecordId& id, AttachmentKind kind, int page_no, const Actor& actor, Instant now
)
{
    {
        Snapshot snapshot{core_->readers};
        if (!find_record(snapshot.db(), core_->vault, id, actor.scope)) {
            return std::nullopt;
        }
    }
    auto plain = core_->read_attachment(id, kind, page_no);
    if (!plain) {
        return std::nullopt;
    }
    const bool is_original = kind == AttachmentKind::original;
    note(
        actor,
        is_original ? "record_original_opened" : "record_page_viewed",
        "record " + id.text,
        "done",
        is_original ? "" : "page " + std::to_string(page_no),
        now
    );
    return plain;
}

bool Store::has_records(const std::vector<RecordId>& ids, const Scope& scope)
{
    Snapshot snapshot{core_->readers};
    return std::ranges::all_of(ids, [&](const RecordId& id) {
        return find_record(snapshot.db(), core_->vault, id, scope).has_value();
    });
}

std::optional<std::vector<PrintedPage>>
Store::print_record(const RecordId& id, const Actor& actor, Instant now)
{
    std::vector<PageRow> pages;
    std::vector<int> own;
    {
        Snapshot snapshot{core_->readers};
        auto& db = snapshot.db();
        const auto row = find_record(db, core_->vault, id, actor.scope);
        if (!row) {
            return std::nullopt;
        }
        own = row->body.checked.pages;
        const auto& file = row->original_id;
        pages = load_pages(db, core_->vault, core_->vault.data_key(db, file.text), file);
    }
    std::vector<PrintedPage> printed;
    for (const int number : own) {
        auto jpeg = core_->read_attachment(id, AttachmentKind::page_preview, number);
        const auto page = std::ranges::find(pages, number, &PageRow::page_no);
        if (!jpeg || page == pages.end() || !page->body.preview) {
            continue; // a page without a picture
        }
        const auto& [width, height, from_scan] = *page->body.preview;
        printed.push_back(
            {.jpeg = *std::move(jpeg),
             .width = width,
             .height = height,
             .dpi = page->body.facts.dpi * std::hypot(from_scan[0], from_scan[3]),
             .lines = page->body.lines}
        );
    }
    note(
        actor,
        "record_printed",
        "record " + id.text,
        "done",
        "pages " + std::to_string(printed.size()),
        now
    );
    return printed;
}

std::optional<Bytes>
Store::record_image(const RecordId& id, int page_no, const Actor& actor, Instant now)
{
    return open_attachment(id, AttachmentKind::page_preview, page_no, actor, now);
}

std::optional<Bytes>
Store::record_original(const RecordId& id, const Actor& actor, Instant now, int number)
{
    return open_attachment(id, AttachmentKind::original, number, actor, now);
}

} // namespace dossier::store
