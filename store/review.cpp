#include "store/rows/archiving.h"
#include "store/rows/core.h"
#include "store/rows/decisions.h"
#include "store/rows/external_checks.h"
#include "store/rows/holdings.h"
#include "store/rows/known_answers.h"
#include "store/rows/scoped.h"
#include "store/rows/seen_records.h"
#include "store/rows/words.h"
#include "verify/holders.h"

#include <algorithm>

namespace dossier::store {
namespace {

Conflict conflict_of(Undecided undecided)
{
    if (undecided.broken_rule) {
        return {
            .kind = ConflictKind::rule_broken,
            .detail = {},
            .decision = {},
            .broken_rule = std::move(undecided.broken_rule)};
    }
    return {
        .kind = ConflictKind::not_allowed,
        .detail = undecided.error->detail,
        .decision = undecided.error->kind};
}

/// What two people (of a sample: the machine and one) found, by what it is: who was first must not
/// show.
std::vector<verify::Keying>
keyings_without_names(const DocumentRow& row, const verify::Discrepancy& discrepancy)
{
    auto keyings = discrepancy.keyings;
    if (discrepancy.second_eyes == verify::SecondEyes::machine) {
        const auto* const checked = row.body.checked.find_field(discrepancy.field);
        keyings.push_back(
            {.action = verify::Action::correct,
             .value = checked == nullptr ? std::string{} : checked->field.value}
        );
    }
    for (auto& keying : keyings) {
        keying.by.clear();
        keying.at = {};
        // Who agreed with the machine must not show either.
        if (keying.action == verify::Action::confirm) {
            keying.action = verify::Action::correct;
        }
    }
    std::ranges::sort(keyings, {}, &verify::Keying::value);
    return keyings;
}

const PageRow*
find_page(const std::vector<PageRow>& pages, const DocumentRow& document, int page_no)
{
    const auto& own = document.body.checked.pages;
    const auto page = std::ranges::find(pages, page_no, &PageRow::page_no);
    const bool belongs = std::ranges::find(own, page_no) != own.end();
    return page != pages.end() && belongs && page->body.preview ? &*page : nullptr;
}

/// What the archive knows of the values as they stand now; the fields that it did not doubt before.
/// Whoever typed a number that somebody else has is asked once more.
std::vector<std::string> ask_archive(
    Database& db, const Vault& vault, DocumentRow& row, const std::vector<std::string>& before
)
{
    auto& checked = row.body.checked;
    note_known(db, vault, checked, load_file(db, vault, row));
    auto doubted = verify::doubted_by_archive(checked);
    std::erase_if(doubted, [&](const std::string& field) {
        return std::ranges::find(before, field) != before.end();
    });
    return doubted;
}

/// What the person did with a value that was planted, or who arbitrated with what came of it.
std::optional<verify::AnswerOutcome> note_known_answer(
    Database& db,
    const Vault& vault,
    const verify::Discrepancy& before,
    const verify::Discrepancy& after,
    const Actor& actor,
    Instant now
)
{
    const bool was_not_known = before.state == verify::DiscrepancyState::arbitration &&
                               (after.state == verify::DiscrepancyState::corrected ||
                                after.state == verify::DiscrepancyState::unreadable);
    if (was_not_known) {
        dispute_known_answer(db, vault, after.id);
    }
    const auto outcome = verify::outcome_of(before, after);
    if (outcome) {
        insert_known_answer(db, vault, after.id, actor.name, *outcome, now);
    }
    return outcome;
}

} // namespace

std::optional<Document> Store::view_document(const DocumentId& id, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    auto row = find_document(tx.db(), core_->vault, id, actor.scope);
    if (!row) {
        return std::nullopt;
    }
    auto document = core_->show(tx.db(), std::move(*row), actor, now);
    core_->audit(tx.db(), actor, "document_viewed", object_name(id), "", now);
    tx.commit();
    return document;
}

std::optional<DocumentId> Store::document_of(const std::string& discrepancy_id)
{
    Snapshot snapshot{core_->readers};
    Statement row(
        snapshot.db(), "SELECT document_id FROM discrepancy WHERE id = $1", discrepancy_id
    );
    if (!row.next()) {
        return std::nullopt;
    }
    return DocumentId{row.text(0)};
}

std::optional<Bytes>
Store::page_image(const DocumentId& id, int page_no, const Actor& actor, Instant now)
{
    const auto& vault = core_->vault;
    if (!is_sheet_open(id, actor)) {
        return std::nullopt;
    }
    std::optional<Bytes> jpeg;
    {
        Snapshot snapshot{core_->readers};
        const auto row = find_document(snapshot.db(), vault, id, actor.scope);
        if (!row) {
            return std::nullopt;
        }
        const auto data_key = vault.data_key(snapshot.db(), row->original_id.text);
        const auto pages = load_pages(snapshot.db(), vault, data_key, row->original_id);
        const auto* page = find_page(pages, *row, page_no);
        if (page == nullptr) {
            return std::nullopt;
        }
        jpeg = vault.open_part(
            data_key,
            preview_place(row->original_id, page->body.object_id, page_no),
            core_->read_object({page->body.object_id}, "page_preview")
        );
    }
    note(actor, "page_viewed", object_name(id), "done", "page " + std::to_string(page_no), now);
    return jpeg;
}

tl::expected<Document, Conflict> Store::decide(
    const std::string& discrepancy_id,
    const verify::Decision& decision,
    const FieldRules& rules,
    std::int64_t expected_version,
    const Actor& actor,
    Instant now
)
{
    const auto& vault = core_->vault;
    const auto id = document_of(discrepancy_id);
    if (!id) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    Transaction tx{core_->writer};
    auto row = find_changeable(tx.db(), vault, *id, expected_version, actor, now);
    if (!row) {
        return tl::unexpected(row.error());
    }
    const auto announced =
        describe(tx.db(), vault, require_original(tx.db(), vault, row->original_id)).announced;
    auto doubted_before = verify::doubted_by_archive(row->body.checked);
    const auto before = *row->find_discrepancy(discrepancy_id);
    const auto& field = before.field;
    const auto value_before = row->body.checked.value_of(field);
    const auto contradicted =
        store::decide(*row, discrepancy_id, decision, {vault, rules, announced, actor, now});
    if (!contradicted) {
        return tl::unexpected(conflict_of(contradicted.error()));
    }
    // Whatever was doubted of the value that was there says nothing of another.
    if (row->body.checked.value_of(field) != value_before) {
        std::erase(doubted_before, field);
    }
    const auto& after = *row->find_discrepancy(discrepancy_id);
    const auto state = after.state;
    const auto answer = note_known_answer(tx.db(), vault, before, after, actor, now);
    std::vector<std::pair<std::string, Doubted>> opened;
    for (const auto& other : *contradicted) {
        opened.emplace_back(other, Doubted::opened);
    }
    for (const auto& other : ask_archive(tx.db(), vault, *row, doubted_before)) {
        const auto second_eyes = rules.second_eyes_of(row->body.checked, other);
        const auto doubted = doubt_field(vault, *row, other, second_eyes);
        if (doubted != Doubted::waits) {
            opened.emplace_back(other, doubted);
        }
    }
    if (!save_document(tx.db(), vault, *row, expected_version)) {
        return tl::unexpected(conflict(ConflictKind::version_changed));
    }
    core_->audit(
        tx.db(),
        actor,
        decision.action == verify::Action::reopen ? std::string("discrepancy_reopened")
                                                  : "discrepancy_" + std::string(word(state)),
        object_name(*id),
        field,
        now
    );
    for (const auto& [other, doubted] : opened) {
        core_->audit(tx.db(), actor, audit_word(doubted), object_name(*id), other, now);
    }
    ask_by_itself(tx.db(), vault, core_->options.connectors, *row, now);
    auto document = core_->show(tx.db(), std::move(*row), actor, now);
    document.known_answer = answer;
    tx.commit();
    return document;
}

tl::expected<std::vector<verify::Keying>, Conflict>
Store::view_keyings(const std::string& discrepancy_id, const Actor& actor, Instant now)
{
    const auto id = document_of(discrepancy_id);
    if (!id) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    Transaction tx{core_->writer};
    auto row = find_document(tx.db(), core_->vault, *id, actor.scope);
    const auto* const discrepancy = row ? row->find_discrepancy(discrepancy_id) : nullptr;
    if (discrepancy == nullptr) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (row->is_claimed_by_other(actor, now)) {
        return tl::unexpected(conflict(ConflictKind::claimed_by_other));
    }
    if (row->state != DocumentState::review ||
        discrepancy->state != verify::DiscrepancyState::arbitration ||
        !verify::is_for(*discrepancy, person_of(actor))) {
        return tl::unexpected(conflict(ConflictKind::not_yours));
    }
    core_->audit(tx.db(), actor, "keyings_viewed", object_name(*id), discrepancy->field, now);
    auto keyings = keyings_without_names(*row, *discrepancy);
    tx.commit();
    return keyings;
}

tl::expected<Document, Conflict> Store::reject_document(
    const DocumentId& id,
    const std::string& reason,
    std::int64_t expected_version,
    const Actor& actor,
    Instant now
)
{
    return end_document(End::reject, id, reason, expected_version, actor, now);
}

tl::expected<Document, Conflict> Store::request_rescan(
    const DocumentId& id,
    const std::string& reason,
    std::int64_t expected_version,
    const Actor& actor,
    Instant now
)
{
    return end_document(End::request_rescan, id, reason, expected_version, actor, now);
}

tl::expected<Document, Conflict> Store::end_document(
    End end,
    const DocumentId& id,
    const std::string& reason,
    std::int64_t expected_version,
    const Actor& actor,
    Instant now
)
{
    if (reason.empty()) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "this has a reason"));
    }
    Transaction tx{core_->writer};
    auto row = find_changeable(tx.db(), core_->vault, id, expected_version, actor, now);
    if (!row) {
        return tl::unexpected(row.error());
    }
    const bool rejects = end == End::reject;
    const auto ended = rejects ? reject(*row, reason, actor, now)
                               : store::request_rescan(*row, reason, actor, now);
    if (!ended) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, ended.error().detail));
    }
    if (!save_document(tx.db(), core_->vault, *row, expected_version)) {
        return tl::unexpected(conflict(ConflictKind::version_changed));
    }
    core_->audit(
        tx.db(), actor, rejects ? "document_rejected" : "rescan_requested", object_name(id), "", now
    );
    auto document = core_->show(tx.db(), std::move(*row), actor, now);
    tx.commit();
    return document;
}

tl::expected<void, Conflict>
Store::note_rescanned(const DocumentId& id, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    auto row = load_document(tx.db(), core_->vault, id);
    if (!row || !has_intake(actor.scope, row->owner)) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (!row->body.rescan || !row->body.rescan->scanned_by.empty()) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "no new scan is asked for"));
    }
    row->body.rescan->scanned_by = actor.name;
    row->body.rescan->scanned_at = now;
    const auto seen = row->version++;
    if (!save_document(tx.db(), core_->vault, *row, seen)) {
        return tl::unexpected(conflict(ConflictKind::version_changed));
    }
    core_->audit(tx.db(), actor, "document_rescanned", object_name(id), "", now);
    tx.commit();
    return {};
}

tl::expected<RecordItem, Conflict> Store::commit_document(
    const DocumentId& id, std::int64_t expected_version, const Actor& actor, Instant now
)
{
    Transaction tx{core_->writer};
    auto row = find_changeable(tx.db(), core_->vault, id, expected_version, actor, now);
    if (!row) {
        return tl::unexpected(row.error());
    }
    if (row->open_discrepancies() > 0) {
        return tl::unexpected(conflict(ConflictKind::open_discrepancies));
    }
    ++row->version;
    const auto doubted_before = verify::doubted_by_archive(row->body.checked);
    const auto doubted = ask_archive(tx.db(), core_->vault, *row, doubted_before);
    for (const auto& field : doubted) {
        const auto what = doubt_field(core_->vault, *row, field, verify::SecondEyes::none);
        core_->audit(tx.db(), actor, audit_word(what), object_name(id), field, now);
    }
    if (doubted.empty()) {
        row->state = DocumentState::committed;
    }
    if (!save_document(tx.db(), core_->vault, *row, expected_version)) {
        return tl::unexpected(conflict(ConflictKind::version_changed));
    }
    if (!doubted.empty()) {
        tx.commit();
        return tl::unexpected(conflict(ConflictKind::open_discrepancies));
    }
    insert_seen_record(tx.db(), core_->vault, *row, now);
    const auto record = archive_document(tx.db(), core_->vault, core_->options, *row, actor, now);
    ask_by_itself(tx.db(), core_->vault, core_->options.connectors, *row, now);
    const auto original =
        describe(tx.db(), core_->vault, require_original(tx.db(), core_->vault, row->original_id));
    tx.commit();
    return RecordItem{
        .id = record.id,
        .number = record.number,
        .type = record.type,
        .committed_at = record.committed_at,
        .committed_by = record.committed_by,
        .source_name = original.source_name,
        .has_external_doubt = false};
}

} // namespace dossier::store
