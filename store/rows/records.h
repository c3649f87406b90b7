#pragma once
// Rows of record and attachment: the values as committed, and the sealed files that belong to them.
// An attachment's key is wrapped under the record's own data key, with record and page in its
// context: an attachment moved to another record or page does not open.

#include "store/rows/corrections.h"
#include "store/rows/documents.h"

#include <optional>
#include <vector>

namespace dossier::store {

/// `page_no` of an original counts the files of a document that spans several.
struct AttachmentRow {
    AttachmentId id;
    AttachmentKind kind = AttachmentKind::original;
    int page_no = 0;
    ObjectId object_id;
    Bytes wrapped;
    OriginalId
        owner_id{}; ///< of the sealed file; where it is none of the record's, one of its files
};

struct RecordRow {
    RecordId id;
    DocumentId document_id;
    OriginalId original_id;
    std::string number;
    std::string type;
    int type_version = 0;
    Instant committed_at{};
    std::string committed_by;
    std::vector<AttachmentRow> attachments;
    DocumentBody body; ///< as committed, with the approved corrections over it
    std::int64_t corrections = 0;
    Owner owner{}; ///< its document's
};

/// Makes the record of a settled document, with its number and attachments, and appends to the
/// audit trail. The caller saves the document as committed.
[[nodiscard]] RecordRow make_record(
    Database& db,
    const Vault& vault,
    const DocumentRow& document,
    const Actor& actor,
    Instant now,
    std::chrono::minutes utc_offset
);
/// Its row, the data key and the attachments.
void insert_record(
    Database& db, const Vault& vault, const RecordRow& row, const SecretBytes& data_key
);
/// Nothing of one that was destroyed.
[[nodiscard]] std::optional<RecordRow>
load_record(Database& db, const Vault& vault, const RecordId& id);
/// The same for somebody: nothing where it is out of his scope.
[[nodiscard]] std::optional<RecordRow>
find_record(Database& db, const Vault& vault, const RecordId& id, const Scope& scope);
/// A line of a list.
[[nodiscard]] RecordItem item_of(Database& db, const Vault& vault, const RecordRow& row);
/// A correction of a record, without its values.
[[nodiscard]] CorrectionItem item_of(const CorrectionRow& row, const RecordRow& record);
/// Notes that one more correction of the record was approved: its row says so, and the archive
/// knows its numbers as they are now.
void count_correction(Database& db, const Vault& vault, const RecordId& id);
/// The key that opens an attachment's sealed file.
[[nodiscard]] SecretBytes attachment_key(
    Database& db, const Vault& vault, const RecordRow& record, const AttachmentRow& attachment
);
/// Where the sealed file of an attachment was put.
[[nodiscard]] Place attachment_file_place(const RecordRow& record, const AttachmentRow& attachment);

} // namespace dossier::store
