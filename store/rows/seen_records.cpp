#include "store/rows/seen_records.h"

#include "store/error.h"

#include <algorithm>

namespace dossier::store {
namespace {

Canonical canonical(
    const std::string& document_id,
    const std::string& type,
    Instant seen_at,
    bool sampled,
    std::span<const std::byte> body
)
{
    Canonical bytes;
    bytes.text("seen_record")
        .text(document_id)
        .text(type)
        .number(seen_at.time_since_epoch().count())
        .number(sampled ? 1 : 0)
        .blob(body);
    return bytes;
}

/// A person changed what had been read.
bool is_wrong(const DocumentRow& document, const ocr::Field& field)
{
    const auto read = document.body.as_read.find(field.name);
    return read != document.body.as_read.end() && read->second != field.value;
}

bool was_seen(const DocumentRow& document, const std::string& field)
{
    return std::ranges::any_of(document.discrepancies, [&](const verify::Discrepancy& discrepancy) {
        return discrepancy.field == field && verify::is_settled(discrepancy.state);
    });
}

SeenBody body_of(const DocumentRow& document)
{
    SeenBody body;
    for (const auto& checked : document.body.checked.fields) {
        if (checked.standing == verify::Standing::doubted) {
            body.has_doubts = true;
        } else if (was_seen(document, checked.field.name)) {
            body.values.push_back(
                {.lane =
                     {.field = checked.field.name,
                      .vouched = checked.standing == verify::Standing::vouched},
                 .confidence = checked.field.confidence,
                 .wrong = is_wrong(document, checked.field)}
            );
        }
    }
    return body;
}

/// Ids are random: half of them are odd.
bool proves(const std::string& document_id)
{
    constexpr std::string_view odd = "13579bdf";
    return odd.find(document_id.back()) != std::string_view::npos;
}

verify::SeenRecord read_seen_record(Statement& row, const Vault& vault, Instant recent_since)
{
    const auto document_id = row.text(0);
    const auto type = row.text(1);
    const auto seen_at = row.instant(2);
    const bool sampled = row.integer(3) != 0;
    const auto bytes = row.blob(4);
    vault.require_row_mac(
        canonical(document_id, type, seen_at, sampled, bytes),
        row.blob(5),
        "seen_record",
        document_id
    );
    auto body = decode_seen(bytes, "seen_record " + document_id);
    return {
        .type = type,
        .values = std::move(body.values),
        .has_doubts = body.has_doubts,
        .sampled = sampled,
        .proves = proves(document_id),
        .is_recent = seen_at >= recent_since};
}

} // namespace

void insert_seen_record(Database& db, const Vault& vault, const DocumentRow& document, Instant now)
{
    const auto seen = body_of(document);
    if (seen.values.empty()) {
        return;
    }
    const auto body = encode(seen);
    db.run(
        "INSERT INTO seen_record (document_id, type, seen_at, sampled, body, row_mac) "
        "VALUES ($1, $2, $3, $4, $5, $6)",
        document.id,
        document.type,
        now,
        document.sampled,
        body,
        vault.row_mac(canonical(document.id.text, document.type, now, document.sampled, body))
    );
}

std::vector<verify::SeenRecord>
load_seen_records(Database& db, const Vault& vault, Instant since, Instant recent_since)
{
    std::vector<verify::SeenRecord> records;
    Statement rows(
        db,
        "SELECT document_id, type, seen_at, sampled, body, row_mac FROM seen_record "
        "WHERE seen_at >= $1 ORDER BY seen_at, document_id",
        since
    );
    while (rows.next()) {
        records.push_back(read_seen_record(rows, vault, recent_since));
    }
    return records;
}

void require_seen_record(Database& db, const Vault& vault, const std::string& document_id)
{
    Statement row(
        db,
        "SELECT document_id, type, seen_at, sampled, body, row_mac FROM seen_record "
        "WHERE document_id = $1",
        document_id
    );
    if (!row.next()) {
        throw Tampered("seen_record " + document_id);
    }
    (void)read_seen_record(row, vault, {});
}

} // namespace dossier::store
