#include "store/rows/filings.h"

#include "store/crypto/hash.h"
#include "store/error.h"
#include "store/rows/batches.h"
#include "store/rows/bundles.h"
#include "store/rows/numbers.h"
#include "store/rows/record_changes.h"
#include "store/rows/shredding.h"

#include <algorithm>
#include <set>

namespace dossier::store {
namespace {

std::string class_of(const FilingBody& body, std::string_view name)
{
    const auto found = body.classes.find(name);
    return found == body.classes.end() ? std::string() : found->second;
}

Canonical canonical(const FilingRow& row)
{
    Canonical bytes;
    bytes.text("filing")
        .text(row.record_id.text)
        .text(row.filing.archive_number)
        .number(row.filing.version)
        .number(row.committed_at.time_since_epoch().count());
    for (const auto name : verify::class_names) {
        bytes.text(class_of(row.filing.body, name));
    }
    bytes.text(row.filing.body.box).text(row.filing.body.volume);
    return bytes;
}

Canonical canonical(const RecordId& record_id, const FilingChange& change)
{
    Canonical bytes;
    bytes.text("filing_change")
        .text(record_id.text)
        .number(change.version)
        .text(change.changed_by)
        .number(change.changed_at.time_since_epoch().count());
    return bytes;
}

Place place_of(const RecordId& record_id, std::string_view field_group, std::int64_t version)
{
    return {
        .kind = "filing",
        .object_id = record_id.text,
        .owner_id = record_id.text,
        .field_group = field_group,
        .version = version};
}

Bytes sealed_tags(Database& db, const Vault& vault, const FilingRow& row)
{
    return vault.seal_part(
        vault.data_key(db, row.record_id.text),
        place_of(row.record_id, "tags", row.filing.version),
        encode_texts(row.filing.body.tags)
    );
}

void find_by_tags(Database& db, const Vault& vault, const FilingRow& row)
{
    db.run("DELETE FROM record_tag WHERE record_id = $1", row.record_id);
    for (const auto& tag : row.filing.body.tags) {
        db.run(
            "INSERT INTO record_tag (tag_mac, committed_at, record_id) VALUES ($1, $2, $3)",
            tag_mac(vault, tag),
            row.committed_at,
            row.record_id
        );
    }
}

bool is_taken(Database& db, const std::string& archive_number)
{
    Statement row(db, "SELECT 1 FROM filing WHERE archive_number = $1", archive_number);
    return row.next();
}

/// The next of its series; one that stands already (of a plan of before) is passed over.
std::string next_number(
    Database& db,
    const verify::FilingPlan& plan,
    const verify::Classes& classes,
    const std::string& type,
    int year
)
{
    const auto series = "filing " + verify::number_series(plan, classes, type, year);
    for (;;) {
        auto number =
            verify::number_in_series(plan, classes, type, year, next_of_series(db, series));
        if (!is_taken(db, number)) {
            return number;
        }
    }
}

/// What the batch says of where the paper lies: a batch that has a name is a box.
std::string box_of(Database& db, const Vault& vault, const RecordRow& record)
{
    const auto original = require_original(db, vault, record.original_id);
    const auto file =
        is_bundle(original) ? load_bundle(db, vault, original).front().original_id : original.id;
    const auto id = find_batch_id(db, file);
    const auto batch = id ? load_batch(db, vault, *id) : std::nullopt;
    if (!batch || batch->kind == BatchKind::automatic) {
        return {};
    }
    const auto& name = batch->body.announced.name;
    return is_paper_code(name) ? name : std::string();
}

} // namespace

bool is_paper_code(std::string_view code)
{
    return code.size() <= 40 && std::ranges::all_of(code, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '-' || c == '_' || c == '.' || c == '/';
           });
}

std::string tag_mac(const Vault& vault, std::string_view tag)
{
    const auto key = derive_key(vault.keys().key(KeyUse::content_mac), "dossier/v1/tag");
    return to_hex(hmac_sha256(key.bytes(), Canonical().text("tag").text(tag).bytes()));
}

void require_tags(Database& db, const Vault& vault, const FilingRow& row)
{
    std::set<std::pair<std::string, Instant>> expected;
    for (const auto& tag : row.filing.body.tags) {
        expected.emplace(tag_mac(vault, tag), row.committed_at);
    }
    std::set<std::pair<std::string, Instant>> found;
    Statement rows(
        db, "SELECT tag_mac, committed_at FROM record_tag WHERE record_id = $1", row.record_id
    );
    while (rows.next()) {
        found.emplace(rows.text(0), rows.instant(1));
    }
    if (found != expected) {
        throw Tampered("tags of record " + row.record_id.text);
    }
}

void file_record(
    Database& db,
    const Vault& vault,
    const verify::FilingPlan& plan,
    const RecordRow& record,
    std::chrono::minutes utc_offset
)
{
    const auto day = std::chrono::floor<std::chrono::days>(record.committed_at + utc_offset);
    const int year = static_cast<int>(std::chrono::year_month_day{day}.year());
    auto classes = verify::classify(record.body.checked, plan);
    FilingRow row{
        .record_id = record.id,
        .committed_at = record.committed_at,
        .filing = {
            .archive_number = next_number(db, plan, classes, record.type, year),
            .version = 1,
            .body = {.classes = {}, .box = box_of(db, vault, record), .volume = {}, .tags = {}}}};
    for (const auto name : verify::class_names) {
        row.filing.body.classes.emplace(name, classes[std::string(name)]);
    }
    const auto& body = row.filing.body;
    db.run(
        "INSERT INTO filing (record_id, archive_number, version, nature, business, value_tier, "
        "region, security_level, retention_class, box, volume, committed_at, sealed, row_mac) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        row.record_id,
        row.filing.archive_number,
        row.filing.version,
        class_of(body, "nature"),
        class_of(body, "business"),
        class_of(body, "value_tier"),
        class_of(body, "region"),
        class_of(body, "security_level"),
        class_of(body, "retention_class"),
        body.box,
        body.volume,
        row.committed_at,
        sealed_tags(db, vault, row),
        vault.row_mac(canonical(row))
    );
    note_record_change(db, row.record_id);
}

std::optional<FilingRow> load_filing(Database& db, const Vault& vault, const RecordId& record_id)
{
    if (is_shredded(db, vault, record_id.text)) {
        return std::nullopt; // destroyed with its record
    }
    Statement row(
        db,
        "SELECT archive_number, version, nature, business, value_tier, region, security_level, "
        "retention_class, box, volume, committed_at, sealed, row_mac, "
        "(SELECT count(*) FROM filing_change WHERE filing_change.record_id = filing.record_id) "
        "FROM filing WHERE record_id = $1",
        record_id
    );
    if (!row.next()) {
        return std::nullopt;
    }
    FilingRow found{
        .record_id = record_id,
        .committed_at = row.instant(10),
        .filing = {
            .archive_number = row.text(0),
            .version = row.integer(1),
            .body = {.classes = {}, .box = row.text(8), .volume = row.text(9), .tags = {}}}};
    int column = 2;
    for (const auto name : verify::class_names) {
        found.filing.body.classes.emplace(name, row.text(column++));
    }
    const auto name = "filing of record " + record_id.text;
    vault.require_row_mac(canonical(found), row.blob(12), "filing of record", record_id.text);
    if (row.integer(13) != found.filing.version - 1) {
        throw Tampered(name);
    }
    found.filing.body.tags = decode_texts(
        vault.open_part(
            vault.data_key(db, record_id.text),
            place_of(record_id, "tags", found.filing.version),
            row.blob(11)
        ),
        name
    );
    return found;
}

void change_filing(
    Database& db, const Vault& vault, const FilingRow& before, const FilingChange& change
)
{
    FilingRow row = before;
    row.filing.version = change.version;
    row.filing.body = change.after;
    const auto& body = row.filing.body;
    db.run(
        "UPDATE filing SET version = $2, nature = $3, business = $4, value_tier = $5, region = $6, "
        "security_level = $7, retention_class = $8, box = $9, volume = $10, sealed = $11, "
        "row_mac = $12 WHERE record_id = $1",
        row.record_id,
        row.filing.version,
        class_of(body, "nature"),
        class_of(body, "business"),
        class_of(body, "value_tier"),
        class_of(body, "region"),
        class_of(body, "security_level"),
        class_of(body, "retention_class"),
        body.box,
        body.volume,
        sealed_tags(db, vault, row),
        vault.row_mac(canonical(row))
    );
    note_record_change(db, row.record_id);
    db.run(
        "INSERT INTO filing_change (record_id, version, changed_by, changed_at, sealed, row_mac) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        row.record_id,
        change.version,
        change.changed_by,
        change.changed_at,
        vault.seal_part(
            vault.data_key(db, row.record_id.text),
            place_of(row.record_id, "change", change.version),
            encode(change)
        ),
        vault.row_mac(canonical(row.record_id, change))
    );
    find_by_tags(db, vault, row);
}

std::vector<FilingChange>
load_filing_changes(Database& db, const Vault& vault, const RecordId& record_id)
{
    std::vector<FilingChange> changes;
    Statement rows(
        db,
        "SELECT version, changed_by, changed_at, sealed, row_mac FROM filing_change "
        "WHERE record_id = $1 ORDER BY version DESC",
        record_id
    );
    while (rows.next()) {
        FilingChange change;
        change.version = rows.integer(0);
        change.changed_by = rows.text(1);
        change.changed_at = rows.instant(2);
        const auto name = "change of filing of record " + record_id.text;
        vault.require_row_mac(canonical(record_id, change), rows.blob(4), "filing", name);
        decode_filing_change(
            vault.open_part(
                vault.data_key(db, record_id.text),
                place_of(record_id, "change", change.version),
                rows.blob(3)
            ),
            name,
            change
        );
        changes.push_back(std::move(change));
    }
    return changes;
}

} // namespace dossier::store
