#include "store/rows/document_types.h"

#include "store/error.h"

namespace dossier::store {
namespace {

Place draft_place(const TypeDraft& draft)
{
    return {
        .kind = "type_draft",
        .object_id = draft.id,
        .owner_id = draft.id,
        .field_group = "text",
        .version = draft.version};
}

Place name_place(std::string_view draft_id, const ObjectId& object_id)
{
    return {
        .kind = "specimen_fields",
        .object_id = object_id.text,
        .owner_id = draft_id,
        .field_group = "name"};
}

Canonical canonical(const TypeVersion& version, std::string_view id)
{
    Canonical bytes;
    bytes.text("type_version")
        .text(id)
        .text(version.name)
        .number(version.version)
        .number(version.is_installed ? 1 : 0)
        .text(version.published_by)
        .number(version.published_at.time_since_epoch().count());
    return bytes;
}

/// The bytes of `wrapped` and `sealed` speak for themselves: each opens only here.
Canonical canonical(const TypeDraft& draft)
{
    Canonical bytes;
    bytes.text("type_draft")
        .text(draft.id)
        .number(draft.version)
        .text(draft.begun_by)
        .number(draft.begun_at.time_since_epoch().count())
        .text(draft.changed_by)
        .number(draft.changed_at.time_since_epoch().count());
    return bytes;
}

Canonical canonical(std::string_view draft_id, const TypeSpecimenRow& row)
{
    Canonical bytes;
    bytes.text("type_specimen")
        .text(draft_id)
        .number(row.specimen.position)
        .number(row.specimen.size)
        .text(row.object_id.text);
    return bytes;
}

/// Of a row of `id, name, version, is_installed, published_by, published_at, sealed, row_mac`.
TypeVersion read_type_version(Statement& row, const Vault& vault)
{
    const auto id = row.text(0);
    TypeVersion found{
        .name = row.text(1),
        .version = row.small_integer(2),
        .text = {},
        .reason = {},
        .published_by = row.text(4),
        .published_at = row.instant(5),
        .is_installed = row.integer(3) == 1};
    vault.require_row_mac(canonical(found, id), row.blob(7), "type_version", id);
    auto texts = decode_type_texts(
        vault.open_with(KeyUse::data, type_version_place(id), row.blob(6)), "type_version " + id
    );
    found.text = std::move(texts.text);
    found.reason = std::move(texts.reason);
    return found;
}

constexpr std::string_view version_columns =
    "SELECT id, name, version, is_installed, published_by, published_at, sealed, row_mac "
    "FROM type_version ";

} // namespace

Place type_version_place(std::string_view id)
{
    return {.kind = "type_version", .object_id = id, .owner_id = id, .field_group = "texts"};
}

Place type_draft_key_place(std::string_view id)
{
    return {.kind = "type_draft_key", .object_id = id, .owner_id = id};
}

Place specimen_place(std::string_view draft_id, const ObjectId& object_id)
{
    return {.kind = "type_specimen", .object_id = object_id.text, .owner_id = draft_id};
}

bool insert_type_version(Database& db, const Vault& vault, const TypeVersion& version)
{
    const auto id = vault.new_id();
    return db.run(
               "INSERT INTO type_version (id, name, version, is_installed, published_by, "
               "published_at, sealed, row_mac) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
               "ON CONFLICT (name, version) DO NOTHING",
               id,
               version.name,
               version.version,
               version.is_installed ? 1 : 0,
               version.published_by,
               version.published_at,
               vault.seal_with(
                   KeyUse::data,
                   type_version_place(id),
                   encode(TypeTexts{.text = version.text, .reason = version.reason})
               ),
               vault.row_mac(canonical(version, id))
           ) == 1;
}

std::vector<TypeVersion> load_type_versions(Database& db, const Vault& vault)
{
    std::vector<TypeVersion> versions;
    Statement rows(db, std::string(version_columns) + "ORDER BY name, version");
    while (rows.next()) {
        versions.push_back(read_type_version(rows, vault));
    }
    return versions;
}

TypeVersion require_type_version(Database& db, const Vault& vault, const std::string& id)
{
    Statement row(db, std::string(version_columns) + "WHERE id = $1", id);
    if (!row.next()) {
        throw Tampered("type_version " + id);
    }
    return read_type_version(row, vault);
}

void insert_type_draft(Database& db, const Vault& vault, const TypeDraftRow& row)
{
    const auto& draft = row.draft;
    db.run(
        "INSERT INTO type_draft (id, version, begun_by, begun_at, changed_by, changed_at, wrapped, "
        "sealed, row_mac) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        draft.id,
        draft.version,
        draft.begun_by,
        draft.begun_at,
        draft.changed_by,
        draft.changed_at,
        vault.seal_with(KeyUse::data, type_draft_key_place(draft.id), row.data_key.bytes()),
        vault.seal_part(
            row.data_key, draft_place(draft), encode(TypeTexts{.text = draft.text, .reason = {}})
        ),
        vault.row_mac(canonical(draft))
    );
}

std::optional<TypeDraftRow> load_type_draft(Database& db, const Vault& vault, std::string_view id)
{
    Statement row(
        db,
        "SELECT id, version, begun_by, begun_at, changed_by, changed_at, wrapped, sealed, row_mac "
        "FROM type_draft WHERE id = $1",
        id
    );
    if (!row.next()) {
        return std::nullopt;
    }
    TypeDraftRow found;
    auto& draft = found.draft;
    draft.id = row.text(0);
    draft.version = row.integer(1);
    draft.begun_by = row.text(2);
    draft.begun_at = row.instant(3);
    draft.changed_by = row.text(4);
    draft.changed_at = row.instant(5);
    vault.require_row_mac(canonical(draft), row.blob(8), "type_draft", draft.id);
    auto key = vault.open_with(KeyUse::data, type_draft_key_place(draft.id), row.blob(6));
    found.data_key = secret_copy(key);
    wipe(key);
    draft.text = decode_type_texts(
                     vault.open_part(found.data_key, draft_place(draft), row.blob(7)),
                     "type_draft " + draft.id
    )
                     .text;
    for (auto& specimen : load_specimens(db, vault, found)) {
        draft.specimens.push_back(std::move(specimen.specimen));
    }
    return found;
}

bool save_type_draft(
    Database& db, const Vault& vault, const TypeDraftRow& row, std::int64_t expected
)
{
    const auto& draft = row.draft;
    return db.run(
               "UPDATE type_draft SET version = $3, changed_by = $4, changed_at = $5, sealed = $6, "
               "row_mac = $7 WHERE id = $1 AND version = $2",
               draft.id,
               expected,
               draft.version,
               draft.changed_by,
               draft.changed_at,
               vault.seal_part(
                   row.data_key,
                   draft_place(draft),
                   encode(TypeTexts{.text = draft.text, .reason = {}})
               ),
               vault.row_mac(canonical(draft))
           ) == 1;
}

bool delete_type_draft(Database& db, std::string_view id)
{
    db.run("DELETE FROM type_specimen WHERE draft_id = $1", id);
    return db.run("DELETE FROM type_draft WHERE id = $1", id) == 1;
}

void insert_specimen(
    Database& db, const Vault& vault, const TypeDraftRow& draft, const TypeSpecimenRow& row
)
{
    const auto& id = draft.draft.id;
    db.run(
        "INSERT INTO type_specimen (draft_id, position, size, object_id, sealed, row_mac) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        id,
        row.specimen.position,
        row.specimen.size,
        row.object_id,
        vault.seal_part(
            draft.data_key,
            name_place(id, row.object_id),
            encode(TypeTexts{.text = row.specimen.source_name, .reason = {}})
        ),
        vault.row_mac(canonical(id, row))
    );
}

std::vector<TypeSpecimenRow>
load_specimens(Database& db, const Vault& vault, const TypeDraftRow& draft)
{
    std::vector<TypeSpecimenRow> specimens;
    const auto& id = draft.draft.id;
    Statement rows(
        db,
        "SELECT position, size, object_id, sealed, row_mac FROM type_specimen WHERE draft_id = $1 "
        "ORDER BY position",
        id
    );
    while (rows.next()) {
        TypeSpecimenRow found{
            .specimen =
                {.position = rows.small_integer(0), .source_name = {}, .size = rows.integer(1)},
            .object_id = {rows.text(2)}};
        const auto name = "type_specimen " + found.object_id.text;
        vault.require_row_mac(
            canonical(id, found), rows.blob(4), "type_specimen", found.object_id.text
        );
        found.specimen.source_name =
            decode_type_texts(
                vault.open_part(draft.data_key, name_place(id, found.object_id), rows.blob(3)), name
            )
                .text;
        specimens.push_back(std::move(found));
    }
    return specimens;
}

void delete_specimen(Database& db, std::string_view draft_id, int position)
{
    db.run("DELETE FROM type_specimen WHERE draft_id = $1 AND position = $2", draft_id, position);
}

} // namespace dossier::store
