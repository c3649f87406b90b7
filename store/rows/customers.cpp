#include "store/rows/customers.h"

#include "store/crypto/hash.h"
#include "store/error.h"
#include "store/rows/codec.h"
#include "store/rows/words.h"

#include <algorithm>
#include <set>

namespace dossier::store {

template <>
struct Words<MacOf> {
    static constexpr std::array<std::pair<MacOf, std::string_view>, 3> list{
        {{MacOf::number, "number"}, {MacOf::likeness, "likeness"}, {MacOf::related, "related"}}};
};

namespace {

std::string keyed(const Vault& vault, const Canonical& text)
{
    const auto key = derive_key(vault.keys().key(KeyUse::content_mac), "dossier/v1/customer");
    return to_hex(hmac_sha256(key.bytes(), text.bytes()));
}

std::string mac_of_likeness(const Vault& vault, const verify::Subject& subject)
{
    return keyed(
        vault, Canonical().text("likeness").text(word(subject.kind)).text(subject.likeness)
    );
}

Canonical canonical(const CustomerRow& row)
{
    Canonical bytes;
    bytes.text("customer")
        .text(row.id)
        .text(word(row.kind))
        .number(row.created_at.time_since_epoch().count())
        .text(row.risk)
        .number(row.version);
    return bytes;
}

Canonical canonical_of_record(const RecordId& record_id, const std::string& customer_id, Instant at)
{
    Canonical bytes;
    bytes.text("customer_record")
        .text(record_id.text)
        .text(customer_id)
        .number(at.time_since_epoch().count());
    return bytes;
}

Canonical canonical(const CustomerMac& row)
{
    Canonical bytes;
    bytes.text("customer_mac")
        .text(row.mac)
        .text(word(row.what))
        .text(row.relation)
        .text(row.record_id.text);
    return bytes;
}

Canonical canonical(const CustomerMerge& merge)
{
    Canonical bytes;
    bytes.text("customer_merge")
        .text(merge.id)
        .text(merge.customer_id)
        .text(merge.into_id)
        .text(merge.merged_by)
        .number(merge.merged_at.time_since_epoch().count())
        .text(merge.ended_by)
        .number(merge.ended_at.time_since_epoch().count());
    return bytes;
}

Canonical canonical(const std::string& customer_id, const CustomerChange& change)
{
    Canonical bytes;
    bytes.text("customer_change")
        .text(customer_id)
        .number(change.version)
        .text(change.changed_by)
        .number(change.changed_at.time_since_epoch().count());
    return bytes;
}

Place merge_place(const CustomerMerge& merge)
{
    return {
        .kind = "customer_merge",
        .object_id = merge.id,
        .owner_id = merge.into_id,
        .field_group = "reasons"};
}

Place change_place(const std::string& customer_id, std::int64_t version)
{
    return {
        .kind = "customer_change",
        .object_id = customer_id,
        .owner_id = customer_id,
        .field_group = "reason",
        .version = version};
}

Bytes sealed_reasons(Database& db, const Vault& vault, const CustomerMerge& merge)
{
    return vault.seal_part(
        vault.data_key(db, merge.into_id),
        merge_place(merge),
        encode_texts({merge.reason, merge.end_reason})
    );
}

void insert_mac(Database& db, const Vault& vault, const CustomerMac& row)
{
    db.run(
        "INSERT INTO customer_mac (mac, what, relation, record_id, row_mac) "
        "VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        row.mac,
        word(row.what),
        row.relation,
        row.record_id,
        vault.row_mac(canonical(row))
    );
}

std::vector<CustomerMac> read_macs(Statement& rows, const Vault& vault)
{
    std::vector<CustomerMac> found;
    while (rows.next()) {
        const auto& row = found.emplace_back(CustomerMac{
            .mac = rows.text(0),
            .what = from_word<MacOf>(rows.text(1)),
            .relation = rows.text(2),
            .record_id = {rows.text(3)}});
        vault.require_row_mac(canonical(row), rows.blob(4), "number of record", row.record_id.text);
    }
    return found;
}

/// Who has one of these numbers: the first of them, as he stands without merges.
std::optional<std::string>
find_customer(Database& db, const Vault& vault, const std::vector<std::string>& macs)
{
    for (const auto& mac : macs) {
        for (const auto& known : find_macs(db, vault, mac, MacOf::number)) {
            if (auto customer = customer_of(db, vault, known.record_id)) {
                return customer;
            }
        }
    }
    return std::nullopt;
}

/// Whose a record was, and by which numbers.
struct Former {
    std::string customer_id;
    std::vector<CustomerMac> macs;

    [[nodiscard]] bool has_any(const std::vector<std::string>& numbers) const
    {
        return std::ranges::any_of(macs, [&](const CustomerMac& mac) {
            return mac.what == MacOf::number &&
                   std::ranges::find(numbers, mac.mac) != numbers.end();
        });
    }
};

std::optional<Former> leave_customer(Database& db, const Vault& vault, const RecordId& record_id)
{
    auto customer_id = customer_of(db, vault, record_id);
    if (!customer_id) {
        return std::nullopt;
    }
    Former former{
        .customer_id = std::move(*customer_id), .macs = load_macs_of(db, vault, record_id)};
    db.run("DELETE FROM customer_mac WHERE record_id = $1", record_id);
    db.run("DELETE FROM customer_record WHERE record_id = $1", record_id);
    return former;
}

void put_to_customer(
    Database& db, const Vault& vault, const RecordRow& record, const std::string& customer_id
)
{
    db.run(
        "INSERT INTO customer_record (record_id, customer_id, committed_at, row_mac) "
        "VALUES ($1, $2, $3, $4)",
        record.id,
        customer_id,
        record.committed_at,
        vault.row_mac(canonical_of_record(record.id, customer_id, record.committed_at))
    );
}

CustomerRow
make_customer(Database& db, const Vault& vault, verify::CustomerKind kind, Instant created_at)
{
    CustomerRow row{
        .id = vault.new_id(),
        .kind = kind,
        .created_at = created_at,
        .risk = {},
        .version = 1,
        .is_new = true};
    vault.keep_data_key(db, "customer", row.id, vault.new_data_key());
    db.run(
        "INSERT INTO customer (id, kind, created_at, risk, version, row_mac) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        row.id,
        word(row.kind),
        row.created_at,
        row.risk,
        row.version,
        vault.row_mac(canonical(row))
    );
    return row;
}

constexpr auto merge_columns = "id, customer_id, into_id, merged_by, merged_at, ended_by, "
                               "ended_at, sealed, row_mac";

CustomerMerge read_merge(Statement& row, Database& db, const Vault& vault)
{
    CustomerMerge merge{
        .id = row.text(0),
        .customer_id = row.text(1),
        .into_id = row.text(2),
        .merged_by = row.text(3),
        .merged_at = row.instant(4),
        .ended_by = row.text(5),
        .ended_at = row.instant(6),
        .reason = {},
        .end_reason = {},
        .name = {}};
    const auto name = "merge " + merge.id;
    vault.require_row_mac(canonical(merge), row.blob(8), "merge", merge.id);
    auto texts = decode_texts(
        vault.open_part(vault.data_key(db, merge.into_id), merge_place(merge), row.blob(7)), name
    );
    if (texts.size() != 2) {
        throw Tampered(name);
    }
    merge.reason = std::move(texts[0]);
    merge.end_reason = std::move(texts[1]);
    return merge;
}

std::optional<CustomerMerge>
find_merge_of(Database& db, const Vault& vault, const std::string& customer_id)
{
    Statement row(
        db,
        std::string("SELECT ") + merge_columns +
            " FROM customer_merge WHERE customer_id = $1 AND ended_at = 0",
        customer_id
    );
    return row.next() ? std::optional{read_merge(row, db, vault)} : std::nullopt;
}

} // namespace

bool has_records(Database& db, const std::string& customer_id)
{
    Statement row(db, "SELECT 1 FROM customer_record WHERE customer_id = $1 LIMIT 1", customer_id);
    return row.next();
}

std::string mac_of(const Vault& vault, const verify::CustomerNumber& number)
{
    return keyed(vault, Canonical().text("number").text(number.kind).text(number.number));
}

std::vector<CustomerMac> load_macs_of(Database& db, const Vault& vault, const RecordId& record_id)
{
    Statement rows(
        db,
        "SELECT mac, what, relation, record_id, row_mac FROM customer_mac WHERE record_id = $1 "
        "ORDER BY what, relation",
        record_id
    );
    return read_macs(rows, vault);
}

std::vector<CustomerMac>
find_macs(Database& db, const Vault& vault, const std::string& mac, MacOf what)
{
    Statement rows(
        db,
        "SELECT mac, what, relation, record_id, row_mac FROM customer_mac "
        "WHERE mac = $1 AND what = $2 ORDER BY record_id LIMIT 200",
        mac,
        word(what)
    );
    return read_macs(rows, vault);
}

std::optional<std::string> customer_of(Database& db, const Vault& vault, const RecordId& record_id)
{
    Statement row(
        db,
        "SELECT customer_id, committed_at, row_mac FROM customer_record WHERE record_id = $1",
        record_id
    );
    if (!row.next()) {
        return std::nullopt;
    }
    auto customer_id = row.text(0);
    vault.require_row_mac(
        canonical_of_record(record_id, customer_id, row.instant(1)),
        row.blob(2),
        "customer of record",
        record_id.text
    );
    return customer_id;
}

std::optional<CustomerRow> attach_record(
    Database& db,
    const Vault& vault,
    const RecordRow& record,
    std::span<const verify::CheckedDocument> file
)
{
    const auto& document = record.body.checked;
    const auto subject = verify::subject_of(document, file);
    const auto former = leave_customer(db, vault, record.id);
    if (!subject) {
        const auto supplement = load_supplement(db, vault, record.original_id);
        const auto whose =
            supplement ? customer_of(db, vault, supplement->record_id) : std::nullopt;
        if (!whose) {
            return std::nullopt;
        }
        put_to_customer(db, vault, record, *whose);
        return load_customer(db, vault, *whose);
    }
    std::vector<std::string> macs;
    for (const auto& number : subject->numbers) {
        macs.push_back(mac_of(vault, number));
    }
    auto known = find_customer(db, vault, macs);
    if (!known && former && (former->has_any(macs) || !has_records(db, former->customer_id))) {
        known = former->customer_id;
    }
    auto customer = known ? load_customer(db, vault, *known).value()
                          : make_customer(db, vault, subject->kind, record.committed_at);
    put_to_customer(db, vault, record, customer.id);
    for (const auto& mac : macs) {
        insert_mac(
            db, vault, {.mac = mac, .what = MacOf::number, .relation = {}, .record_id = record.id}
        );
    }
    if (!subject->likeness.empty()) {
        insert_mac(
            db,
            vault,
            {.mac = mac_of_likeness(vault, *subject),
             .what = MacOf::likeness,
             .relation = {},
             .record_id = record.id}
        );
    }
    for (const auto& person : verify::related_people(document, file)) {
        if (person.number) {
            insert_mac(
                db,
                vault,
                {.mac = mac_of(vault, *person.number),
                 .what = MacOf::related,
                 .relation = person.relation,
                 .record_id = record.id}
            );
        }
    }
    return customer;
}

std::optional<CustomerRow> load_customer(Database& db, const Vault& vault, const std::string& id)
{
    Statement row(
        db,
        "SELECT id, kind, created_at, risk, version, row_mac, (SELECT count(*) FROM "
        "customer_change WHERE customer_change.customer_id = customer.id) "
        "FROM customer WHERE id = $1",
        id
    );
    if (!row.next()) {
        return std::nullopt;
    }
    CustomerRow found{
        .id = row.text(0),
        .kind = from_word<verify::CustomerKind>(row.text(1)),
        .created_at = row.instant(2),
        .risk = row.text(3),
        .version = row.integer(4)};
    vault.require_row_mac(canonical(found), row.blob(5), "customer", found.id);
    if (row.integer(6) != found.version - 1) {
        throw Tampered("customer " + found.id);
    }
    return found;
}

void save_customer(Database& db, const Vault& vault, const CustomerRow& row)
{
    db.run(
        "UPDATE customer SET risk = $2, version = $3, row_mac = $4 WHERE id = $1",
        row.id,
        row.risk,
        row.version,
        vault.row_mac(canonical(row))
    );
}

std::string root_of(Database& db, const Vault& vault, const std::string& id)
{
    std::string root = id;
    std::set<std::string> seen;
    while (const auto merge = find_merge_of(db, vault, root)) {
        if (!seen.insert(root).second) {
            throw Tampered("merge " + merge->id);
        }
        root = merge->into_id;
    }
    return root;
}

std::vector<std::string> members_of(Database& db, const Vault& vault, const std::string& root)
{
    std::vector<std::string> members{root};
    for (std::size_t i = 0; i < members.size(); ++i) {
        for (const auto& merge : load_merges_into(db, vault, members[i])) {
            const bool is_new = std::ranges::find(members, merge.customer_id) == members.end();
            if (merge.ended_by.empty() && is_new) {
                members.push_back(merge.customer_id);
            }
        }
    }
    return members;
}

void insert_merge(Database& db, const Vault& vault, const CustomerMerge& merge)
{
    db.run(
        "INSERT INTO customer_merge (id, customer_id, into_id, merged_by, merged_at, ended_by, "
        "ended_at, sealed, row_mac) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        merge.id,
        merge.customer_id,
        merge.into_id,
        merge.merged_by,
        merge.merged_at,
        merge.ended_by,
        merge.ended_at,
        sealed_reasons(db, vault, merge),
        vault.row_mac(canonical(merge))
    );
}

bool end_merge(Database& db, const Vault& vault, const CustomerMerge& merge)
{
    return db.run(
               "UPDATE customer_merge SET ended_by = $2, ended_at = $3, sealed = $4, row_mac = $5 "
               "WHERE id = $1 AND ended_at = 0",
               merge.id,
               merge.ended_by,
               merge.ended_at,
               sealed_reasons(db, vault, merge),
               vault.row_mac(canonical(merge))
           ) == 1;
}

std::optional<CustomerMerge> load_merge(Database& db, const Vault& vault, const std::string& id)
{
    Statement row(
        db, std::string("SELECT ") + merge_columns + " FROM customer_merge WHERE id = $1", id
    );
    return row.next() ? std::optional{read_merge(row, db, vault)} : std::nullopt;
}

std::vector<CustomerMerge> load_merges_into(Database& db, const Vault& vault, const std::string& id)
{
    std::vector<CustomerMerge> merges;
    Statement rows(
        db,
        std::string("SELECT ") + merge_columns +
            " FROM customer_merge WHERE into_id = $1 ORDER BY merged_at DESC, id",
        id
    );
    while (rows.next()) {
        merges.push_back(read_merge(rows, db, vault));
    }
    return merges;
}

void insert_change(
    Database& db, const Vault& vault, const std::string& customer_id, const CustomerChange& change
)
{
    db.run(
        "INSERT INTO customer_change (customer_id, version, changed_by, changed_at, sealed, "
        "row_mac) VALUES ($1, $2, $3, $4, $5, $6)",
        customer_id,
        change.version,
        change.changed_by,
        change.changed_at,
        vault.seal_part(
            vault.data_key(db, customer_id),
            change_place(customer_id, change.version),
            encode_texts({change.before, change.after, change.reason})
        ),
        vault.row_mac(canonical(customer_id, change))
    );
}

std::vector<CustomerChange>
load_changes(Database& db, const Vault& vault, const std::string& customer_id)
{
    std::vector<CustomerChange> changes;
    const auto name = "change of customer " + customer_id;
    Statement rows(
        db,
        "SELECT version, changed_by, changed_at, sealed, row_mac FROM customer_change "
        "WHERE customer_id = $1 ORDER BY version DESC",
        customer_id
    );
    while (rows.next()) {
        CustomerChange change{
            .version = rows.integer(0),
            .before = {},
            .after = {},
            .reason = {},
            .changed_by = rows.text(1),
            .changed_at = rows.instant(2)};
        vault.require_row_mac(
            canonical(customer_id, change), rows.blob(4), "change of customer", customer_id
        );
        auto texts = decode_texts(
            vault.open_part(
                vault.data_key(db, customer_id),
                change_place(customer_id, change.version),
                rows.blob(3)
            ),
            name
        );
        if (texts.size() != 3) {
            throw Tampered(name);
        }
        change.before = std::move(texts[0]);
        change.after = std::move(texts[1]);
        change.reason = std::move(texts[2]);
        changes.push_back(std::move(change));
    }
    return changes;
}

} // namespace dossier::store
