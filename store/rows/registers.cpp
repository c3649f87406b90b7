#include "store/rows/registers.h"

#include "store/error.h"
#include "store/rows/words.h"

#include <sstream>

namespace dossier::store {
namespace {

std::int64_t number_of(std::chrono::sys_days day)
{
    return day.time_since_epoch().count();
}

std::chrono::sys_days day_of(std::int64_t number)
{
    return std::chrono::sys_days{std::chrono::days{number}};
}

Canonical canonical(const RegisterItem& item)
{
    Canonical bytes;
    bytes.text("register")
        .text(item.number)
        .text(word(item.query.kind))
        .number(number_of(item.query.from))
        .number(number_of(item.query.until))
        .text(classes_text(item.query.classes))
        .text(item.query.disposal)
        .number(item.lines)
        .text(item.sha256)
        .number(item.audit_entries)
        .text(item.audit_root)
        .text(item.made_by)
        .number(item.made_at.time_since_epoch().count())
        .text(item.note);
    return bytes;
}

verify::Classes classes_of(const std::string& text)
{
    verify::Classes classes;
    std::istringstream stream{text};
    for (std::string pair; stream >> pair;) {
        const auto sign = pair.find('=');
        if (sign == std::string::npos) {
            throw Tampered("register");
        }
        classes.emplace(pair.substr(0, sign), pair.substr(sign + 1));
    }
    return classes;
}

} // namespace

std::string classes_text(const verify::Classes& classes)
{
    std::string text;
    for (const auto& [name, value] : classes) {
        text += (text.empty() ? "" : " ") + name + "=" + value;
    }
    return text;
}

void insert_register(Database& db, const Vault& vault, const RegisterItem& item)
{
    db.run(
        "INSERT INTO register (number, kind, from_day, until_day, classes, disposal, lines, "
        "sha256, audit_entries, audit_root, made_by, made_at, note, row_mac) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        item.number,
        word(item.query.kind),
        number_of(item.query.from),
        number_of(item.query.until),
        classes_text(item.query.classes),
        item.query.disposal,
        item.lines,
        item.sha256,
        item.audit_entries,
        item.audit_root,
        item.made_by,
        item.made_at,
        item.note,
        vault.row_mac(canonical(item))
    );
}

std::optional<RegisterItem>
load_register(Database& db, const Vault& vault, const std::string& number)
{
    Statement row(
        db,
        "SELECT number, kind, from_day, until_day, classes, disposal, lines, sha256, "
        "audit_entries, audit_root, made_by, made_at, note, row_mac FROM register "
        "WHERE number = $1",
        number
    );
    if (!row.next()) {
        return std::nullopt;
    }
    RegisterItem item{
        .number = row.text(0),
        .query =
            {.kind = from_word<RegisterKind>(row.text(1)),
             .from = day_of(row.integer(2)),
             .until = day_of(row.integer(3)),
             .classes = classes_of(row.text(4)),
             .disposal = row.text(5)},
        .lines = row.integer(6),
        .sha256 = row.text(7),
        .audit_entries = row.integer(8),
        .audit_root = row.text(9),
        .made_by = row.text(10),
        .made_at = row.instant(11),
        .note = row.text(12)};
    vault.require_row_mac(canonical(item), row.blob(13), "register", item.number);
    return item;
}

} // namespace dossier::store
