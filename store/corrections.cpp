#include "store/rows/corrections.h"

#include "store/rows/archiving.h"
#include "store/rows/core.h"
#include "store/rows/cursor.h"
#include "store/rows/documents.h"
#include "store/rows/external_checks.h"
#include "store/rows/holdings.h"
#include "store/rows/records.h"
#include "store/rows/scoped.h"
#include "store/rows/shredding.h"
#include "store/rows/words.h"

#include <algorithm>

namespace dossier::store {
namespace {

std::string object_name(const RecordId& id)
{
    return "record " + id.text;
}

RecordRow require_record(Database& db, const Vault& vault, const RecordId& id)
{
    auto record = load_record(db, vault, id);
    if (!record) {
        throw Tampered(object_name(id));
    }
    return std::move(*record);
}

Correction describe(Database& db, const Vault& vault, const CorrectionRow& row)
{
    Correction correction{
        .item = item_of(row, require_record(db, vault, row.record_id)),
        .before = row.body.before,
        .after = row.body.after,
        .reason = row.body.reason,
        .decline_reason = row.body.decline_reason,
        .findings = row.body.findings,
        .cohort = {}};
    for (const auto& recheck : load_cohort(db, vault, row.id)) {
        if (is_shredded(db, vault, recheck.record_id.text)) {
            continue;
        }
        const auto record = require_record(db, vault, recheck.record_id);
        correction.cohort.push_back(
            {.record_id = recheck.record_id,
             .record_number = record.number,
             .committed_at = record.committed_at,
             .committed_by = record.committed_by,
             .checked_by = recheck.checked_by,
             .checked_at = recheck.checked_at}
        );
    }
    return correction;
}

/// What the archive says of the values with the correction, the record itself left out.
std::vector<verify::Finding>
ask_archive(Database& db, const Vault& vault, const RecordRow& record, const CorrectionRow& row)
{
    auto checked = record.body.checked;
    checked.findings.clear();
    checked.find_field(row.field)->field.value = row.body.after;
    const auto document = load_document(db, vault, record.document_id);
    if (!document) {
        throw Tampered(object_name(record.document_id));
    }
    note_known(db, vault, checked, load_file(db, vault, *document), record.id);
    return checked.findings;
}

} // namespace

tl::expected<Correction, Conflict> Store::propose_correction(
    const RecordId& record_id, const Proposal& proposal, const Actor& actor, Instant now
)
{
    const auto& vault = core_->vault;
    if (proposal.value.empty() || proposal.reason.empty()) {
        return tl::unexpected(
            conflict(ConflictKind::not_allowed, "a correction needs the right value and a reason")
        );
    }
    Transaction tx{core_->writer};
    const auto record = find_record(tx.db(), vault, record_id, actor.scope);
    if (record && !actor.scope.keeps_records()) {
        return tl::unexpected(conflict(ConflictKind::out_of_scope));
    }
    const auto* field = record ? record->body.checked.find_field(proposal.field) : nullptr;
    if (field == nullptr) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (field->field.value == proposal.value) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "this is the value that it has"));
    }
    for (const auto& other : load_corrections(tx.db(), vault, record_id)) {
        if (other.state == CorrectionState::open && other.field == proposal.field) {
            return tl::unexpected(conflict(ConflictKind::closed));
        }
    }
    CorrectionRow row{
        .id = vault.new_id(),
        .record_id = record_id,
        .field = proposal.field,
        .state = CorrectionState::open,
        .proposed_by = actor.name,
        .proposed_at = now,
        .decided_by = {},
        .decided_at = {},
        .body = {
            .before = field->field.value,
            .after = proposal.value,
            .reason = proposal.reason,
            .decline_reason = {},
            .findings = proposal.findings}};
    std::ranges::move(
        ask_archive(tx.db(), vault, *record, row), std::back_inserter(row.body.findings)
    );
    insert_correction(tx.db(), vault, row);
    core_->audit(
        tx.db(), actor, "correction_proposed", object_name(record_id), proposal.field, now
    );
    auto correction = describe(tx.db(), vault, row);
    tx.commit();
    return correction;
}

Listing<CorrectionItem> Store::corrections(
    const Scope& scope, std::optional<CorrectionState> state, std::string_view cursor, int limit
)
{
    Snapshot snapshot{core_->readers};
    const auto from = Cursor::parse(cursor, newest_first);
    Statement rows(
        snapshot.db(),
        "SELECT correction.id FROM correction JOIN record ON record.id = correction.record_id "
        "WHERE (proposed_at, correction.id) < ($1, $2) AND ($3 = '' OR state = $3) "
        "AND record.id NOT IN (SELECT owner_id FROM tombstone) AND " +
            in_records(scope, 5) + " ORDER BY proposed_at DESC, correction.id DESC LIMIT $4",
        from.at,
        from.id,
        state ? word(*state) : std::string_view{},
        limit + 1,
        scope.department,
        scope.person
    );
    return page_of<CorrectionItem>(
        rows,
        limit,
        [&](Statement& row) -> std::optional<CorrectionItem> {
            const auto correction = load_correction(snapshot.db(), core_->vault, row.text(0));
            if (!correction) {
                return std::nullopt;
            }
            return item_of(
                *correction, require_record(snapshot.db(), core_->vault, correction->record_id)
            );
        },
        [](const CorrectionItem& last) { return Cursor::text(last.proposed_at, last.id); }
    );
}

std::optional<Correction>
Store::view_correction(const std::string& id, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    const auto row = load_correction(tx.db(), core_->vault, id);
    if (!row || !find_record(tx.db(), core_->vault, row->record_id, actor.scope)) {
        return std::nullopt;
    }
    core_->audit(tx.db(), actor, "correction_viewed", object_name(row->record_id), row->field, now);
    auto correction = describe(tx.db(), core_->vault, *row);
    tx.commit();
    return correction;
}

tl::expected<Correction, Conflict> Store::decide_correction(
    const std::string& id, const CorrectionDecision& decision, const Actor& actor, Instant now
)
{
    const auto& vault = core_->vault;
    Transaction tx{core_->writer};
    auto row = load_correction(tx.db(), vault, id);
    if (!row || !find_record(tx.db(), vault, row->record_id, actor.scope)) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (!actor.scope.keeps_records()) {
        return tl::unexpected(conflict(ConflictKind::out_of_scope));
    }
    if (row->state != CorrectionState::open) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    if (row->proposed_by == actor.name) {
        core_->audit(
            tx.db(),
            actor,
            "correction_decided",
            object_name(row->record_id),
            "same_person",
            now,
            "denied"
        );
        tx.commit();
        return tl::unexpected(conflict(ConflictKind::same_person));
    }
    if (!decision.approve && decision.reason.empty()) {
        return tl::unexpected(
            conflict(ConflictKind::not_allowed, "declining a correction needs a reason")
        );
    }
    // The record is signed anew: nothing that was altered in it may be signed with it.
    const auto record = require_record(tx.db(), vault, row->record_id);
    row->state = decision.approve ? CorrectionState::approved : CorrectionState::declined;
    row->decided_by = actor.name;
    row->decided_at = now;
    row->body.decline_reason = decision.reason;
    if (!store::decide_correction(tx.db(), vault, *row)) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    if (decision.approve) {
        count_correction(tx.db(), vault, row->record_id);
        follow_correction(tx.db(), vault, core_->options, row->record_id, now);
        insert_cohort(tx.db(), vault, *row);
    }
    auto correction = describe(tx.db(), vault, *row);
    core_->audit(
        tx.db(),
        actor,
        decision.approve ? "correction_approved" : "correction_declined",
        object_name(row->record_id),
        row->field,
        now
    );
    if (decision.approve) {
        core_->audit(
            tx.db(),
            actor,
            "cohort_listed",
            object_name(row->record_id),
            std::to_string(correction.cohort.size()),
            now
        );
        if (const auto document = load_current_document(tx.db(), vault, record.document_id)) {
            ask_by_itself(tx.db(), vault, core_->options.connectors, *document, now);
        }
    }
    tx.commit();
    return correction;
}

tl::expected<void, Conflict> Store::note_rechecked(
    const std::string& id, const RecordId& record_id, const Actor& actor, Instant now
)
{
    Transaction tx{core_->writer};
    if (!find_record(tx.db(), core_->vault, record_id, actor.scope)) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (!actor.scope.keeps_records()) {
        return tl::unexpected(conflict(ConflictKind::out_of_scope));
    }
    if (!save_recheck(
            tx.db(),
            core_->vault,
            {.correction_id = id,
             .record_id = record_id,
             .checked_by = actor.name,
             .checked_at = now}
        )) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    core_->audit(tx.db(), actor, "record_rechecked", object_name(record_id), "", now);
    tx.commit();
    return {};
}

} // namespace dossier::store
