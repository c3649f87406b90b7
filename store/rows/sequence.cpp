#include "store/rows/sequence.h"

#include "capture/sheets.h"
#include "store/rows/bundles.h"
#include "store/rows/shredding.h"

#include <algorithm>

namespace dossier::store {
namespace {

SequencePage hole(const OriginalId& id)
{
    SequencePage page;
    page.original_id = id;
    page.is_hole = true;
    return page;
}

/// Nothing behind it belongs to anything before it.
SequencePage boundary(const OriginalId& id)
{
    SequencePage page;
    page.original_id = id;
    page.facts.role = capture::PageRole::separator;
    return page;
}

void append_pages(
    Database& db, const Vault& vault, const BatchArrival& arrival, std::vector<SequencePage>& pages
)
{
    const auto& id = arrival.original_id;
    if (is_shredded(db, vault, id.text)) {
        return pages.push_back(boundary(id)); // destroyed: what it was made into is settled
    }
    const auto places = bundle_places(db, id);
    for (const auto& row : load_pages(db, vault, vault.data_key(db, id.text), id)) {
        if (arrival.has_page(row.page_no)) {
            pages.push_back(
                {.original_id = id,
                 .facts = row.body.facts,
                 .is_placed = places.contains(row.page_no),
                 .is_loose = true}
            );
        }
    }
}

bool has_gone_on(Database& db, const BatchRow& batch)
{
    Statement row(
        db,
        "SELECT 1 FROM batch_arrival JOIN batch ON batch.id = batch_arrival.batch_id "
        "WHERE batch.station = $1 AND batch.kind <> 'named' AND batch_arrival.seq > "
        "(SELECT max(seq) FROM batch_arrival WHERE batch_id = $2) LIMIT 1",
        batch.station,
        batch.id
    );
    return row.next();
}

std::int64_t file_count(Database& db, const std::string& batch_id)
{
    Statement row(db, "SELECT count(*) FROM batch_arrival WHERE batch_id = $1", batch_id);
    row.next();
    return row.integer(0);
}

bool has_all_sheets(const std::vector<SequencePage>& pages, const Announced& announced)
{
    if (announced.sheets == 0) {
        return false;
    }
    const auto sheets = capture::sheets_of(facts_of(pages), announced.sides);
    const auto content =
        std::ranges::count(sheets, capture::PageRole::content, &capture::Sheet::role);
    return content >= announced.sheets && sheets.back().count == announced.sides;
}

} // namespace

Sequence load_sequence(Database& db, const Vault& vault, const BatchRow& batch)
{
    Sequence sequence;
    for (const auto& arrival : load_batch_arrivals(db, vault, batch.id)) {
        const auto& id = arrival.original_id;
        if (arrival.is_repeat) {
            continue; // its pages went where the first delivery's did
        }
        const auto state = require_original(db, vault, id).state;
        if (state == OriginalState::received) {
            sequence.completeness.is_whole = false;
            break;
        }
        if (state == OriginalState::quarantined) {
            if (batch.state == BatchState::open) {
                sequence.pages.push_back(hole(id));
            }
        } else if (is_loose_file(db, id)) {
            append_pages(db, vault, arrival, sequence.pages);
        } else {
            sequence.pages.push_back(boundary(id));
        }
    }
    sequence.completeness.has_all_sheets = has_all_sheets(sequence.pages, batch.body.announced);
    return sequence;
}

bool has_ended(
    Database& db,
    const BatchRow& batch,
    const Completeness& completeness,
    const StationRules& rules,
    Moment moment
)
{
    if (!completeness.is_whole) {
        return false;
    }
    const auto& announced = batch.body.announced;
    const bool has_all_files = announced.files > 0 && file_count(db, batch.id) >= announced.files;
    return moment.arrivals == Arrivals::are_over || batch.state != BatchState::open ||
           has_all_files || completeness.has_all_sheets ||
           moment.now - batch.last_arrival_at >= rules.batch_idle ||
           (batch.kind != BatchKind::named && has_gone_on(db, batch));
}

} // namespace dossier::store
