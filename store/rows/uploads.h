#pragma once
// Rows of upload and upload_part. An upload has a data key of its own in its row; its parts need no
// MAC: each opens only at its own place, and the whole is held to the digest in the upload's seal.

#include "store/rows/codec.h"
#include "store/rows/vault.h"

#include <optional>
#include <vector>

namespace dossier::store {

struct UploadRow {
    Upload upload;
    Instant begun_at{};
    SecretBytes data_key;
};

struct UploadPartRow {
    std::int64_t first_byte = 0;
    std::int64_t size = 0;
    ObjectId object_id;
};

/// Of its wrapped data key.
[[nodiscard]] Place upload_key_place(std::string_view id);
[[nodiscard]] Place upload_part_place(std::string_view upload_id, const UploadPartRow& part);

void insert_upload(Database& db, const Vault& vault, const UploadRow& row);
[[nodiscard]] std::optional<UploadRow>
load_upload(Database& db, const Vault& vault, std::string_view id);
/// In the file's order.
[[nodiscard]] std::vector<UploadPartRow> load_upload_parts(Database& db, std::string_view id);
/// Appends and says that the upload moved on.
void insert_upload_part(
    Database& db, std::string_view upload_id, const UploadPartRow& part, Instant now
);
/// False when it was gone already.
bool delete_upload(Database& db, std::string_view id);

} // namespace dossier::store
