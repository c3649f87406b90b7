#pragma once
// Borrowing records (调阅): asked for with a purpose, approved by another person, for a time. A
// part of what the archive hands out.

#include "store/types.h"

#include <string>
#include <vector>

namespace dossier::store {

/// `view`: the record on the screen. `paper`: the original, which must come back.
enum class LoanKind { view, paper };

/// A view that is `approved` ends by itself when its time is over, then it is `returned`.
enum class LoanState { requested, approved, declined, withdrawn, returned };

struct LoanRequest {
    LoanKind kind = LoanKind::view;
    std::vector<std::string> numbers; ///< of records, either number
    std::string purpose;
    int days = 0;
};

struct LoanDecision {
    bool approve = false;
    std::string reason; ///< goes with declining
};

/// `by_keeper`: by whoever lends. Paper that comes back is taken back by him.
struct LoanReturn {
    bool by_keeper = false;
    std::string note;
};

/// `type` and the number that was not asked by are empty for its borrower until it is lent.
struct BorrowedRecord {
    RecordId id;
    std::string number;
    std::string archive_number;
    std::string type;
    std::string asked_as{}; ///< the number by which it was asked for; empty in older loans
};

struct Loan {
    std::string id;
    std::string number; ///< L-2026-000001: its line in the register
    LoanKind kind = LoanKind::view;
    LoanState state = LoanState::requested;
    std::string borrower;
    Instant requested_at{};
    std::string decided_by;
    Instant decided_at{};
    Instant until{}; ///< once approved: the end of access, or when the paper is due
    std::string returned_by;
    Instant returned_at{};
    int renewals = 0;
    std::string purpose;
    int days = 0;
    std::string decline_reason;
    std::string return_note;
    std::vector<BorrowedRecord> records;

    [[nodiscard]] bool was_lent() const { return until != Instant{}; }

    /// Paper that should be back by now.
    [[nodiscard]] bool is_overdue(Instant now) const
    {
        return kind == LoanKind::paper && state == LoanState::approved && now >= until;
    }
};

/// A record as it is lent: without what the archive knows of it besides.
struct Borrowed {
    Loan loan;
    Record record;
};

/// Whose loans, or which.
enum class LoanList {
    mine,    ///< what this person asked for, newest first
    waiting, ///< for somebody's decision, oldest first; not this person's own
    out,     ///< approved and not back, the first due first
    all      ///< the register, newest first
};

} // namespace dossier::store
