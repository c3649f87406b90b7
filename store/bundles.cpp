// Documents made of pages of several files: looks at every batch that has such pages and makes
// bundles of those whose end is known. Each batch is one transaction, so a step that was cut short
// is simply done again; a page can be in one bundle only (0010_late_pages.sql). A page that came
// later is put onto a document by a person.

#include "store/rows/bundles.h"

#include "store/rows/batch_changes.h"
#include "store/rows/core.h"
#include "store/rows/decisions.h"
#include "store/rows/gathering.h"
#include "store/rows/scoped.h"
#include "store/rows/sequence.h"

#include <algorithm>
#include <set>
#include <utility>

namespace dossier::store {
namespace {

struct Plan {
    BatchRow batch;
    Sequence sequence;
    std::vector<SequenceGroup> groups;
    bool has_ended = false;

    [[nodiscard]] bool has(GroupFate fate) const
    {
        return std::ranges::find(groups, fate, &SequenceGroup::fate) != groups.end();
    }

    [[nodiscard]] FilePage page(std::size_t at) const
    {
        const auto& page = sequence.pages[at];
        return {.original_id = page.original_id, .page_no = page.facts.index};
    }

    /// Every page is where it will stay, and nothing more comes.
    [[nodiscard]] bool is_done() const
    {
        return batch.state != BatchState::open && sequence.completeness.is_whole &&
               !has(GroupFate::ready) && !has(GroupFate::waiting);
    }
};

Plan plan_batch(
    Database& db, const Vault& vault, BatchRow batch, const StationRules& rules, Moment moment
)
{
    auto sequence = load_sequence(db, vault, batch);
    const bool ended = has_ended(db, batch, sequence.completeness, rules, moment);
    auto groups = group_sequence(sequence.pages, rules.separation, ended);
    return {std::move(batch), std::move(sequence), std::move(groups), ended};
}

std::optional<Plan> plan_batch(
    Database& db,
    const Vault& vault,
    const std::string& id,
    const SiteRules& stations,
    Moment moment
)
{
    auto batch = load_batch(db, vault, id);
    if (!batch) {
        return std::nullopt;
    }
    const auto& rules = stations.of(batch->station);
    return plan_batch(db, vault, std::move(*batch), rules, moment);
}

/// Whether documents may be made of the batch, or it is done with. What is remembered of the last
/// look spares the next one.
bool is_worth_planning(
    Database& db,
    const Vault& vault,
    const std::string& id,
    const SiteRules& stations,
    QuietBatches& quiet,
    Moment moment
)
{
    auto batch = load_batch(db, vault, id);
    if (!batch) {
        return false;
    }
    const auto& rules = stations.of(batch->station);
    const auto changes = batch_changes(db, id);
    const auto last = quiet.find(id);
    if (last && last->changes == changes &&
        has_ended(db, *batch, last->completeness, rules, moment) == last->had_ended) {
        return false;
    }
    const auto plan = plan_batch(db, vault, std::move(*batch), rules, moment);
    if (plan.has(GroupFate::ready) || plan.is_done()) {
        return true;
    }
    quiet.note(
        id,
        {.changes = changes,
         .completeness = plan.sequence.completeness,
         .had_ended = plan.has_ended}
    );
    return false;
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

/// The group that the page came too late for.
const SequenceGroup* find_late_group(const Plan& plan, const FilePage& page)
{
    for (const auto& group : plan.groups) {
        const bool has_page = std::ranges::any_of(group.pages, [&](std::size_t at) {
            return plan.page(at) == page && !plan.sequence.pages[at].is_placed;
        });
        if (has_page) {
            return group.fate == GroupFate::late ? &group : nullptr;
        }
    }
    return nullptr;
}

/// What a document becomes: these pages, of this type, put to that record.
struct Made {
    std::set<FilePage> pages{};
    std::string type{};
    std::optional<Supplement> supplement{};
};

/// Takes a document of several files back, that another can be made of its pages and more. Nothing
/// is taken of a record: the pages are put to it.
tl::expected<Made, Conflict>
take_apart(Database& db, const Vault& vault, const DocumentId& id, const Actor& actor, Instant now)
{
    const auto chosen = load_document(db, vault, id);
    if (!chosen) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (chosen->is_shredded) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    if (const auto record = record_of(db, id)) {
        return Made{
            .supplement = Supplement{.record_id = *record, .put_by = actor.name, .put_at = now}};
    }
    const auto bundle = require_original(db, vault, chosen->original_id);
    if (!is_bundle(bundle)) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "it was read with its own file"));
    }
    for (const auto& each : describe(db, vault, bundle).documents) {
        auto document = load_document(db, vault, each).value();
        if (document.state == DocumentState::committed) {
            return tl::unexpected(conflict(ConflictKind::closed));
        }
        if (document.is_claimed_by_other(actor, now)) {
            return tl::unexpected(conflict(ConflictKind::claimed_by_other));
        }
        const auto seen = document.version;
        if (document.state == DocumentState::review &&
            !(reject(document, "read again with a page that came late", actor, now) &&
              save_document(db, vault, document, seen))) {
            return tl::unexpected(conflict(ConflictKind::version_changed));
        }
    }
    Made made{
        .type = announced_type_of(db, vault, bundle),
        .supplement = load_supplement(db, vault, bundle.id)};
    const auto elsewhere = replaced_pages(db, bundle.id);
    for (int at = 0; const auto& page : load_bundle(db, vault, bundle)) {
        if (!elsewhere.contains(at++)) {
            made.pages.insert(page);
        }
    }
    replace_bundle(db, vault, bundle);
    return made;
}

} // namespace

std::vector<OriginalId> Store::assemble_documents(Instant now, Arrivals arrivals)
{
    const Moment moment{.now = now, .arrivals = arrivals};
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
            const auto& stations = core_->options.stations;
            if (!is_worth_planning(
                    snapshot.db(), vault, id, stations, core_->quiet_batches, moment
                )) {
                continue;
            }
        }
        Transaction tx{core_->writer};
        const auto plan = plan_batch(tx.db(), vault, id, core_->options.stations, moment);
        if (!plan) {
            continue;
        }
        for (const auto& group : plan->groups) {
            if (group.fate != GroupFate::ready) {
                continue;
            }
            std::vector<FilePage> pages;
            for (const auto at : group.pages) {
                pages.push_back(plan->page(at));
            }
            made.push_back(insert_bundle(
                tx.db(), vault, plan->batch.station, plan->batch.owner, pages, group.type, now
            ));
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

tl::expected<BatchItem, Conflict> Store::put_late_page(
    const std::string& batch_id,
    const FilePage& page,
    const std::optional<DocumentId>& document_id,
    std::int64_t expected_version,
    const Actor& actor,
    Instant now
)
{
    const auto& vault = core_->vault;
    Transaction tx{core_->writer};
    auto plan = plan_batch(tx.db(), vault, batch_id, core_->options.stations, {.now = now});
    if (!plan || !has_intake(actor.scope, plan->batch.owner)) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (plan->batch.version != expected_version) {
        return tl::unexpected(conflict(ConflictKind::version_changed));
    }
    const auto* group = find_late_group(*plan, page);
    if (plan->batch.state != BatchState::open || group == nullptr) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "no such page came late"));
    }
    auto made = document_id ? take_apart(tx.db(), vault, *document_id, actor, now)
                            : Made{.type = group->type};
    if (!made) {
        return tl::unexpected(made.error());
    }
    for (const auto at : group->pages) {
        if (!plan->sequence.pages[at].is_placed) {
            made->pages.insert(plan->page(at));
        }
    }
    std::vector<FilePage> pages;
    for (std::size_t at = 0; at < plan->sequence.pages.size(); ++at) {
        if (plan->sequence.pages[at].is_loose && made->pages.contains(plan->page(at))) {
            pages.push_back(plan->page(at));
        }
    }
    if (pages.size() != made->pages.size()) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "it is of another batch"));
    }
    const auto bundle = insert_bundle(
        tx.db(), vault, plan->batch.station, plan->batch.owner, pages, made->type, now
    );
    if (made->supplement) {
        insert_supplement(tx.db(), vault, bundle, *made->supplement);
    }
    if (!save_batch(tx.db(), vault, plan->batch)) {
        return tl::unexpected(conflict(ConflictKind::version_changed));
    }
    if (made->supplement) {
        core_->audit(
            tx.db(),
            actor,
            "supplement_put",
            "record " + made->supplement->record_id.text,
            "original " + bundle.text,
            now
        );
    } else {
        core_->audit(
            tx.db(),
            actor,
            "late_page_put",
            "original " + bundle.text,
            document_id ? "document " + document_id->text : "a document of its own",
            now
        );
    }
    auto batch = gather(tx.db(), vault, core_->options.stations, plan->batch).batch;
    tx.commit();
    return std::move(batch.item);
}

} // namespace dossier::store
