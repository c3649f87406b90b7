#include "store/rows/archiving.h"

#include "store/rows/filings.h"

namespace dossier::store {

RecordRow archive_document(
    Database& db,
    const Vault& vault,
    const StoreOptions& options,
    const DocumentRow& document,
    const Actor& actor,
    Instant now
)
{
    auto record = make_record(db, vault, document, actor, now, options.utc_offset);
    file_record(db, vault, options.filing, record, options.utc_offset);
    return record;
}

} // namespace dossier::store
