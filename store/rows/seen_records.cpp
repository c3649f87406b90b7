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

verify::SeenRecord load_seen_record(
    Database& db, const Vault& vault, const std::string& document_id, Instant recent_since
)
{
    Statement row(
        db,
        "SELECT type, seen_at, sampled, body, row_mac FROM seen_record WHERE document_id = $1",
        document_id
    );
    if (!row.next()) {
        throw Tampered("seen_record " + document_id);
    }
    const auto type = row.text(0);
    const auto seen_at = row.instant(1);
    const bool sampled = row.integer(2) != 0;
    const auto bytes = row.blob(3);
    vault.require_row_mac(
        canonical(document_id, type, seen_at, sampled, bytes),
        row.blob(4),
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

} // namespace dossier::store
