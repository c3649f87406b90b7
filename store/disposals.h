#pragma once
// What may be destroyed, and how it is (鉴定销毁): retention terms, legal holds, and disposals, the
// lists that people propose, approve, witness and carry out. Every step is another person's.
// Practice and law: 会计档案管理办法 (2016) for the steps, DA/T for the list; AML Law 2024 art. 34
// for terms.

#include "store/types.h"

#include <tl/expected.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

/// From when a term runs. `committed`: when the record was made. `closed`: when the matter ended
/// (the relationship, the loan), which somebody must say; until then it does not run.
enum class RetentionStart { committed, closed };

/// No term: for ever. Otherwise the record is due when the year of the start and so many more are
/// over.
struct RetentionTerm {
    std::optional<int> years{};
    RetentionStart start = RetentionStart::closed;
};

/// By the retention class of a record's filing. What is not named is kept for ever.
using RetentionSchedule = std::map<std::string, RetentionTerm, std::less<>>;

/// The last year that a record must be kept through; nothing where it is kept for ever or its term
/// does not run yet. `closed_year`: 0 where nobody said that it ended.
[[nodiscard]] std::optional<int>
kept_through(const RetentionTerm& term, int committed_year, int closed_year);

/// `proposed`: the list stands. `approved`: by two. `witnessed`: two supervisors checked it against
/// the records. `carried_out`: what it names is gone.
enum class DisposalState { proposed, approved, witnessed, carried_out, withdrawn };

enum class DisposalStep { propose, approve, witness, carry_out, withdraw };

/// A step that somebody took.
struct DisposalSignature {
    DisposalStep step = DisposalStep::propose;
    std::string person;
    Instant at{};
};

inline constexpr int approvers_needed = 2;
inline constexpr int witnesses_needed = 2;

/// The state after a step, or why this person cannot take it: `same_person` who took another step
/// already (who proposed it may carry it out), `closed` where the list is carried out or withdrawn,
/// `not_allowed` where another step comes first. Anybody who may take steps may withdraw it.
[[nodiscard]] tl::expected<DisposalState, ConflictKind> after_step(
    DisposalState state,
    std::span<const DisposalSignature> signatures,
    DisposalStep step,
    std::string_view person
);

/// What the appraisal says of a record: destroyed now, kept through `until_year`, or for ever.
enum class Opinion { destroy, extend, keep };

/// A record on a list, as it was when the list was made. `sha256`: of its original files.
struct DisposalItem {
    RecordId record_id;
    std::string record_number;
    std::string archive_number;
    std::string type;
    std::string retention_class;
    Instant committed_at{};
    int due_year = 0; ///< the last year that it had to be kept through
    Opinion opinion = Opinion::destroy;
    int until_year = 0;
    std::vector<std::string> sha256;
    bool is_destroyed = false;
};

struct Disposal {
    std::string id;
    std::string number; ///< X-2026-0001
    DisposalState state = DisposalState::proposed;
    std::string reason;
    std::vector<DisposalSignature> signatures; ///< in their order, the proposal first
    std::vector<DisposalItem> items;
    std::string certificate; ///< a signed note, once it is carried out
};

/// The same without its items.
struct DisposalSummary {
    std::string id;
    std::string number;
    DisposalState state = DisposalState::proposed;
    std::string proposed_by;
    Instant proposed_at{};
    int items = 0;
};

/// What somebody proposes of a record.
struct Appraisal {
    RecordId record_id;
    Opinion opinion = Opinion::destroy;
    int until_year = 0;
};

/// A record whose term is over, for the list of a year.
struct DueRecord {
    RecordId record_id;
    std::string record_number;
    std::string archive_number;
    std::string type;
    std::string retention_class;
    Instant committed_at{};
    int due_year = 0;
    bool is_held = false;
};

/// As long as one stands, the record is not destroyed, whatever a list says.
struct LegalHold {
    std::string id;
    RecordId record_id;
    std::string reason;
    std::string placed_by;
    Instant placed_at{};
    std::string release_reason;
    std::string release_proposed_by; ///< empty: nobody wishes it released
    std::string released_by;         ///< another person; empty: it stands
    Instant released_at{};
};

} // namespace dossier::store
