#include "store/rows/uploads.h"

namespace dossier::store {
namespace {

Place body_place(std::string_view id)
{
    return {.kind = "upload_fields", .object_id = id, .owner_id = id, .field_group = "arrival"};
}

/// The bytes of `wrapped` and `sealed` speak for themselves: each opens only here.
Canonical canonical(const UploadRow& row)
{
    const auto& upload = row.upload;
    Canonical bytes;
    bytes.text("upload")
        .text(upload.id)
        .text(upload.sender)
        .text(upload.station)
        .number(upload.total)
        .number(row.begun_at.time_since_epoch().count());
    return bytes;
}

} // namespace

Place upload_key_place(std::string_view id)
{
    return {.kind = "upload_key", .object_id = id, .owner_id = id};
}

Place upload_part_place(std::string_view upload_id, const UploadPartRow& part)
{
    return {
        .kind = "upload_part",
        .object_id = part.object_id.text,
        .owner_id = upload_id,
        .page_no = part.first_byte};
}

void insert_upload(Database& db, const Vault& vault, const UploadRow& row)
{
    const auto& upload = row.upload;
    db.run(
        "INSERT INTO upload (id, sender, station, total, begun_at, moved_at, wrapped, sealed, "
        "row_mac) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8)",
        upload.id,
        upload.sender,
        upload.station,
        upload.total,
        row.begun_at,
        vault.seal_with(KeyUse::data, upload_key_place(upload.id), row.data_key.bytes()),
        vault.seal_part(
            row.data_key,
            body_place(upload.id),
            encode(UploadBody{.source_name = upload.source_name, .sha256 = upload.sha256})
        ),
        vault.row_mac(canonical(row))
    );
}

std::optional<UploadRow> load_upload(Database& db, const Vault& vault, std::string_view id)
{
    Statement row(
        db,
        "SELECT upload.id, sender, station, total, begun_at, wrapped, sealed, row_mac, "
        "(SELECT COALESCE(SUM(size), 0) FROM upload_part WHERE upload_id = upload.id) "
        "FROM upload WHERE id = $1",
        id
    );
    if (!row.next()) {
        return std::nullopt;
    }
    UploadRow found{
        .upload =
            {.id = row.text(0),
             .sender = row.text(1),
             .station = row.text(2),
             .source_name = {},
             .sha256 = {},
             .total = row.integer(3),
             .offset = row.integer(8)},
        .begun_at = row.instant(4),
        .data_key = {}};
    auto& upload = found.upload;
    vault.require_row_mac(canonical(found), row.blob(7), "upload", upload.id);
    auto key = vault.open_with(KeyUse::data, upload_key_place(upload.id), row.blob(5));
    found.data_key = secret_copy(key);
    wipe(key);
    auto body = decode_upload(
        vault.open_part(found.data_key, body_place(upload.id), row.blob(6)), "upload " + upload.id
    );
    upload.source_name = std::move(body.source_name);
    upload.sha256 = std::move(body.sha256);
    return found;
}

std::vector<UploadPartRow> load_upload_parts(Database& db, std::string_view id)
{
    std::vector<UploadPartRow> parts;
    Statement rows(
        db,
        "SELECT first_byte, size, object_id FROM upload_part WHERE upload_id = $1 "
        "ORDER BY first_byte",
        id
    );
    while (rows.next()) {
        parts.push_back(
            {.first_byte = rows.integer(0), .size = rows.integer(1), .object_id = {rows.text(2)}}
        );
    }
    return parts;
}

void insert_upload_part(
    Database& db, std::string_view upload_id, const UploadPartRow& part, Instant now
)
{
    db.run(
        "INSERT INTO upload_part (upload_id, first_byte, size, object_id) VALUES ($1, $2, $3, $4)",
        upload_id,
        part.first_byte,
        part.size,
        part.object_id
    );
    db.run("UPDATE upload SET moved_at = $2 WHERE id = $1", upload_id, now);
}

bool delete_upload(Database& db, std::string_view id)
{
    db.run("DELETE FROM upload_part WHERE upload_id = $1", id);
    return db.run("DELETE FROM upload WHERE id = $1", id) == 1;
}

} // namespace dossier::store
