// Documents made of pages of several files: looks at every batch that has such pages and makes
// bundles of those whose end is known. Each batch is one transaction, so a step that was cut short
// is simply done again; a page can be in one bundle only (0007_bundles.sql).

#include "store/rows/bundles.h"

#include "store/rows/core.h"
#include "store/rows/sequence.h"

#include <algorithm>

namespace dossier::store {
namespace {

struct Plan {
    BatchRow batch;
    Sequence sequence;
    std::vector<SequenceGroup> groups;

    [[nodiscard]] bool has(GroupFate fate) const
    {
        return std::ranges::find(groups, fate, &SequenceGroup::fate) != groups.end();
    }

    /// Every page is where it will stay, and nothing more comes.
    [[nodiscard]] bool is_done() const
    {
        return batch.state != BatchState::open && sequence.is_whole && !has(GroupFate::ready) &&
               !has(GroupFate::waiting);
    }
};

std::optional<Plan> plan_batch(
    Database& db,
    const Vault& vault,
    const std::string& id,
    const StoreOptions& options,
    Instant now
)
{
    auto batch = load_batch(db, vault, id);
    if (!batch) {
        return std::nullopt;
    }
    const auto& rules = options.stations.of(batch->station);
    auto sequence = load_sequence(db, vault, *batch);
    const bool ended = has_ended(db, *batch, sequence, rules, now);
    auto groups = group_sequence(sequence.pages, rules.separation, ended);
    return Plan{std::move(*batch), std::move(sequence), std::move(groups)};
}

std::vector<std::string> batches_with_loose_files(Database& db)
{
    std::vector<std::string> ids;
    Statement rows(
        db,
        "SELECT DISTINCT batch_arrival.batch_id FROM loose_file JOIN batch_arrival "
        "ON batch_arrival.original_id = loose_file.original_id AND batch_arrival.is_repeat = 0 "
        "ORDER BY batch_arrival.batch_id"
    );
    while (rows.next()) {
        ids.push_back(rows.text(0));
    }
    return ids;
}

void forget_loose_files(Database& db, const std::string& batch_id)
{
    // A file that serves another batch, too, waits for that one.
    db.run(
        "DELETE FROM loose_file WHERE original_id IN (SELECT original_id FROM batch_arrival WHERE "
        "batch_id = $1) AND original_id NOT IN (SELECT batch_arrival.original_id FROM "
        "batch_arrival JOIN batch ON batch.id = batch_arrival.batch_id WHERE batch.id <> $1 AND "
        "batch.state <> 'closed')",
        batch_id
    );
}

} // namespace

std::vector<OriginalId> Store::assemble_documents(Instant now)
{
    const auto& vault = core_->vault;
    std::vector<std::string> ids;
    {
        Snapshot snapshot{core_->readers};
        ids = batches_with_loose_files(snapshot.db());
    }
    std::vector<OriginalId> made;
    for (const auto& id : ids) {
        {
            // A batch may wait for hours: intake does not wait for the writer while it is looked
            // at.
            Snapshot snapshot{core_->readers};
            const auto plan = plan_batch(snapshot.db(), vault, id, core_->options, now);
            if (!plan || !(plan->has(GroupFate::ready) || plan->is_done())) {
                continue;
            }
        }
        Transaction tx{core_->writer};
        const auto plan = plan_batch(tx.db(), vault, id, core_->options, now);
        if (!plan) {
            continue;
        }
        for (const auto& group : plan->groups) {
            if (group.fate != GroupFate::ready) {
                continue;
            }
            std::vector<BundlePage> pages;
            for (const auto at : group.pages) {
                const auto& page = plan->sequence.pages[at];
                pages.push_back({.original_id = page.original_id, .page_no = page.facts.index});
            }
            made.push_back(
                insert_bundle(tx.db(), vault, plan->batch.station, pages, group.type, now)
            );
            core_->audit(
                tx.db(),
                system_actor(),
                "document_assembled",
                "original " + made.back().text,
                "pages " + std::to_string(pages.size()),
                now
            );
        }
        if (plan->is_done()) {
            forget_loose_files(tx.db(), id);
        }
        tx.commit();
    }
    return made;
}

} // namespace dossier::store
