#include "store/rows/originals.h"

#include "store/error.h"
#include "store/rows/batch_changes.h"
#include "store/rows/shredding.h"
#include "store/rows/words.h"

#include <algorithm>

namespace dossier::store {
namespace {

Canonical canonical(const OriginalRow& row)
{
    Canonical bytes;
    bytes.text("original")
        .text(row.id.text)
        .blob(row.content_mac)
        .text(row.object_id.text)
        .text(row.media_type)
        .number(row.size)
        .text(row.station)
        .number(row.received_at.time_since_epoch().count())
        .text(word(row.state))
        .text(row.reason.code)
        .text(row.reason.message);
    if (row.owner != Owner{}) { // not there in rows from before there were departments
        bytes.text("owner").text(row.owner.department).text(row.owner.created_by);
    }
    return bytes;
}

Place page_place(const OriginalId& id, int page_no)
{
    return {.kind = "page", .object_id = id.text, .owner_id = id.text, .page_no = page_no};
}

} // namespace

Place original_file_place(const OriginalRow& row)
{
    return {.kind = "original", .object_id = row.object_id.text, .owner_id = row.id.text};
}

Place original_body_place(const OriginalId& id)
{
    return {
        .kind = "original_fields",
        .object_id = id.text,
        .owner_id = id.text,
        .field_group = "arrival"};
}

Place preview_place(const OriginalId& original_id, std::string_view object_id, int page_no)
{
    return {
        .kind = "page_preview",
        .object_id = object_id,
        .owner_id = original_id.text,
        .page_no = page_no};
}

Bytes content_mac_of(const Vault& vault, const Digest& digest)
{
    const auto mac = hmac_sha256(vault.keys().key(KeyUse::content_mac), digest);
    return {mac.begin(), mac.end()};
}

Bytes content_mac_of(const Vault& vault, const Digest& digest, const Owner& owner)
{
    if (owner.department.empty()) {
        return content_mac_of(vault, digest);
    }
    Canonical bytes;
    bytes.text("file of a department").text(owner.department).blob(digest);
    const auto mac = hmac_sha256(vault.keys().key(KeyUse::content_mac), bytes.bytes());
    return {mac.begin(), mac.end()};
}

bool insert_original(
    Database& db, const Vault& vault, const OriginalRow& row, const SecretBytes& data_key
)
{
    const bool is_new =
        db.run(
            "INSERT INTO original (id, content_mac, object_id, media_type, size, station, "
            "received_at, state, reason_code, reason_message, sealed, row_mac, department, "
            "created_by) "
            "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) "
            "ON CONFLICT (content_mac) DO NOTHING",
            row.id,
            row.content_mac,
            row.object_id,
            row.media_type,
            row.size,
            row.station,
            row.received_at,
            word(row.state),
            row.reason.code,
            row.reason.message,
            row.sealed,
            vault.row_mac(canonical(row)),
            row.owner.department,
            row.owner.created_by
        ) == 1;
    if (!is_new) {
        return false;
    }
    vault.keep_data_key(db, "original", row.id.text, data_key);
    db.run(
        "INSERT INTO job (id, original_id, state, due_at, attempts, fence, worker) "
        "VALUES ($1, $2, 'open', $3, 0, 0, '')",
        vault.new_id(),
        row.id,
        row.received_at
    );
    return true;
}

void save_original(Database& db, const Vault& vault, const OriginalRow& row)
{
    db.run(
        "UPDATE original SET state = $2, reason_code = $3, reason_message = $4, content_mac = $5, "
        "row_mac = $6 WHERE id = $1",
        row.id,
        word(row.state),
        row.reason.code,
        row.reason.message,
        row.content_mac,
        vault.row_mac(canonical(row))
    );
    note_change_of(db, row.id);
}

std::optional<OriginalRow> load_original(Database& db, const Vault& vault, const OriginalId& id)
{
    Statement row(
        db,
        "SELECT id, content_mac, object_id, media_type, size, station, received_at, state, "
        "reason_code, reason_message, sealed, row_mac, department, created_by "
        "FROM original WHERE id = $1",
        id
    );
    if (!row.next()) {
        return std::nullopt;
    }
    OriginalRow found{
        .id = {row.text(0)},
        .content_mac = row.blob(1),
        .object_id = {row.text(2)},
        .media_type = row.text(3),
        .size = row.integer(4),
        .station = row.text(5),
        .received_at = row.instant(6),
        .state = from_word<OriginalState>(row.text(7)),
        .reason = {.code = row.text(8), .message = row.text(9)},
        .sealed = row.blob(10),
        .owner = {.department = row.text(12), .created_by = row.text(13)}};
    vault.require_row_mac(canonical(found), row.blob(11), "original", found.id.text);
    return found;
}

OriginalRow require_original(Database& db, const Vault& vault, const OriginalId& id)
{
    auto row = load_original(db, vault, id);
    if (!row) {
        throw Tampered("original " + id.text);
    }
    return std::move(*row);
}

static OriginalBody open_body(Database& db, const Vault& vault, const OriginalRow& row)
{
    return decode_original(
        vault.open_part(vault.data_key(db, row.id.text), original_body_place(row.id), row.sealed),
        "original " + row.id.text
    );
}

Original describe(Database& db, const Vault& vault, const OriginalRow& row)
{
    const bool is_destroyed = is_shredded(db, vault, row.id.text);
    const auto body = is_destroyed ? OriginalBody{} : open_body(db, vault, row);
    Original original{
        .id = row.id,
        .station = row.station,
        .source_name = body.source_name,
        .media_type = row.media_type,
        .size = row.size,
        .sha256 = body.sha256,
        .received_at = row.received_at,
        .state = row.state,
        .reason = std::nullopt,
        .documents = {},
        .announced = body.announced};
    original.is_destroyed = is_destroyed;
    if (!row.reason.code.empty()) {
        original.reason = row.reason;
    }
    Statement documents(
        db, "SELECT id FROM document WHERE original_id = $1 ORDER BY position", row.id
    );
    while (documents.next()) {
        original.documents.push_back({documents.text(0)});
    }
    return original;
}

void insert_page(
    Database& db,
    const Vault& vault,
    const SecretBytes& data_key,
    const OriginalId& id,
    const PageBody& body
)
{
    const int page_no = body.facts.index;
    const auto object_id =
        body.object_id.empty() ? std::nullopt : std::optional<std::string>(body.object_id);
    db.run(
        "INSERT INTO page (original_id, page_no, object_id, sealed) VALUES ($1, $2, $3, $4)",
        id,
        page_no,
        object_id,
        vault.seal_part(data_key, page_place(id, page_no), encode(body))
    );
}

std::vector<PageRow>
load_pages(Database& db, const Vault& vault, const SecretBytes& data_key, const OriginalId& id)
{
    std::vector<PageRow> pages;
    Statement rows(
        db,
        "SELECT page_no, object_id, sealed FROM page WHERE original_id = $1 ORDER BY page_no",
        id
    );
    while (rows.next()) {
        const int page_no = rows.small_integer(0);
        const auto name = "page " + id.text + " page " + std::to_string(page_no);
        auto body =
            decode_page(vault.open_part(data_key, page_place(id, page_no), rows.blob(2)), name);
        if (body.object_id != rows.text(1)) {
            throw Tampered(name);
        }
        pages.push_back({.page_no = page_no, .body = std::move(body)});
    }
    return pages;
}

std::vector<Page> select_pages(const std::vector<PageRow>& rows, const std::vector<int>& wanted)
{
    std::vector<Page> pages;
    for (const auto& row : rows) {
        if (std::ranges::find(wanted, row.page_no) != wanted.end()) {
            pages.push_back({.facts = row.body.facts, .preview = row.body.preview});
        }
    }
    return pages;
}

} // namespace dossier::store
