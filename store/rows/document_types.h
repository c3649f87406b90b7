#pragma once
// Rows of type_version, type_draft and type_specimen. A draft has a data key of its own in its row,
// as an upload has, so that what it was tried on goes with it.

#include "store/document_types.h"
#include "store/rows/codec.h"
#include "store/rows/vault.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

struct TypeDraftRow {
    TypeDraft draft;
    SecretBytes data_key;
};

struct TypeSpecimenRow {
    TypeSpecimen specimen;
    ObjectId object_id;
};

[[nodiscard]] Place type_version_place(std::string_view id);
/// Of its wrapped data key.
[[nodiscard]] Place type_draft_key_place(std::string_view id);
[[nodiscard]] Place specimen_place(std::string_view draft_id, const ObjectId& object_id);

/// False when there is that version already.
bool insert_type_version(Database& db, const Vault& vault, const TypeVersion& version);
/// By name and version.
[[nodiscard]] std::vector<TypeVersion> load_type_versions(Database& db, const Vault& vault);
[[nodiscard]] TypeVersion
require_type_version(Database& db, const Vault& vault, const std::string& id);

void insert_type_draft(Database& db, const Vault& vault, const TypeDraftRow& row);
/// With its specimens.
[[nodiscard]] std::optional<TypeDraftRow>
load_type_draft(Database& db, const Vault& vault, std::string_view id);
/// False when it was changed since `expected`.
bool save_type_draft(
    Database& db, const Vault& vault, const TypeDraftRow& row, std::int64_t expected
);
/// The draft with its specimens; false when it was gone already.
bool delete_type_draft(Database& db, std::string_view id);

void insert_specimen(
    Database& db, const Vault& vault, const TypeDraftRow& draft, const TypeSpecimenRow& row
);
[[nodiscard]] std::vector<TypeSpecimenRow>
load_specimens(Database& db, const Vault& vault, const TypeDraftRow& draft);
void delete_specimen(Database& db, std::string_view draft_id, int position);

} // namespace dossier::store
