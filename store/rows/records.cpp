#include "store/rows/records.h"

#include "store/error.h"
#include "store/rows/audit_log.h"
#include "store/rows/bundles.h"
#include "store/rows/holdings.h"
#include "store/rows/numbers.h"
#include "store/rows/record_changes.h"
#include "store/rows/scoped.h"
#include "store/rows/search_rows.h"
#include "store/rows/shredding.h"
#include "store/rows/words.h"

#include <algorithm>

namespace dossier::store {
namespace {

Place body_place(const RecordId& id)
{
    return {.kind = "record", .object_id = id.text, .owner_id = id.text, .field_group = "values"};
}

Place wrap_place(const RecordId& record_id, const AttachmentRow& attachment)
{
    return {
        .kind = "attachment",
        .object_id = attachment.id.text,
        .owner_id = record_id.text,
        .page_no = attachment.page_no,
        .field_group = word(attachment.kind)};
}

Canonical canonical(const RecordRow& row)
{
    Canonical bytes;
    bytes.text("record")
        .text(row.id.text)
        .text(row.document_id.text)
        .text(row.original_id.text)
        .text(row.number)
        .text(row.type)
        .number(row.type_version)
        .number(row.committed_at.time_since_epoch().count())
        .text(row.committed_by)
        .number(static_cast<std::int64_t>(row.attachments.size()));
    for (const auto& attachment : row.attachments) {
        bytes.text(attachment.id.text)
            .text(word(attachment.kind))
            .number(attachment.page_no)
            .text(attachment.object_id.text);
    }
    if (row.corrections > 0) { // records of before had none to count
        bytes.number(row.corrections);
    }
    if (row.owner != Owner{}) { // not there in rows from before there were departments
        bytes.text("owner").text(row.owner.department).text(row.owner.created_by);
    }
    return bytes;
}

/// The values as committed stay sealed as they are; what was approved since is laid over them.
void lay_corrections_over(RecordRow& record, const std::vector<CorrectionRow>& corrections)
{
    std::int64_t approved = 0;
    for (const auto& correction : corrections) {
        if (correction.state != CorrectionState::approved) {
            continue;
        }
        ++approved;
        auto* checked = record.body.checked.find_field(correction.field);
        if (checked == nullptr) {
            throw Tampered("correction " + correction.id);
        }
        record.body.as_read.try_emplace(correction.field, checked->field.value);
        checked->field.value = correction.body.after;
    }
    if (approved != record.corrections) {
        throw Tampered("record " + record.id.text);
    }
}

/// The file of an original, or the files of a bundle, each once.
std::vector<OriginalRow> files_of(Database& db, const Vault& vault, const OriginalRow& original)
{
    if (!is_bundle(original)) {
        return {original};
    }
    std::vector<OriginalRow> files;
    for (auto& file : load_bundle_files(db, vault, original)) {
        if (std::ranges::find(files, file.original.id, &OriginalRow::id) == files.end()) {
            files.push_back(std::move(file.original));
        }
    }
    return files;
}

/// The original and the previews of the document's pages, each with its own key wrapped anew.
std::vector<AttachmentRow> attach_files(
    Database& db,
    const Vault& vault,
    const DocumentRow& document,
    const RecordId& record_id,
    const SecretBytes& record_key
)
{
    const auto original = require_original(db, vault, document.original_id);
    const auto original_key = vault.data_key(db, original.id.text);
    std::vector<AttachmentRow> attachments;
    const auto attach = [&](AttachmentKind kind,
                            int page_no,
                            const ObjectId& object,
                            const SecretBytes& key,
                            const Place& file) {
        AttachmentRow row{
            .id = {vault.new_id()},
            .kind = kind,
            .page_no = page_no,
            .object_id = object,
            .wrapped = {},
            .owner_id = {std::string(file.owner_id)}};
        row.wrapped = vault.seal_part(
            record_key, wrap_place(record_id, row), vault.part_key(key, file).bytes()
        );
        attachments.push_back(std::move(row));
    };
    int number = 0;
    for (const auto& file : files_of(db, vault, original)) {
        attach(
            AttachmentKind::original,
            number++,
            file.object_id,
            vault.data_key(db, file.id.text),
            original_file_place(file)
        );
    }
    for (const auto& page : load_pages(db, vault, original_key, original.id)) {
        const auto& wanted = document.body.checked.pages;
        if (page.body.object_id.empty() ||
            std::ranges::find(wanted, page.page_no) == wanted.end()) {
            continue;
        }
        attach(
            AttachmentKind::page_preview,
            page.page_no,
            {page.body.object_id},
            original_key,
            preview_place(original.id, page.body.object_id, page.page_no)
        );
    }
    return attachments;
}

std::vector<AttachmentRow> load_attachments(Database& db, const RecordId& id)
{
    std::vector<AttachmentRow> list;
    Statement rows(
        db,
        "SELECT attachment.id, kind, page_no, attachment.object_id, wrapped, "
        "coalesce(original.id, '') FROM attachment LEFT JOIN original "
        "ON original.object_id = attachment.object_id WHERE record_id = $1 "
        "ORDER BY kind, page_no",
        id
    );
    while (rows.next()) {
        list.push_back(
            {.id = {rows.text(0)},
             .kind = from_word<AttachmentKind>(rows.text(1)),
             .page_no = rows.small_integer(2),
             .object_id = {rows.text(3)},
             .wrapped = rows.blob(4),
             .owner_id = {rows.text(5)}}
        );
    }
    return list;
}

/// A record's row as it stands, not checked yet.
struct RawRecord {
    RecordRow record;
    Bytes sealed;
    Bytes mac;
};

std::optional<RawRecord> read_record(Database& db, const RecordId& id)
{
    Statement row(
        db,
        "SELECT id, document_id, original_id, number, type, type_version, committed_at, "
        "committed_by, sealed, row_mac, corrections, department, created_by "
        "FROM record WHERE id = $1",
        id
    );
    if (!row.next()) {
        return std::nullopt;
    }
    return RawRecord{
        .record =
            {.id = {row.text(0)},
             .document_id = {row.text(1)},
             .original_id = {row.text(2)},
             .number = row.text(3),
             .type = row.text(4),
             .type_version = row.small_integer(5),
             .committed_at = row.instant(6),
             .committed_by = row.text(7),
             .attachments = load_attachments(db, id),
             .body = {},
             .corrections = row.integer(10),
             .owner = {.department = row.text(11), .created_by = row.text(12)}},
        .sealed = row.blob(8),
        .mac = row.blob(9)};
}

} // namespace

void insert_record(
    Database& db, const Vault& vault, const RecordRow& row, const SecretBytes& data_key
)
{
    vault.keep_data_key(db, "record", row.id.text, data_key);
    db.run(
        "INSERT INTO record (id, document_id, original_id, number, type, type_version, "
        "committed_at, "
        "committed_by, sealed, row_mac, department, created_by) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        row.id,
        row.document_id,
        row.original_id,
        row.number,
        row.type,
        row.type_version,
        row.committed_at,
        row.committed_by,
        vault.seal_part(data_key, body_place(row.id), encode(row.body)),
        vault.row_mac(canonical(row)),
        row.owner.department,
        row.owner.created_by
    );
    note_record_change(db, row.id);
    for (const auto& attachment : row.attachments) {
        db.run(
            "INSERT INTO attachment (id, record_id, kind, page_no, object_id, wrapped) "
            "VALUES ($1, $2, $3, $4, $5, $6)",
            attachment.id,
            row.id,
            word(attachment.kind),
            attachment.page_no,
            attachment.object_id,
            attachment.wrapped
        );
    }
}

RecordRow make_record(
    Database& db,
    const Vault& vault,
    const DocumentRow& document,
    const Actor& actor,
    Instant now,
    std::chrono::minutes utc_offset
)
{
    const auto data_key = vault.new_data_key();
    RecordRow row{
        .id = {vault.new_id()},
        .document_id = document.id,
        .original_id = document.original_id,
        .number = next_yearly_number(db, "D", now, utc_offset),
        .type = document.type,
        .type_version = document.type_version,
        .committed_at = now,
        .committed_by = actor.name,
        .attachments = {},
        .body = document.body,
        .owner = document.owner};
    row.attachments = attach_files(db, vault, document, row.id, data_key);
    insert_record(db, vault, row, data_key);
    insert_holdings(db, vault, row.id, row.body.checked, load_file(db, vault, document));
    keep_search_rows(db, vault, row);
    append_audit(db, vault, actor, "record_committed", "record " + row.id.text, row.number, now);
    return row;
}

std::optional<RecordRow> load_record(Database& db, const Vault& vault, const RecordId& id)
{
    auto row = read_record(db, id);
    if (!row) {
        return std::nullopt;
    }
    auto& record = row->record;
    vault.require_row_mac(canonical(record), row->mac, "record", id.text);
    if (is_shredded(db, vault, id.text)) {
        return std::nullopt; // destroyed: its stub is on the list that named it (disposals.h)
    }
    record.body = decode_document(
        vault.open_part(vault.data_key(db, id.text), body_place(id), row->sealed),
        "record " + id.text
    );
    lay_corrections_over(record, load_corrections(db, vault, id));
    return std::move(record);
}

std::optional<RecordRow>
find_record(Database& db, const Vault& vault, const RecordId& id, const Scope& scope)
{
    auto row = load_record(db, vault, id);
    if (row && !has_record(scope, row->owner, row->committed_by)) {
        row.reset();
    }
    return row;
}

CorrectionItem item_of(const CorrectionRow& row, const RecordRow& record)
{
    return {
        .id = row.id,
        .record_id = row.record_id,
        .record_number = record.number,
        .type = record.type,
        .field = row.field,
        .state = row.state,
        .proposed_by = row.proposed_by,
        .proposed_at = row.proposed_at,
        .decided_by = row.decided_by,
        .decided_at = row.decided_at};
}

void count_correction(Database& db, const Vault& vault, const RecordId& id)
{
    db.run("UPDATE record SET corrections = corrections + 1 WHERE id = $1", id);
    auto row = read_record(db, id);
    if (!row) {
        throw Error("database: no such record");
    }
    db.run(
        "UPDATE record SET row_mac = $2 WHERE id = $1", id, vault.row_mac(canonical(row->record))
    );
    const auto record = load_record(db, vault, id);
    const auto document = load_document(db, vault, record->document_id);
    db.run("DELETE FROM holding WHERE record_id = $1", id);
    insert_holdings(db, vault, id, record->body.checked, load_file(db, vault, document.value()));
    keep_search_rows(db, vault, *record);
}

SecretBytes attachment_key(
    Database& db, const Vault& vault, const RecordRow& record, const AttachmentRow& attachment
)
{
    auto plain = vault.open_part(
        vault.data_key(db, record.id.text), wrap_place(record.id, attachment), attachment.wrapped
    );
    auto key = secret_copy(plain);
    wipe(plain);
    return key;
}

Place attachment_file_place(const RecordRow& record, const AttachmentRow& attachment)
{
    if (attachment.kind == AttachmentKind::page_preview) {
        return preview_place(record.original_id, attachment.object_id.text, attachment.page_no);
    }
    return {
        .kind = "original",
        .object_id = attachment.object_id.text,
        .owner_id = attachment.owner_id.text};
}

} // namespace dossier::store
