#include "store/rows/holdings.h"

#include "store/crypto/hash.h"
#include "verify/holders.h"

#include <algorithm>

namespace dossier::store {
namespace {

std::string mac_of(const Vault& vault, const Canonical& text)
{
    const auto key = derive_key(vault.keys().key(KeyUse::content_mac), "dossier/v1/holding");
    return to_hex(hmac_sha256(key.bytes(), text.bytes()));
}

std::string number_mac_of(const Vault& vault, const verify::Holding& holding)
{
    return mac_of(vault, Canonical().text("number").text(holding.kind).text(holding.number));
}

/// With the number in it, so that it does not show what else the holder has.
std::string holder_mac_of(const Vault& vault, const verify::Holding& holding)
{
    return mac_of(
        vault,
        Canonical().text("holder").text(holding.kind).text(holding.number).text(holding.holder)
    );
}

Canonical canonical(const HoldingRow& row)
{
    Canonical bytes;
    bytes.text("holding")
        .text(row.number_mac)
        .text(row.holder_mac)
        .text(row.record_id.text)
        .text(row.type);
    return bytes;
}

} // namespace

void insert_holdings(
    Database& db,
    const Vault& vault,
    const RecordId& record_id,
    const verify::CheckedDocument& document,
    std::span<const verify::CheckedDocument> file
)
{
    for (const auto& holding : verify::holdings(document, file)) {
        const HoldingRow row{
            .number_mac = number_mac_of(vault, holding),
            .holder_mac = holder_mac_of(vault, holding),
            .record_id = record_id,
            .type = document.type};
        db.run(
            "INSERT INTO holding (number_mac, holder_mac, record_id, type, row_mac) "
            "VALUES ($1, $2, $3, $4, $5)",
            row.number_mac,
            row.holder_mac,
            row.record_id,
            row.type,
            vault.row_mac(canonical(row))
        );
    }
}

std::vector<HoldingRow>
load_holdings(Database& db, const Vault& vault, const std::string& number_mac)
{
    std::vector<HoldingRow> found;
    Statement rows(
        db,
        "SELECT number_mac, holder_mac, record_id, type, row_mac FROM holding "
        "WHERE number_mac = $1 ORDER BY record_id",
        number_mac
    );
    while (rows.next()) {
        const auto& row = found.emplace_back(HoldingRow{
            .number_mac = rows.text(0),
            .holder_mac = rows.text(1),
            .record_id = {rows.text(2)},
            .type = rows.text(3)});
        vault.require_row_mac(
            canonical(row), rows.blob(4), "holding of record", row.record_id.text
        );
    }
    return found;
}

void note_known(
    Database& db,
    const Vault& vault,
    verify::CheckedDocument& document,
    std::span<const verify::CheckedDocument> file,
    const RecordId& except
)
{
    verify::forget_known(document);
    for (const auto& holding : verify::holdings(document, file)) {
        auto known = load_holdings(db, vault, number_mac_of(vault, holding));
        std::erase_if(known, [&](const HoldingRow& row) { return row.record_id == except; });
        const auto holder = holder_mac_of(vault, holding);
        const auto is_same = [&](const HoldingRow& row) { return row.holder_mac == holder; };
        const auto is_same_document = [&](const HoldingRow& row) {
            return is_same(row) && row.type == document.type;
        };
        if (!std::ranges::all_of(known, is_same)) {
            verify::add_known(document, holding.field, verify::known_otherwise(holding));
        } else if (std::ranges::any_of(known, is_same_document)) {
            verify::add_known(document, holding.field, verify::Known::same_document);
        }
    }
}

} // namespace dossier::store
