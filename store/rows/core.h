#pragma once
// What the parts of the Store share.

#include "store/backup/journal.h"
#include "store/db/connections.h"
#include "store/rows/audit_log.h"
#include "store/rows/balances.h"
#include "store/rows/documents.h"
#include "store/rows/quiet_batches.h"
#include "store/rows/records.h"
#include "store/rows/rewrapping.h"
#include "store/rows/vault.h"
#include "store/store.h"

#include <atomic>
#include <mutex>
#include <string>
#include <utility>

namespace dossier::store {

class RecordCounts;
class SearchFeed;

[[nodiscard]] inline Conflict conflict(ConflictKind kind, std::string detail = {})
{
    return {.kind = kind, .detail = std::move(detail)};
}

struct Store::Core {
    Core(
        const std::filesystem::path& folder,
        Keyring opened,
        Random& random,
        std::unique_ptr<Blobs> sealed_files,
        StoreOptions chosen
    );
    ~Core();

    Keyring keyring;
    Vault vault;
    StoreOptions options;
    std::unique_ptr<Blobs> blobs;
    std::filesystem::path log_file;
    std::mutex journaling;
    std::unique_ptr<Journal> journal; ///< before the writer, whose log it keeps to the end
    Writer writer;
    Readers readers;
    Balances balances;
    QuietBatches quiet_batches;
    std::unique_ptr<SearchFeed> search;   ///< rows/search_feed.h
    std::unique_ptr<RecordCounts> counts; ///< rows/record_counts.h
    std::mutex rewrapping;
    RewrapCursor rewrap_cursor;
    std::int64_t rewrapped_keys = 0;        ///< up to the cursor
    std::uint16_t rewrapped = 0;            ///< the version that all is known to be wrapped with
    std::atomic<bool> wants_backup = false; ///< something was destroyed since the last one
    std::mutex signing;
    MerkleFrontier signed_tree; ///< as of the last checkpoint, so that the next reads on from there

    /// The sealed bytes of an object that a row names; throws Tampered when they are gone.
    [[nodiscard]] Bytes read_object(const ObjectId& id, std::string_view kind);
    /// The document as this person may see it, with what services outside said of it.
    [[nodiscard]] Document
    show(Database& db, DocumentRow row, const Actor& actor, Instant now) const;
    /// The record with everything that the archive knows of it.
    [[nodiscard]] Record show(Database& db, const RecordRow& row) const;
    /// An attachment's bytes; nothing where the record has none such.
    [[nodiscard]] std::optional<Bytes>
    read_attachment(const RecordId& id, AttachmentKind kind, int page_no);
    void audit(
        Database& db,
        const Actor& actor,
        std::string_view action,
        std::string_view object,
        std::string_view detail,
        Instant now,
        std::string_view outcome = "done"
    );
};

} // namespace dossier::store
