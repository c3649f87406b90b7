#include "store/rows/core.h"
#include "store/rows/known_answers.h"
#include "store/rows/seen_records.h"

namespace dossier::store {

std::vector<verify::SeenRecord> Store::seen_records(Instant since, Instant recent_since)
{
    Snapshot snapshot{core_->readers};
    return load_seen_records(snapshot.db(), core_->vault, since, recent_since);
}

std::vector<PersonAnswers> Store::known_answers(const Scope& scope, Instant since)
{
    Snapshot snapshot{core_->readers};
    return count_known_answers(snapshot.db(), core_->vault, scope, since);
}

} // namespace dossier::store
