#include "store/rows/disposals.h"

#include "store/error.h"
#include "store/rows/codec.h"
#include "store/rows/words.h"

#include <sstream>

namespace dossier::store {
namespace {

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words) {
        text += (text.empty() ? "" : " ") + word;
    }
    return text;
}

std::vector<std::string> split(const std::string& text)
{
    std::istringstream stream{text};
    std::vector<std::string> words;
    for (std::string word; stream >> word;) {
        words.push_back(word);
    }
    return words;
}

void add(Canonical& bytes, const DisposalItem& item)
{
    bytes.text(item.record.record_id)
        .text(item.record.record_number)
        .text(item.record.archive_number)
        .text(item.record.type)
        .text(item.record.retention_class)
        .number(item.record.committed_at.time_since_epoch().count())
        .number(item.record.kept_through)
        .text(word(item.opinion))
        .number(item.until_year)
        .text(joined(item.sha256))
        .number(item.is_destroyed ? 1 : 0);
}

Canonical canonical(const Disposal& disposal)
{
    Canonical bytes;
    bytes.text("disposal")
        .text(disposal.summary.id)
        .text(disposal.summary.number)
        .text(word(disposal.summary.state))
        .number(disposal.summary.proposed_at.time_since_epoch().count())
        .number(static_cast<std::int64_t>(disposal.signatures.size()));
    for (const auto& signature : disposal.signatures) {
        bytes.text(word(signature.step))
            .text(signature.person)
            .number(signature.at.time_since_epoch().count());
    }
    bytes.number(static_cast<std::int64_t>(disposal.items.size()));
    for (const auto& item : disposal.items) {
        add(bytes, item);
    }
    return bytes;
}

Canonical canonical(const LegalHold& hold)
{
    Canonical bytes;
    bytes.text("legal_hold")
        .text(hold.id)
        .text(hold.record_id)
        .text(hold.placed_by)
        .number(hold.placed_at.time_since_epoch().count())
        .text(hold.release_proposed_by)
        .text(hold.released_by)
        .number(hold.released_at.time_since_epoch().count());
    return bytes;
}

Canonical canonical(const Closing& closing)
{
    Canonical bytes;
    bytes.text("closing")
        .text(closing.record_id)
        .number(closing.closed_on)
        .text(closing.noted_by)
        .number(closing.noted_at.time_since_epoch().count());
    return bytes;
}

Bytes sealed_texts(const Vault& vault, const Disposal& disposal)
{
    return vault.seal_with(
        KeyUse::data,
        disposal_place(disposal.summary.id),
        encode(DisposalTexts{.reason = disposal.reason, .certificate = disposal.certificate})
    );
}

Bytes sealed_texts(const Vault& vault, const LegalHold& hold)
{
    return vault.seal_with(
        KeyUse::data,
        hold_place(hold.id),
        encode(HoldTexts{.reason = hold.reason, .release_reason = hold.release_reason})
    );
}

void insert_signature(
    Database& db,
    const std::string& disposal_id,
    std::size_t position,
    const DisposalSignature& signature
)
{
    db.run(
        "INSERT INTO disposal_signature (disposal_id, position, step, person, signed_at) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (disposal_id, position) DO NOTHING",
        disposal_id,
        static_cast<std::int64_t>(position),
        word(signature.step),
        signature.person,
        signature.at
    );
}

void insert_signatures(Database& db, const Disposal& disposal)
{
    for (std::size_t at = 0; at < disposal.signatures.size(); ++at) {
        insert_signature(db, disposal.summary.id, at, disposal.signatures[at]);
    }
}

std::vector<DisposalSignature> load_signatures(Database& db, const std::string& id)
{
    std::vector<DisposalSignature> signatures;
    Statement rows(
        db,
        "SELECT step, person, signed_at FROM disposal_signature WHERE disposal_id = $1 "
        "ORDER BY position",
        id
    );
    while (rows.next()) {
        signatures.push_back(
            {.step = from_word<DisposalStep>(rows.text(0)),
             .person = rows.text(1),
             .at = rows.instant(2)}
        );
    }
    return signatures;
}

std::vector<DisposalItem> load_items(Database& db, const std::string& id)
{
    std::vector<DisposalItem> items;
    Statement rows(
        db,
        "SELECT record_id, record_number, archive_number, type, retention_class, committed_at, "
        "kept_through, opinion, until_year, sha256, is_destroyed FROM disposal_item "
        "WHERE disposal_id = $1 ORDER BY record_number",
        id
    );
    while (rows.next()) {
        items.push_back(
            {.record =
                 {.record_id = rows.text(0),
                  .record_number = rows.text(1),
                  .archive_number = rows.text(2),
                  .type = rows.text(3),
                  .retention_class = rows.text(4),
                  .committed_at = rows.instant(5),
                  .kept_through = rows.small_integer(6)},
             .opinion = from_word<Opinion>(rows.text(7)),
             .until_year = rows.small_integer(8),
             .sha256 = split(rows.text(9)),
             .is_destroyed = rows.integer(10) != 0}
        );
    }
    return items;
}

} // namespace

Place disposal_place(std::string_view id)
{
    return {.kind = "disposal", .object_id = id, .owner_id = id, .field_group = "texts"};
}

Place hold_place(std::string_view id)
{
    return {.kind = "legal_hold", .object_id = id, .owner_id = id, .field_group = "texts"};
}

void insert_disposal(Database& db, const Vault& vault, const Disposal& disposal)
{
    const auto& summary = disposal.summary;
    db.run(
        "INSERT INTO disposal (id, number, state, proposed_at, sealed, row_mac) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        summary.id,
        summary.number,
        word(summary.state),
        summary.proposed_at,
        sealed_texts(vault, disposal),
        vault.row_mac(canonical(disposal))
    );
    insert_signatures(db, disposal);
    for (const auto& item : disposal.items) {
        db.run(
            "INSERT INTO disposal_item (disposal_id, record_id, record_number, archive_number, "
            "type, retention_class, committed_at, kept_through, opinion, until_year, sha256, "
            "is_destroyed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', 0)",
            summary.id,
            item.record.record_id,
            item.record.record_number,
            item.record.archive_number,
            item.record.type,
            item.record.retention_class,
            item.record.committed_at,
            item.record.kept_through,
            word(item.opinion),
            item.until_year
        );
    }
}

void save_disposal(Database& db, const Vault& vault, const Disposal& disposal)
{
    db.run(
        "UPDATE disposal SET state = $2, sealed = $3, row_mac = $4 WHERE id = $1",
        disposal.summary.id,
        word(disposal.summary.state),
        sealed_texts(vault, disposal),
        vault.row_mac(canonical(disposal))
    );
    insert_signatures(db, disposal);
    for (const auto& item : disposal.items) {
        if (item.is_destroyed) {
            db.run(
                "UPDATE disposal_item SET sha256 = $3, is_destroyed = 1 "
                "WHERE disposal_id = $1 AND record_id = $2",
                disposal.summary.id,
                item.record.record_id,
                joined(item.sha256)
            );
        }
    }
}

std::optional<Disposal> load_disposal(Database& db, const Vault& vault, const std::string& id)
{
    Statement row(
        db, "SELECT number, state, proposed_at, sealed, row_mac FROM disposal WHERE id = $1", id
    );
    if (!row.next()) {
        return std::nullopt;
    }
    Disposal found{
        .summary =
            {.id = id,
             .number = row.text(0),
             .state = from_word<DisposalState>(row.text(1)),
             .proposed_by = {},
             .proposed_at = row.instant(2)},
        .reason = {},
        .signatures = load_signatures(db, id),
        .items = load_items(db, id),
        .certificate = {}};
    vault.require_row_mac(canonical(found), row.blob(4), "disposal", id);
    auto texts = decode_disposal_texts(
        vault.open_with(KeyUse::data, disposal_place(id), row.blob(3)), "disposal " + id
    );
    found.reason = std::move(texts.reason);
    found.certificate = std::move(texts.certificate);
    found.summary.records = static_cast<std::int64_t>(found.items.size());
    if (!found.signatures.empty()) {
        found.summary.proposed_by = found.signatures.front().person;
    }
    return found;
}

void insert_hold(Database& db, const Vault& vault, const LegalHold& hold)
{
    db.run(
        "INSERT INTO legal_hold (id, record_id, placed_by, placed_at, release_proposed_by, "
        "released_by, released_at, sealed, row_mac) VALUES ($1, $2, $3, $4, '', '', 0, $5, $6)",
        hold.id,
        hold.record_id,
        hold.placed_by,
        hold.placed_at,
        sealed_texts(vault, hold),
        vault.row_mac(canonical(hold))
    );
}

void save_hold(Database& db, const Vault& vault, const LegalHold& hold)
{
    db.run(
        "UPDATE legal_hold SET release_proposed_by = $2, released_by = $3, released_at = $4, "
        "sealed = $5, row_mac = $6 WHERE id = $1",
        hold.id,
        hold.release_proposed_by,
        hold.released_by,
        hold.released_at,
        sealed_texts(vault, hold),
        vault.row_mac(canonical(hold))
    );
}

std::optional<LegalHold> load_hold(Database& db, const Vault& vault, const std::string& id)
{
    Statement row(
        db,
        "SELECT record_id, placed_by, placed_at, release_proposed_by, released_by, released_at, "
        "sealed, row_mac FROM legal_hold WHERE id = $1",
        id
    );
    if (!row.next()) {
        return std::nullopt;
    }
    LegalHold found{
        .id = id,
        .record_id = row.text(0),
        .reason = {},
        .placed_by = row.text(1),
        .placed_at = row.instant(2),
        .release_reason = {},
        .release_proposed_by = row.text(3),
        .released_by = row.text(4),
        .released_at = row.instant(5)};
    vault.require_row_mac(canonical(found), row.blob(7), "legal_hold", id);
    auto texts = decode_hold_texts(
        vault.open_with(KeyUse::data, hold_place(id), row.blob(6)), "legal_hold " + id
    );
    found.reason = std::move(texts.reason);
    found.release_reason = std::move(texts.release_reason);
    return found;
}

bool is_held(Database& db, const Vault& vault, const std::string& record_id)
{
    // All of them: one that was edited to look released must not free the record.
    Statement rows(db, "SELECT id FROM legal_hold WHERE record_id = $1", record_id);
    bool held = false;
    while (rows.next()) {
        const auto hold = load_hold(db, vault, rows.text(0));
        held = held || (hold && hold->released_by.empty());
    }
    return held;
}

void keep_closing(Database& db, const Vault& vault, const Closing& closing)
{
    db.run(
        "INSERT INTO closing (record_id, closed_on, noted_by, noted_at, row_mac) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (record_id) DO UPDATE SET "
        "closed_on = excluded.closed_on, noted_by = excluded.noted_by, "
        "noted_at = excluded.noted_at, row_mac = excluded.row_mac",
        closing.record_id,
        closing.closed_on,
        closing.noted_by,
        closing.noted_at,
        vault.row_mac(canonical(closing))
    );
}

std::optional<Closing> load_closing(Database& db, const Vault& vault, const std::string& record_id)
{
    Statement row(
        db,
        "SELECT closed_on, noted_by, noted_at, row_mac FROM closing WHERE record_id = $1",
        record_id
    );
    if (!row.next()) {
        return std::nullopt;
    }
    Closing found{
        .record_id = record_id,
        .closed_on = row.integer(0),
        .noted_by = row.text(1),
        .noted_at = row.instant(2)};
    vault.require_row_mac(canonical(found), row.blob(3), "closing", record_id);
    return found;
}

} // namespace dossier::store
