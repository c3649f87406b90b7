// Batches: joining deliveries to them, following cover sheets, and settling what balances.

#include "store/crypto/signature.h"
#include "store/receipt.h"
#include "store/rows/core.h"
#include "store/rows/cursor.h"
#include "store/rows/gathering.h"
#include "store/rows/scoped.h"
#include "store/rows/words.h"

#include <algorithm>

namespace dossier::store {
namespace {

std::string object_name(const std::string& id)
{
    return "batch " + id;
}

bool has_announced(const Announced& announced)
{
    return announced.sheets > 0 || announced.separators >= 0 || announced.files > 0;
}

/// Issues the receipt and ends the taking in.
void seal_receipt(BatchRow& row, Batch batch, const Vault& vault, Instant now)
{
    batch.item.accepted_by = row.body.accepted_by;
    row.body.receipt = vault.signed_by_archive(receipt_text(batch, vault.keys().site_id(), now));
    row.state = BatchState::balanced;
}

/// Saves a batch with its new receipt, which its station's folder lacks from now on.
[[nodiscard]] bool save_with_receipt(Database& db, const Vault& vault, BatchRow& row)
{
    if (!save_batch(db, vault, row)) {
        return false;
    }
    db.run("UPDATE batch SET receipt_owed = 1 WHERE id = $1", row.id);
    return true;
}

/// Nothing of an open batch without an announcement is counted until its station was silent long
/// enough.
bool is_due(const BatchRow& row, const StoreOptions& options, Instant now)
{
    const bool is_idle = now - row.last_arrival_at >= options.stations.of(row.station).batch_idle;
    return row.state == BatchState::balanced ||
           (row.state == BatchState::open && (is_idle || has_announced(row.body.announced)));
}

/// An open batch that adds up is `balanced`, a balanced one that is wholly kept, with nothing to
/// scan again, `closed`. Nothing while pages wait for the rest of their document.
std::optional<BatchState> next_state(BatchState state, const Balance& balance, bool is_waiting)
{
    const auto& [counts, imbalances] = balance;
    if (is_waiting || counts.unread > 0) {
        return std::nullopt;
    }
    if (state == BatchState::open) {
        return imbalances.empty() ? std::optional(BatchState::balanced) : std::nullopt;
    }
    const bool all_kept = std::ranges::none_of(imbalances, [](const Imbalance& one) {
        return one.kind == ImbalanceKind::document_not_kept;
    });
    const bool is_done = counts.in_review == 0 && counts.rescans == 0;
    return is_done && all_kept ? std::optional(BatchState::closed) : std::nullopt;
}

/// A batch as it is to be saved.
struct Settled {
    BatchRow row;
    Balance balance;
};

std::optional<Settled> settle(
    Database& db,
    const Vault& vault,
    const std::string& id,
    const StoreOptions& options,
    Instant now
)
{
    auto row = load_batch(db, vault, id);
    if (!row || !is_due(*row, options, now)) {
        return std::nullopt;
    }
    auto [batch, is_waiting] = gather(db, vault, options.stations, *row);
    const auto state = next_state(row->state, batch.item.balance, is_waiting);
    if (!state) {
        return std::nullopt;
    }
    if (*state == BatchState::balanced) {
        seal_receipt(*row, batch, vault, now);
    }
    row->state = *state;
    return Settled{.row = std::move(*row), .balance = std::move(batch.item.balance)};
}

/// Open batches without an unread file, and balanced ones without a document in review.
std::vector<std::string> ripe_batches(Database& db)
{
    std::vector<std::string> ids;
    Statement rows(
        db,
        "SELECT id FROM batch WHERE (state = 'open' AND NOT EXISTS (SELECT 1 FROM batch_arrival "
        "JOIN original ON original.id = batch_arrival.original_id WHERE batch_arrival.batch_id = "
        "batch.id AND original.state = 'received')) OR (state = 'balanced' AND NOT EXISTS (SELECT "
        "1 "
        "FROM batch_arrival JOIN document ON document.original_id = batch_arrival.original_id "
        "WHERE batch_arrival.batch_id = batch.id AND document.state = 'review')) ORDER BY "
        "opened_at, id"
    );
    while (rows.next()) {
        ids.push_back(rows.text(0));
    }
    return ids;
}

} // namespace

Listing<BatchItem> Store::batches(
    const Scope& scope,
    std::optional<BatchState> state,
    std::string_view station,
    std::string_view cursor,
    int limit
)
{
    Snapshot snapshot{core_->readers};
    const auto& stations = core_->options.stations;
    const auto from = Cursor::parse(cursor, newest_first);
    Statement rows(
        snapshot.db(),
        "SELECT id FROM batch WHERE (opened_at, id) < ($1, $2) AND ($3 = '' OR state = $3) "
        "AND ($4 = '' OR station = $4) AND " +
            in_intake(scope, 6, "batch") + " ORDER BY opened_at DESC, id DESC LIMIT $5",
        from.at,
        from.id,
        state ? word(*state) : std::string_view(),
        station,
        limit + 1,
        scope.department,
        scope.person
    );
    return page_of<BatchItem>(
        rows,
        limit,
        [&](Statement& row) -> std::optional<BatchItem> {
            const auto batch = load_batch(snapshot.db(), core_->vault, row.text(0));
            if (!batch) {
                return std::nullopt;
            }
            auto counted = core_->balances.of(snapshot.db(), core_->vault, stations, *batch);
            return item_of(*batch, std::move(counted.balance));
        },
        [](const BatchItem& last) { return Cursor::text(last.opened_at, last.id); }
    );
}

std::optional<Batch> Store::find_batch(const Scope& scope, const std::string& id)
{
    Snapshot snapshot{core_->readers};
    const auto row = load_batch(snapshot.db(), core_->vault, id);
    if (!row || !has_intake(scope, row->owner)) {
        return std::nullopt;
    }
    return gather(snapshot.db(), core_->vault, core_->options.stations, *row).batch;
}

std::vector<BatchItem> Store::settle_batches(Instant now)
{
    const auto& vault = core_->vault;
    const auto& options = core_->options;
    std::vector<std::string> ripe;
    {
        Snapshot snapshot{core_->readers};
        ripe = ripe_batches(snapshot.db());
    }
    std::vector<BatchItem> settled;
    for (const auto& id : ripe) {
        // A batch may wait for days: intake does not wait for the writer while it is counted.
        {
            Snapshot snapshot{core_->readers};
            const auto row = load_batch(snapshot.db(), vault, id);
            if (!row || !is_due(*row, options, now)) {
                continue;
            }
            const auto counted = core_->balances.of(snapshot.db(), vault, options.stations, *row);
            if (!next_state(row->state, counted.balance, counted.is_waiting)) {
                continue;
            }
        }
        Transaction tx{core_->writer};
        auto batch = settle(tx.db(), vault, id, options, now);
        if (!batch) {
            continue;
        }
        const auto save = batch->row.state == BatchState::balanced ? save_with_receipt : save_batch;
        if (!save(tx.db(), vault, batch->row)) {
            continue;
        }
        core_->audit(
            tx.db(),
            system_actor(),
            "batch_" + std::string(word(batch->row.state)),
            object_name(id),
            "",
            now
        );
        tx.commit();
        settled.push_back(item_of(batch->row, std::move(batch->balance)));
    }
    return settled;
}

tl::expected<BatchItem, Conflict> Store::accept_batch(
    const std::string& id,
    const std::string& reason,
    std::int64_t expected_version,
    const Actor& actor,
    Instant now
)
{
    const auto& vault = core_->vault;
    Transaction tx{core_->writer};
    auto row = load_batch(tx.db(), vault, id);
    if (!row || !has_intake(actor.scope, row->owner)) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (row->version != expected_version) {
        return tl::unexpected(conflict(ConflictKind::version_changed));
    }
    if (row->state != BatchState::open) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    if (reason.empty()) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "accepting has a reason"));
    }
    auto batch = gather(tx.db(), vault, core_->options.stations, *row).batch;
    if (batch.item.balance.counts.unread > 0) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "files are still being read"));
    }
    row->body.accepted_by = actor.name;
    row->body.accepted_because = reason;
    seal_receipt(*row, batch, vault, now);
    if (!save_with_receipt(tx.db(), vault, *row)) {
        return tl::unexpected(conflict(ConflictKind::version_changed));
    }
    core_->audit(tx.db(), actor, "batch_accepted", object_name(id), "", now);
    tx.commit();
    return item_of(*row, std::move(batch.item.balance));
}

std::optional<std::string> Store::batch_receipt(const Scope& scope, const std::string& id)
{
    Snapshot snapshot{core_->readers};
    const auto row = load_batch(snapshot.db(), core_->vault, id);
    if (!row || !has_intake(scope, row->owner) || row->body.receipt.empty()) {
        return std::nullopt;
    }
    return row->body.receipt;
}

std::vector<OwedReceipt> Store::owed_receipts(std::string_view station, int limit)
{
    Snapshot snapshot{core_->readers};
    std::vector<OwedReceipt> owed;
    Statement rows(
        snapshot.db(),
        "SELECT id FROM batch WHERE station = $1 AND receipt_owed = 1 ORDER BY id LIMIT $2",
        station,
        limit
    );
    while (rows.next()) {
        if (auto row = load_batch(snapshot.db(), core_->vault, rows.text(0))) {
            owed.push_back(
                {.batch_id = row->id,
                 .batch_name = row->body.announced.name,
                 .receipt = std::move(row->body.receipt)}
            );
        }
    }
    return owed;
}

void Store::note_receipt_laid(const std::string& batch_id)
{
    Transaction tx{core_->writer};
    tx.db().run("UPDATE batch SET receipt_owed = 0 WHERE id = $1", batch_id);
    tx.commit();
}

std::string Store::receipt_key()
{
    const auto& keys = core_->vault.keys();
    return verifier_key("dossier-" + keys.site_id(), keys.key(KeyUse::receipt));
}

} // namespace dossier::store
