#include "store/rows/external_checks.h"

#include "store/crypto/hash.h"
#include "store/rows/core.h"
#include "store/rows/data_requests.h"
#include "store/rows/records.h"
#include "store/rows/words.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace dossier::store {
namespace {

using verify::CheckState;

Conflict stale()
{
    return {ConflictKind::version_changed, "the check is no longer this connector's"};
}

/// Moves a waiting check on while the lease is still this claim's; one that ran out is not.
bool hold_check(Database& db, const CheckJob& job, Instant due_at, Instant now)
{
    return db.run(
               "UPDATE external_check SET due_at = $3 "
               "WHERE id = $1 AND fence = $2 AND state = 'waiting' AND due_at > $4",
               job.id,
               job.fence,
               due_at,
               now
           ) == 1;
}

/// A number below a million, each as likely as the others.
std::string six_digits(Random& random)
{
    constexpr std::uint32_t count = 1'000'000;
    constexpr std::uint32_t most = UINT32_MAX / count * count;
    std::uint32_t number = most;
    while (number >= most) {
        std::array<std::byte, sizeof number> bits{};
        random.fill(bits);
        number = std::bit_cast<std::uint32_t>(bits);
    }
    const auto digits = std::to_string(number % count);
    return std::string(6 - digits.size(), '0') + digits;
}

/// The field that the answer casts doubt on is for people: again, where they had settled it.
/// Returns what was done, for the trail; empty: it waits for them anyway.
std::string cast_doubt(
    Database& db,
    const Vault& vault,
    DocumentRow& row,
    const std::string& field,
    const FieldRules& rules
)
{
    const auto doubted =
        doubt_field(vault, row, field, rules.second_eyes_of(row.body.checked, field));
    if (doubted == Doubted::waits) {
        return {};
    }
    const auto before = row.version++;
    if (!save_document(db, vault, row, before)) {
        throw Error("database: a document changed within a transaction");
    }
    return std::string(audit_word(doubted));
}

std::chrono::days validity_of(const Connectors& connectors, std::string_view name)
{
    const auto* connector = find_connector(connectors, name);
    return connector == nullptr ? std::chrono::days{0} : connector->valid_for;
}

/// The values to ask with. None, and the check is withdrawn, where there is nothing to ask any
/// more: the document was rejected, or has other values; of those it is asked anew.
verify::Asked what_is_asked(
    Database& db,
    const Vault& vault,
    const verify::Connector& connector,
    const CheckJob& job,
    Instant now
)
{
    auto row = load_external_check(db, vault, job.id);
    const auto document = load_current_document(db, vault, job.document_id);
    if (!row || !document) {
        throw Tampered("external_check " + job.id);
    }
    auto asked = verify::asked_of(connector, document->body.checked);
    const bool is_wanted = asked && document->state != DocumentState::rejected;
    if (is_wanted &&
        row->values_mac == values_mac_of(vault, document->id, row->connector, *asked)) {
        return *std::move(asked);
    }
    row->state = CheckState::withdrawn;
    save_external_check(db, vault, *row);
    if (is_wanted) {
        (void)ask(db, vault, connector, document->id, *asked, row->asked_by, now);
    }
    return {};
}

/// The newest check of this connector is a mail whose code may come back.
std::optional<ExternalCheckRow>
awaiting_code(Database& db, const Vault& vault, const DocumentId& id, std::string_view connector)
{
    auto row = newest_external_check(db, vault, id, connector);
    if (row && row->state != CheckState::code_sent) {
        row.reset();
    }
    return row;
}

std::optional<CodeRefusal>
refusal_of(const Vault& vault, const ExternalCheckRow& row, std::string_view code, Instant now)
{
    if (row.code_expires_at <= now) {
        return CodeRefusal::expired;
    }
    if (row.code_tries >= most_code_tries) {
        return CodeRefusal::used_up;
    }
    if (!equal_constant_time(code_mac_of(vault, row.id, code), row.code_mac)) {
        return CodeRefusal::wrong;
    }
    return std::nullopt;
}

} // namespace

tl::expected<verify::ExternalCheck, Conflict> Store::ask_external(
    const DocumentId& id, std::string_view connector_name, const Actor& actor, Instant now
)
{
    const auto& vault = core_->vault;
    const auto& connectors = core_->options.connectors;
    Transaction tx{core_->writer};
    const auto document = load_current_document(tx.db(), vault, id);
    const auto* connector = find_connector(connectors, connector_name);
    if (!document || connector == nullptr || !find_document(tx.db(), vault, id, actor.scope)) {
        return tl::unexpected(Conflict{ConflictKind::not_found, ""});
    }
    if (document->state == DocumentState::rejected) {
        return tl::unexpected(Conflict{ConflictKind::closed, ""});
    }
    if (is_document_restricted(tx.db(), vault, id)) {
        return tl::unexpected(Conflict{ConflictKind::restricted, ""});
    }
    const auto asked = verify::asked_of(*connector, document->body.checked);
    if (!asked) {
        return tl::unexpected(Conflict{
            ConflictKind::not_allowed, "A value that is asked is missing or cannot be right."});
    }
    (void)ask(tx.db(), vault, *connector, id, *asked, actor.name, now);
    core_->audit(tx.db(), actor, "external_check_asked", object_name(id), connector_name, now);
    const auto checks =
        describe_external_checks(tx.db(), vault, connectors, id, document->body.checked);
    tx.commit();
    return *std::ranges::find(checks, connector->name, &verify::ExternalCheck::connector);
}

std::optional<CheckJob>
Store::claim_check(std::string_view connector_name, std::chrono::milliseconds lease, Instant now)
{
    const auto& vault = core_->vault;
    const auto* connector = find_connector(core_->options.connectors, connector_name);
    if (connector == nullptr || !has_due_check(connector_name, now)) {
        return std::nullopt;
    }
    Transaction tx{core_->writer};
    std::optional<CheckJob> job;
    for (;;) {
        {
            Statement row(
                tx.db(),
                "UPDATE external_check SET due_at = $1, attempts = attempts + 1, "
                "fence = fence + 1 WHERE state = 'waiting' AND id = (SELECT id FROM external_check "
                "WHERE connector = $2 AND state = 'waiting' AND due_at <= $3 "
                "ORDER BY due_at, id LIMIT 1) RETURNING id, document_id, attempts, fence",
                now + lease,
                connector_name,
                now
            );
            if (!row.next()) {
                break;
            }
            job = CheckJob{
                .id = row.text(0),
                .document_id = {row.text(1)},
                .connector = std::string(connector_name),
                .asked = {},
                .attempts = row.small_integer(2),
                .fence = row.integer(3),
                .lease_until = now + lease};
        }
        try {
            job->asked = what_is_asked(tx.db(), vault, *connector, *job, now);
        } catch (const Tampered&) {
            // fsck names it, and who opens the document is told. Others are asked meanwhile.
            tx.db().run(
                "UPDATE external_check SET due_at = $2, trouble = 'altered' WHERE id = $1",
                job->id,
                now + std::chrono::days(1)
            );
        }
        if (!job->asked.empty()) {
            break;
        }
        job.reset();
    }
    tx.commit();
    return job;
}

bool Store::has_due_check(std::string_view connector, Instant now)
{
    Snapshot snapshot{core_->readers};
    Statement row(
        snapshot.db(),
        "SELECT 1 FROM external_check WHERE connector = $1 AND state = 'waiting' AND due_at <= $2 "
        "LIMIT 1",
        connector,
        now
    );
    return row.next();
}

tl::expected<void, Conflict> Store::finish_check(
    const CheckJob& job, const CheckAnswer& answer, const FieldRules& rules, Instant now
)
{
    const auto& vault = core_->vault;
    const auto object = object_name(job.document_id);
    Transaction tx{core_->writer};
    auto row = load_external_check(tx.db(), vault, job.id);
    if (!row || !hold_check(tx.db(), job, now, now)) {
        core_->audit(
            tx.db(), system_actor(), "external_check_answered", object, "stale_fence", now, "denied"
        );
        tx.commit();
        return tl::unexpected(stale());
    }
    row->state = CheckState::answered;
    row->outcome = answer.outcome;
    row->answered_at = now;
    row->valid_until = now + validity_of(core_->options.connectors, job.connector);
    row->sealed = seal_evidence(
        tx.db(), vault, *row, {.answer_sha256 = answer.answer_sha256, .reference = answer.reference}
    );
    save_external_check(tx.db(), vault, *row);
    core_->audit(
        tx.db(),
        system_actor(),
        "external_check_answered",
        object,
        row->connector + " " + std::string(word(answer.outcome)),
        now
    );
    auto document = load_document(tx.db(), vault, job.document_id);
    if (document && document->state == DocumentState::review && verify::is_doubt(answer.outcome)) {
        const auto done = cast_doubt(tx.db(), vault, *document, row->about, rules);
        if (!done.empty()) {
            core_->audit(tx.db(), system_actor(), done, object, row->about, now);
        }
    }
    tx.commit();
    return {};
}

tl::expected<void, Conflict>
Store::put_off_check(const CheckJob& job, std::string_view trouble, Instant due_at, Instant now)
{
    Transaction tx{core_->writer};
    if (!hold_check(tx.db(), job, due_at, now)) {
        return tl::unexpected(stale());
    }
    tx.db().run("UPDATE external_check SET trouble = $2 WHERE id = $1", job.id, trouble);
    tx.commit();
    return {};
}

tl::expected<std::string, Conflict>
Store::draw_check_code(const CheckJob& job, std::chrono::milliseconds lifetime, Instant now)
{
    const auto& vault = core_->vault;
    Transaction tx{core_->writer};
    auto row = load_external_check(tx.db(), vault, job.id);
    if (!row || !hold_check(tx.db(), job, job.lease_until, now)) {
        return tl::unexpected(stale());
    }
    auto code = six_digits(vault.random());
    row->code_mac = code_mac_of(vault, row->id, code);
    row->code_expires_at = now + lifetime;
    row->code_tries = 0;
    save_external_check(tx.db(), vault, *row);
    tx.commit();
    return code;
}

tl::expected<void, Conflict> Store::note_code_sent(const CheckJob& job, Instant now)
{
    Transaction tx{core_->writer};
    auto row = load_external_check(tx.db(), core_->vault, job.id);
    if (!row || !hold_check(tx.db(), job, now, now)) {
        return tl::unexpected(stale());
    }
    row->state = CheckState::code_sent;
    save_external_check(tx.db(), core_->vault, *row);
    core_->audit(
        tx.db(),
        system_actor(),
        "external_check_code_sent",
        object_name(job.document_id),
        row->connector,
        now
    );
    tx.commit();
    return {};
}

tl::expected<void, CodeRefusal> Store::confirm_check_code(
    const DocumentId& id,
    std::string_view connector,
    std::string_view code,
    const Actor& actor,
    Instant now
)
{
    const auto& vault = core_->vault;
    Transaction tx{core_->writer};
    if (!find_document(tx.db(), vault, id, actor.scope)) {
        return tl::unexpected(CodeRefusal::not_found);
    }
    auto row = awaiting_code(tx.db(), vault, id, connector);
    if (!row) {
        return tl::unexpected(CodeRefusal::not_sent);
    }
    const auto refusal = refusal_of(vault, *row, code, now);
    if (refusal && *refusal != CodeRefusal::wrong) {
        return tl::unexpected(*refusal);
    }
    if (refusal) {
        ++row->code_tries;
        save_external_check(tx.db(), vault, *row);
        core_->audit(
            tx.db(), actor, "external_check_code_wrong", object_name(id), connector, now, "denied"
        );
        tx.commit();
        return tl::unexpected(*refusal);
    }
    row->state = CheckState::answered;
    row->outcome = verify::Outcome::match;
    row->answered_at = now;
    row->valid_until = now + validity_of(core_->options.connectors, connector);
    row->sealed = seal_evidence(tx.db(), vault, *row, {.answer_sha256 = {}, .reference = {}});
    save_external_check(tx.db(), vault, *row);
    core_->audit(
        tx.db(),
        actor,
        "external_check_answered",
        object_name(id),
        row->connector + " " + std::string(word(*row->outcome)),
        now
    );
    tx.commit();
    return {};
}

std::int64_t Store::waiting_checks(std::string_view connector)
{
    Snapshot snapshot{core_->readers};
    Statement row(
        snapshot.db(),
        "SELECT count(*) FROM external_check WHERE connector = $1 AND state = 'waiting'",
        connector
    );
    row.next();
    return row.integer(0);
}

std::optional<DocumentId> Store::document_of(const RecordId& id)
{
    Snapshot snapshot{core_->readers};
    Statement row(snapshot.db(), "SELECT document_id FROM record WHERE id = $1", id);
    if (!row.next()) {
        return std::nullopt;
    }
    return DocumentId{row.text(0)};
}

} // namespace dossier::store
