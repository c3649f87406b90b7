#include "store/rows/loans.h"

#include "store/rows/core.h"
#include "store/rows/cursor.h"
#include "store/rows/data_requests.h"
#include "store/rows/records.h"
#include "store/rows/scoped.h"
#include "store/rows/words.h"

#include <algorithm>

namespace dossier::store {
namespace {

constexpr int most_days = 30;
constexpr std::size_t most_records = 50;

std::string object_name(const Loan& loan)
{
    return "loan " + loan.id;
}

std::optional<RecordId> find_by_number(Database& db, const std::string& number)
{
    Statement row(
        db,
        "SELECT id FROM (SELECT id FROM record WHERE number = $1 "
        "UNION ALL SELECT record_id FROM filing WHERE archive_number = $1) "
        "WHERE id NOT IN (SELECT owner_id FROM tombstone) LIMIT 1",
        number
    );
    return row.next() ? std::optional{RecordId{row.text(0)}} : std::nullopt;
}

/// What is asked for says nothing to who asks but what he said himself, until it is lent to him.
Loan shown_to(const Actor& actor, Loan loan)
{
    if (loan.borrower == actor.name && !loan.was_lent()) {
        for (auto& record : loan.records) {
            if (!record.asked_as.empty()) {
                record.number = record.asked_as;
            }
            record.archive_number.clear();
            record.type.clear();
        }
    }
    return loan;
}

/// The loan, where it gives this person this record now.
std::optional<Loan> find_access(
    Database& db,
    const Vault& vault,
    const std::string& loan_id,
    const RecordId& record_id,
    const Actor& actor,
    Instant now
)
{
    auto loan = load_loan(db, vault, loan_id);
    const bool is_given =
        loan && loan->kind == LoanKind::view && loan->borrower == actor.name &&
        loan->state == LoanState::approved && now < loan->until &&
        std::ranges::find(loan->records, record_id, &BorrowedRecord::id) != loan->records.end();
    if (!is_given) {
        loan.reset();
    }
    return loan;
}

/// The loan, where all that it is of is this person's to lend.
tl::expected<Loan, Conflict>
find_loan(Database& db, const Vault& vault, const std::string& id, const Scope& scope)
{
    auto loan = load_loan(db, vault, id);
    const bool is_in_scope =
        loan &&
        (scope.is_site() || std::ranges::all_of(loan->records, [&](const BorrowedRecord& record) {
             return find_record(db, vault, record.id, scope).has_value();
         }));
    if (!is_in_scope) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    if (!scope.keeps_records()) {
        return tl::unexpected(conflict(ConflictKind::out_of_scope));
    }
    return *std::move(loan);
}

/// What this person asked for.
tl::expected<Loan, Conflict>
own_loan(Database& db, const Vault& vault, const std::string& id, const Actor& actor)
{
    auto loan = load_loan(db, vault, id);
    if (!loan || loan->borrower != actor.name) {
        return tl::unexpected(conflict(ConflictKind::not_found));
    }
    return *std::move(loan);
}

/// Of a list, as SQL with the person as $3; what comes first decides the cursor.
struct ListQuery {
    std::string_view condition;
    std::string_view time;
    bool newest_first;
};

ListQuery query_of(LoanList list)
{
    switch (list) {
    case LoanList::mine: return {"borrower = $3", "requested_at", true};
    case LoanList::waiting:
        return {"state = 'requested' AND borrower <> $3", "requested_at", false};
    case LoanList::out: return {"state = 'approved' AND $3 <> ''", "until", false};
    case LoanList::all: break;
    }
    return {"$3 <> ''", "requested_at", true};
}

/// Saves and audits a change of state; `closed` where somebody was faster.
tl::expected<Loan, Conflict> finish(
    Transaction& tx,
    const Vault& vault,
    const Loan& loan,
    LoanState before,
    const Actor& actor,
    Instant now
)
{
    if (!save_loan(tx.db(), vault, loan, before)) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    append_audit(
        tx.db(),
        vault,
        actor,
        "loan_" + std::string(word(loan.state)),
        object_name(loan),
        loan.number,
        now
    );
    tx.commit();
    return shown_to(actor, loan);
}

} // namespace

tl::expected<Loan, Conflict>
Store::request_loan(const LoanRequest& request, const Actor& actor, Instant now)
{
    if (request.purpose.empty() || request.numbers.empty()) {
        return tl::unexpected(
            conflict(ConflictKind::not_allowed, "a loan needs records and a purpose")
        );
    }
    if (request.days < 1 || request.days > most_days || request.numbers.size() > most_records) {
        return tl::unexpected(
            conflict(ConflictKind::not_allowed, "a loan is of 1 to 50 records for 1 to 30 days")
        );
    }
    Transaction tx{core_->writer};
    Loan loan;
    loan.kind = request.kind;
    loan.borrower = actor.name;
    loan.requested_at = now;
    loan.purpose = request.purpose;
    loan.days = request.days;
    for (const auto& number : request.numbers) {
        const auto id = find_by_number(tx.db(), number);
        if (!id) {
            return tl::unexpected(conflict(ConflictKind::not_found, number));
        }
        if (store::is_restricted(tx.db(), core_->vault, *id)) {
            return tl::unexpected(conflict(ConflictKind::restricted, number));
        }
        if (std::ranges::find(loan.records, *id, &BorrowedRecord::id) == loan.records.end()) {
            loan.records.push_back(
                {.id = *id, .number = {}, .archive_number = {}, .type = {}, .asked_as = number}
            );
        }
    }
    insert_loan(tx.db(), core_->vault, loan, now, core_->options.utc_offset);
    core_->audit(tx.db(), actor, "loan_requested", object_name(loan), loan.number, now);
    for (const auto& record : loan.records) {
        core_->audit(
            tx.db(), actor, "record_asked_for", "record " + record.id.text, loan.number, now
        );
    }
    loan = load_loan(tx.db(), core_->vault, loan.id).value();
    tx.commit();
    return shown_to(actor, std::move(loan));
}

Listing<Loan> Store::loans(LoanList list, const Actor& actor, std::string_view cursor, int limit)
{
    Snapshot snapshot{core_->readers};
    const auto query = query_of(list);
    const auto from = Cursor::parse(cursor, query.newest_first ? newest_first : oldest_first);
    const std::string time(query.time);
    const std::string order = query.newest_first ? " DESC" : "";
    // What one asked for oneself is one's own, whosever records they are.
    const auto& scope = list == LoanList::mine ? whole_site : actor.scope;
    Listing<Loan> listing;
    Statement rows(
        snapshot.db(),
        "SELECT id FROM loan WHERE (" + time + ", id) " + (query.newest_first ? "<" : ">") +
            " ($1, $2) AND " + std::string(query.condition) + " AND " + in_loans(scope, 5) +
            " ORDER BY " + time + order + ", id" + order + " LIMIT $4",
        from.at,
        from.id,
        actor.name,
        limit + 1,
        scope.department,
        scope.person
    );
    while (rows.next()) {
        if (static_cast<int>(listing.items.size()) == limit) {
            const auto& last = listing.items.back();
            listing.next_cursor =
                Cursor::text(list == LoanList::out ? last.until : last.requested_at, last.id);
            break;
        }
        if (auto loan = load_loan(snapshot.db(), core_->vault, rows.text(0))) {
            listing.items.push_back(shown_to(actor, std::move(*loan)));
        }
    }
    return listing;
}

tl::expected<Loan, Conflict> Store::decide_loan(
    const std::string& id, const LoanDecision& decision, const Actor& actor, Instant now
)
{
    Transaction tx{core_->writer};
    auto loan = find_loan(tx.db(), core_->vault, id, actor.scope);
    if (!loan) {
        return loan;
    }
    if (loan->state != LoanState::requested) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    if (loan->borrower == actor.name) {
        core_->audit(
            tx.db(), actor, "loan_decided", object_name(*loan), "same_person", now, "denied"
        );
        tx.commit();
        return tl::unexpected(conflict(ConflictKind::same_person));
    }
    if (!decision.approve && decision.reason.empty()) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "declining a loan needs a reason")
        );
    }
    loan->state = decision.approve ? LoanState::approved : LoanState::declined;
    loan->decided_by = actor.name;
    loan->decided_at = now;
    loan->decline_reason = decision.reason;
    if (decision.approve) {
        loan->until = now + std::chrono::days(loan->days);
    }
    return finish(tx, core_->vault, *loan, LoanState::requested, actor, now);
}

tl::expected<Loan, Conflict>
Store::return_loan(const std::string& id, const LoanReturn& said, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    auto loan = said.by_keeper ? find_loan(tx.db(), core_->vault, id, actor.scope)
                               : own_loan(tx.db(), core_->vault, id, actor);
    if (!loan) {
        return loan;
    }
    const bool is_borrower = loan->borrower == actor.name;
    const auto before = loan->state;
    if (before == LoanState::requested && is_borrower) {
        loan->state = LoanState::withdrawn;
    } else if (before != LoanState::approved) {
        return tl::unexpected(conflict(ConflictKind::closed));
    } else if (loan->kind == LoanKind::paper && (is_borrower || !said.by_keeper)) {
        // Whoever borrowed the paper does not say himself that it is back.
        return tl::unexpected(conflict(ConflictKind::same_person));
    } else {
        loan->state = LoanState::returned;
    }
    loan->returned_by = actor.name;
    loan->returned_at = now;
    loan->return_note = said.note;
    return finish(tx, core_->vault, *loan, before, actor, now);
}

tl::expected<Loan, Conflict>
Store::renew_loan(const std::string& id, const Actor& actor, Instant now)
{
    Transaction tx{core_->writer};
    auto loan = find_loan(tx.db(), core_->vault, id, actor.scope);
    if (!loan) {
        return loan;
    }
    if (loan->borrower == actor.name) {
        return tl::unexpected(conflict(ConflictKind::same_person));
    }
    const bool is_over = loan->kind == LoanKind::view && now >= loan->until;
    if (loan->state != LoanState::approved || is_over) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    if (loan->renewals > 0) {
        return tl::unexpected(conflict(ConflictKind::not_allowed, "a loan is renewed once"));
    }
    ++loan->renewals;
    loan->until = std::max(loan->until, now) + std::chrono::days(loan->days);
    if (!save_loan(tx.db(), core_->vault, *loan, LoanState::approved)) {
        return tl::unexpected(conflict(ConflictKind::closed));
    }
    core_->audit(tx.db(), actor, "loan_renewed", object_name(*loan), loan->number, now);
    tx.commit();
    return *loan;
}

int Store::end_loans(Instant now)
{
    std::vector<std::string> ids;
    {
        Snapshot snapshot{core_->readers};
        Statement rows(
            snapshot.db(),
            "SELECT id FROM loan WHERE state = 'approved' AND kind = 'view' AND until <= $1",
            now
        );
        while (rows.next()) {
            ids.push_back(rows.text(0));
        }
    }
    int ended = 0;
    for (const auto& id : ids) {
        Transaction tx{core_->writer};
        auto loan = load_loan(tx.db(), core_->vault, id);
        if (!loan || loan->state != LoanState::approved || now < loan->until) {
            continue;
        }
        loan->state = LoanState::returned;
        loan->returned_by = system_actor().name;
        loan->returned_at = loan->until;
        if (!save_loan(tx.db(), core_->vault, *loan, LoanState::approved)) {
            continue;
        }
        core_->audit(tx.db(), system_actor(), "loan_ended", object_name(*loan), loan->number, now);
        tx.commit();
        ++ended;
    }
    return ended;
}

std::optional<Borrowed> Store::view_borrowed(
    const std::string& loan_id, const RecordId& record_id, const Actor& actor, Instant now
)
{
    Transaction tx{core_->writer};
    auto loan = find_access(tx.db(), core_->vault, loan_id, record_id, actor, now);
    const auto row = loan ? load_record(tx.db(), core_->vault, record_id) : std::nullopt;
    if (!row) {
        return std::nullopt;
    }
    core_->audit(
        tx.db(), actor, "borrowed_record_viewed", "record " + record_id.text, loan->number, now
    );
    Borrowed borrowed{.loan = std::move(*loan), .record = core_->show(tx.db(), *row)};
    borrowed.record.history.clear();
    borrowed.record.corrections.clear();
    borrowed.record.external_checks.clear();
    borrowed.record.filing_changes.clear();
    tx.commit();
    return borrowed;
}

std::optional<Bytes> Store::borrowed_image(
    const std::string& loan_id,
    const RecordId& record_id,
    int page_no,
    const Actor& actor,
    Instant now
)
{
    std::optional<Loan> loan;
    {
        Snapshot snapshot{core_->readers};
        loan = find_access(snapshot.db(), core_->vault, loan_id, record_id, actor, now);
    }
    if (!loan) {
        return std::nullopt;
    }
    auto image = core_->read_attachment(record_id, AttachmentKind::page_preview, page_no);
    if (image) {
        note(
            actor,
            "borrowed_page_viewed",
            "record " + record_id.text,
            "done",
            loan->number + " page " + std::to_string(page_no),
            now
        );
    }
    return image;
}

} // namespace dossier::store
