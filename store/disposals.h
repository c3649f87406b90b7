#pragma once
// What may be destroyed, and how it is (鉴定销毁): retention terms, legal holds, and disposals, the
// lists that people propose, approve, witness and carry out. Every step is another person's.
// Practice and law: 会计档案管理办法 (2016) for the steps; AML Law 2024 art. 34 for terms.

#include "verify/retention.h"

#include <tl/expected.hpp>

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

/// `proposed`: the list stands. `approved`: by two. `witnessed`: two supervisors checked it against
/// the records. `carried_out`: what it names is gone.
enum class DisposalState { proposed, approved, witnessed, carried_out, withdrawn };

enum class DisposalStep { propose, approve, witness, carry_out, withdraw };

/// A step that somebody took.
struct DisposalSignature {
    DisposalStep step = DisposalStep::propose;
    std::string person;
    std::chrono::sys_time<std::chrono::milliseconds> at{};
};

inline constexpr int approvers_needed = 2;
inline constexpr int witnesses_needed = 2;

enum class StepRefused {
    over,       ///< it is carried out or withdrawn
    not_yet,    ///< another step comes first, or came already
    same_person ///< who took another step of it; who proposed it may carry it out
};

/// The state after a step, or why this person cannot take it. Whoever may take steps may withdraw.
[[nodiscard]] tl::expected<DisposalState, StepRefused> after_step(
    DisposalState state,
    std::span<const DisposalSignature> signatures,
    DisposalStep step,
    std::string_view person
);

/// What the appraisal says of a record: destroyed now, kept through `until_year`, or for ever.
enum class Opinion { destroy, extend, keep };

/// What somebody proposes of a record.
struct Appraisal {
    std::string record_id;
    Opinion opinion = Opinion::destroy;
    int until_year = 0;
};

/// A record whose term is over. `kept_through`: the last year that it had to be kept.
struct DueRecord {
    std::string record_id;
    std::string record_number;
    std::string archive_number;
    std::string type;
    std::string retention_class;
    std::chrono::sys_time<std::chrono::milliseconds> committed_at{};
    int kept_through = 0;
    bool is_held = false;
    bool is_listed = false; ///< a list that is not over names it
};

/// A record on a list, as it was when the list was made. `sha256`: of its original files, once it
/// is destroyed.
struct DisposalItem {
    DueRecord record;
    Opinion opinion = Opinion::destroy;
    int until_year = 0;
    std::vector<std::string> sha256;
    bool is_destroyed = false;
};

struct DisposalSummary {
    std::string id;
    std::string number; ///< X-2026-0001
    DisposalState state = DisposalState::proposed;
    std::string proposed_by;
    std::chrono::sys_time<std::chrono::milliseconds> proposed_at{};
    std::int64_t records = 0;
};

struct Disposal {
    DisposalSummary summary;
    std::string reason;
    std::vector<DisposalSignature> signatures; ///< in their order, the proposal first
    std::vector<DisposalItem> items;
    std::string certificate; ///< a signed note, once it is carried out
};

/// As long as one stands, its record is not destroyed, whatever a list says.
struct LegalHold {
    std::string id;
    std::string record_id;
    std::string reason;
    std::string placed_by;
    std::chrono::sys_time<std::chrono::milliseconds> placed_at{};
    std::string release_reason;
    std::string release_proposed_by; ///< empty: nobody wishes its end
    std::string released_by;         ///< another person; empty: it stands
    std::chrono::sys_time<std::chrono::milliseconds> released_at{};
};

} // namespace dossier::store
