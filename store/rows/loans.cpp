#include "store/rows/loans.h"

#include "store/error.h"
#include "store/rows/codec.h"
#include "store/rows/numbers.h"
#include "store/rows/words.h"

#include <algorithm>

namespace dossier::store {
namespace {

Place body_place(const Loan& loan)
{
    return {.kind = "loan", .object_id = loan.id, .owner_id = loan.id, .field_group = "purpose"};
}

Canonical canonical(const Loan& loan)
{
    Canonical bytes;
    bytes.text("loan")
        .text(loan.id)
        .text(loan.number)
        .text(word(loan.kind))
        .text(word(loan.state))
        .text(loan.borrower)
        .number(loan.requested_at.time_since_epoch().count())
        .text(loan.decided_by)
        .number(loan.decided_at.time_since_epoch().count())
        .number(loan.until.time_since_epoch().count())
        .text(loan.returned_by)
        .number(loan.returned_at.time_since_epoch().count())
        .number(loan.renewals)
        .number(static_cast<std::int64_t>(loan.records.size()));
    for (const auto& record : loan.records) {
        bytes.text(record.id.text);
    }
    return bytes;
}

std::vector<BorrowedRecord> load_borrowed(Database& db, const std::string& loan_id)
{
    std::vector<BorrowedRecord> records;
    Statement rows(
        db,
        "SELECT record.id, record.number, coalesce(archive_number, ''), record.type "
        "FROM loan_record JOIN record ON record.id = loan_record.record_id "
        "LEFT JOIN filing ON filing.record_id = record.id WHERE loan_id = $1 ORDER BY record.id",
        loan_id
    );
    while (rows.next()) {
        records.push_back(
            {.id = {rows.text(0)},
             .number = rows.text(1),
             .archive_number = rows.text(2),
             .type = rows.text(3)}
        );
    }
    return records;
}

} // namespace

void insert_loan(
    Database& db, const Vault& vault, Loan& loan, Instant now, std::chrono::minutes utc_offset
)
{
    loan.id = vault.new_id();
    loan.number = next_yearly_number(db, "L", now, utc_offset);
    std::ranges::sort(loan.records, {}, [](const BorrowedRecord& record) { return record.id; });
    const auto key = vault.new_data_key();
    vault.keep_data_key(db, "loan", loan.id, key);
    db.run(
        "INSERT INTO loan (id, number, kind, state, borrower, requested_at, decided_by, "
        "decided_at, until, returned_by, returned_at, renewals, sealed, row_mac) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        loan.id,
        loan.number,
        word(loan.kind),
        word(loan.state),
        loan.borrower,
        loan.requested_at,
        loan.decided_by,
        loan.decided_at,
        loan.until,
        loan.returned_by,
        loan.returned_at,
        loan.renewals,
        vault.seal_part(key, body_place(loan), encode(loan)),
        vault.row_mac(canonical(loan))
    );
    for (const auto& record : loan.records) {
        db.run("INSERT INTO loan_record (loan_id, record_id) VALUES ($1, $2)", loan.id, record.id);
    }
}

bool save_loan(Database& db, const Vault& vault, const Loan& loan, LoanState expected)
{
    return db.run(
               "UPDATE loan SET state = $3, decided_by = $4, decided_at = $5, until = $6, "
               "returned_by = $7, returned_at = $8, renewals = $9, sealed = $10, row_mac = $11 "
               "WHERE id = $1 AND state = $2",
               loan.id,
               word(expected),
               word(loan.state),
               loan.decided_by,
               loan.decided_at,
               loan.until,
               loan.returned_by,
               loan.returned_at,
               loan.renewals,
               vault.seal_part(vault.data_key(db, loan.id), body_place(loan), encode(loan)),
               vault.row_mac(canonical(loan))
           ) == 1;
}

std::optional<Loan> load_loan(Database& db, const Vault& vault, const std::string& id)
{
    Statement row(
        db,
        "SELECT id, number, kind, state, borrower, requested_at, decided_by, decided_at, until, "
        "returned_by, returned_at, renewals, sealed, row_mac FROM loan WHERE id = $1",
        id
    );
    if (!row.next()) {
        return std::nullopt;
    }
    Loan loan;
    loan.id = row.text(0);
    loan.number = row.text(1);
    loan.kind = from_word<LoanKind>(row.text(2));
    loan.state = from_word<LoanState>(row.text(3));
    loan.borrower = row.text(4);
    loan.requested_at = row.instant(5);
    loan.decided_by = row.text(6);
    loan.decided_at = row.instant(7);
    loan.until = row.instant(8);
    loan.returned_by = row.text(9);
    loan.returned_at = row.instant(10);
    loan.renewals = row.small_integer(11);
    loan.records = load_borrowed(db, loan.id);
    vault.require_row_mac(canonical(loan), row.blob(13), "loan", loan.id);
    decode_loan(
        vault.open_part(vault.data_key(db, loan.id), body_place(loan), row.blob(12)),
        "loan " + loan.id,
        loan
    );
    return loan;
}

} // namespace dossier::store
