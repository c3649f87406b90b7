#include "store/rows/search_rows.h"

#include "store/crypto/hash.h"
#include "store/error.h"
#include "store/rows/scoped.h"

#include <algorithm>
#include <set>

namespace dossier::store {
namespace {

constexpr std::size_t mac_size = 16;

Bytes mac_of(const Vault& vault, std::string_view purpose, std::string_view text)
{
    const auto key = derive_key(vault.keys().key(KeyUse::content_mac), purpose);
    const auto mac = hmac_sha256(key.bytes(), bytes_of(text));
    return {mac.begin(), mac.begin() + mac_size};
}

Bytes number_mac(const Vault& vault, std::string_view number)
{
    return mac_of(vault, "dossier/v1/search_number", number);
}

Place entry_place(const RecordId& id, std::int64_t seq)
{
    return {
        .kind = "search_entry",
        .object_id = id.text,
        .owner_id = id.text,
        .field_group = "terms",
        .version = seq};
}

std::set<std::string> numbers_of(const std::vector<RecordTerm>& terms)
{
    std::set<std::string> numbers;
    for (const auto& [term, is_former] : terms) {
        if (term.kind == verify::TermKind::number) {
            numbers.insert(term.text);
        }
    }
    return numbers;
}

struct EntryState {
    std::int64_t slot = 0;
    int rules = 0;
};

std::optional<EntryState> find_entry(Database& db, const RecordId& id)
{
    Statement row(db, "SELECT slot, rules FROM search_entry WHERE record_id = $1", id);
    if (!row.next()) {
        return std::nullopt;
    }
    return EntryState{.slot = row.integer(0), .rules = row.small_integer(1)};
}

/// In place of the one that the record has.
void replace_entry(Database& db, const RecordId& id, const std::function<Bytes(std::int64_t)>& seal)
{
    std::int64_t seq = 1;
    {
        Statement row(db, "SELECT coalesce(max(seq), 0) + 1 FROM search_entry");
        if (row.next()) {
            seq = row.integer(0);
        }
    }
    const auto old = find_entry(db, id);
    db.run("DELETE FROM search_entry WHERE record_id = $1", id);
    db.run(
        "INSERT INTO search_entry (seq, record_id, slot, rules, sealed) "
        "VALUES ($1, $2, $3, $4, $5)",
        seq,
        id,
        old ? old->slot : seq,
        verify::search_rules_version,
        seal(seq)
    );
}

SearchBody open_entry(
    Database& db, const Vault& vault, const RecordId& id, std::int64_t seq, const Bytes& sealed
)
{
    return decode_search(
        vault.open_part(vault.data_key(db, id.text), entry_place(id, seq), sealed),
        "search_entry " + id.text
    );
}

std::optional<SearchBody> load_entry(Database& db, const Vault& vault, const RecordId& id)
{
    Statement row(db, "SELECT seq, sealed FROM search_entry WHERE record_id = $1", id);
    if (!row.next() || row.blob(1).empty()) {
        return std::nullopt;
    }
    return open_entry(db, vault, id, row.integer(0), row.blob(1));
}

} // namespace

std::vector<RecordTerm> terms_of(Database& db, const Vault& vault, const RecordRow& record)
{
    std::vector<RecordTerm> terms;
    const auto add = [&](std::optional<verify::SearchTerm> term, bool is_former) {
        if (term && std::ranges::find(terms, *term, &RecordTerm::term) == terms.end()) {
            terms.push_back({.term = std::move(*term), .is_former = is_former});
        }
    };
    for (auto& term : verify::search_terms(record.body.checked)) {
        add(std::move(term), false);
    }
    if (record.corrections > 0) {
        for (const auto& correction : load_corrections(db, vault, record.id)) {
            if (correction.state == CorrectionState::approved) {
                add(verify::search_term(correction.field, correction.body.before), true);
            }
        }
    }
    return terms;
}

RecordFacts facts_of(Database& db, const Vault& vault, const RecordRow& record)
{
    return {
        .type = record.type,
        .station = require_original(db, vault, record.original_id).station,
        .committed_by = record.committed_by,
        .committed_at = record.committed_at,
        .owner = record.owner};
}

void keep_search_rows(Database& db, const Vault& vault, const RecordRow& record)
{
    const SearchBody body{
        .facts = facts_of(db, vault, record), .terms = terms_of(db, vault, record)};
    for (const auto& number : numbers_of(body.terms)) {
        db.run(
            "INSERT INTO search_number (number_mac, record_id) VALUES ($1, $2) "
            "ON CONFLICT DO NOTHING",
            number_mac(vault, number),
            record.id
        );
    }
    const auto data_key = vault.data_key(db, record.id.text);
    replace_entry(db, record.id, [&](std::int64_t seq) {
        return vault.seal_part(data_key, entry_place(record.id, seq), encode(body));
    });
}

void remove_search_rows(Database& db, const Vault& vault, const RecordId& id)
{
    if (const auto body = load_entry(db, vault, id)) {
        for (const auto& number : numbers_of(body->terms)) {
            db.run(
                "DELETE FROM search_number WHERE number_mac = $1 AND record_id = $2",
                number_mac(vault, number),
                id
            );
        }
    }
    replace_entry(db, id, [](std::int64_t) { return Bytes{}; });
}

void forget_search_rows(Database& db, const RecordId& id)
{
    db.run("DELETE FROM search_number WHERE record_id = $1", id);
    replace_entry(db, id, [](std::int64_t) { return Bytes{}; });
}

std::vector<RecordId> records_without_search_rows(Database& db, int limit)
{
    std::vector<RecordId> ids;
    Statement rows(
        db,
        "SELECT record.id FROM record LEFT JOIN search_entry ON record_id = record.id "
        "WHERE coalesce(rules, 0) < $1 AND record.id NOT IN (SELECT owner_id FROM tombstone) "
        "ORDER BY committed_at, record.id LIMIT $2",
        verify::search_rules_version,
        limit
    );
    while (rows.next()) {
        ids.push_back({rows.text(0)});
    }
    return ids;
}

SearchEntries load_search_entries(Database& db, const Vault& vault, std::int64_t behind, int limit)
{
    SearchEntries found{.rows = {}, .last = behind};
    Statement rows(
        db,
        "SELECT seq, record_id, slot, search_entry.sealed, coalesce(department, ''), "
        "coalesce(created_by, '') "
        "FROM search_entry LEFT JOIN record ON record.id = record_id WHERE seq > $1 "
        "ORDER BY seq LIMIT $2",
        behind,
        limit
    );
    while (rows.next()) {
        found.last = rows.integer(0);
        SearchEntryRow row{.entry = {.slot = rows.integer(2), .facts = {}, .terms = {}}};
        row.is_first = row.entry.slot == found.last;
        const auto sealed = rows.blob(3);
        row.is_empty = sealed.empty();
        try {
            if (!row.is_empty) {
                auto body = open_entry(db, vault, {rows.text(1)}, found.last, sealed);
                row.entry.facts = std::move(body.facts);
                row.entry.facts.owner = {.department = rows.text(4), .created_by = rows.text(5)};
                row.entry.terms = std::move(body.terms);
            }
            found.rows.push_back(std::move(row));
        } catch (const Tampered&) {
            ++found.damaged;
        }
    }
    return found;
}

std::int64_t search_entries_behind(Database& db, std::int64_t seq)
{
    Statement row(db, "SELECT count(*) FROM search_entry WHERE seq > $1", seq);
    return row.next() ? row.integer(0) : 0;
}

std::optional<RecordId> record_in_slot(Database& db, std::int64_t slot)
{
    Statement row(
        db,
        "SELECT record_id FROM search_entry WHERE seq = $1 AND slot = $1 UNION ALL "
        "SELECT record_id FROM search_entry WHERE slot = $1 AND slot <> seq",
        slot
    );
    if (!row.next()) {
        return std::nullopt;
    }
    return RecordId{row.text(0)};
}

std::vector<RecordId> find_number(
    Database& db, const Vault& vault, const std::string& number, const Scope& scope, int limit
)
{
    std::vector<RecordId> ids;
    Statement rows(
        db,
        "SELECT record_id FROM search_number JOIN record ON record.id = record_id "
        "WHERE number_mac = $1 AND " +
            in_records(scope, 3) + " ORDER BY committed_at DESC, record_id DESC LIMIT $2",
        number_mac(vault, number),
        limit,
        scope.department,
        scope.person
    );
    while (rows.next()) {
        ids.push_back({rows.text(0)});
    }
    return ids;
}

void require_search_rows(Database& db, const Vault& vault, const RecordRow& record)
{
    const auto entry = find_entry(db, record.id);
    if (!entry || entry->rules < verify::search_rules_version) {
        return; // made when the archive opens for work
    }
    const SearchBody body{
        .facts = facts_of(db, vault, record), .terms = terms_of(db, vault, record)};
    const auto kept = load_entry(db, vault, record.id);
    if (!kept || encode(*kept) != encode(body)) {
        throw Tampered("search_entry " + record.id.text);
    }
    for (const auto& number : numbers_of(body.terms)) {
        Statement row(
            db,
            "SELECT record_id FROM search_number WHERE number_mac = $1 AND record_id = $2",
            number_mac(vault, number),
            record.id
        );
        if (!row.next()) {
            throw Tampered("search_number " + record.id.text);
        }
    }
}

std::string digest_of_search(const Vault& vault, std::string_view text)
{
    return to_hex(mac_of(vault, "dossier/v1/search", text));
}

} // namespace dossier::store
