#include "store/rows/quality.h"

#include "store/rows/record_changes.h"

#include <algorithm>
#include <set>

namespace dossier::store {
namespace {

struct Quality {
    std::int64_t fields = 0;
    std::int64_t missing = 0;
    std::int64_t overridden = 0;
    std::int64_t unseen = 0;
};

Quality
count(const verify::CheckedDocument& checked, std::span<const verify::Discrepancy> discrepancies)
{
    std::set<std::string> broken;
    for (const auto& finding : checked.findings) {
        if (finding.severity == verify::Severity::error) {
            broken.insert(finding.fields.begin(), finding.fields.end());
        }
    }
    Quality quality;
    for (const auto& each : checked.fields) {
        const auto& name = each.field.name;
        const auto decided = std::ranges::find(discrepancies, name, &verify::Discrepancy::field);
        const bool is_seen = decided != discrepancies.end();
        const bool is_unreadable =
            is_seen && decided->state == verify::DiscrepancyState::unreadable;
        ++quality.fields;
        if (each.field.value.empty() || is_unreadable) {
            ++quality.missing;
            continue;
        }
        quality.overridden += broken.contains(name) ? 1 : 0; // nothing broken is kept otherwise
        quality.unseen += is_seen ? 0 : 1;
    }
    return quality;
}

} // namespace

void keep_quality(
    Database& db, const RecordRow& record, std::span<const verify::Discrepancy> discrepancies
)
{
    const auto quality = count(record.body.checked, discrepancies);
    db.run(
        "INSERT INTO record_quality (record_id, fields, missing, overridden, unseen, corrected) "
        "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (record_id) DO UPDATE SET "
        "fields = excluded.fields, missing = excluded.missing, overridden = excluded.overridden, "
        "unseen = excluded.unseen, corrected = excluded.corrected",
        record.id,
        quality.fields,
        quality.missing,
        quality.overridden,
        quality.unseen,
        record.corrections
    );
    note_record_change(db, record.id);
}

} // namespace dossier::store
