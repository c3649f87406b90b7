#pragma once
// A discrepancy is a field waiting for a person. Its states and what moves between them are one
// table (verify/README.md); apply() is that table and nothing else. Pure.

#include "capture/facts.h"

#include <tl/expected.hpp>

#include <string>
#include <string_view>

namespace dossier::verify {

enum class DiscrepancyState { open, confirmed, corrected, unreadable, rejected };

struct Discrepancy {
    std::string id;
    std::string document_id;
    std::string field;
    DiscrepancyState state = DiscrepancyState::open;
    std::string decided_by;
    capture::Instant decided_at{};
};

enum class Action { confirm, correct, mark_unreadable, reject, reopen };

/// What a person decides. `value` goes with correct, `reason` with mark_unreadable and reject.
struct Decision {
    Action action = Action::confirm;
    std::string value;
    std::string reason;
};

enum class DecisionErrorKind { already_decided, not_decided, value_missing, reason_missing };

struct DecisionError {
    DecisionErrorKind kind = DecisionErrorKind::already_decided;
    std::string detail;
};

/// The discrepancy after the decision, or why it cannot be made.
[[nodiscard]] tl::expected<Discrepancy, DecisionError> apply(
    const Discrepancy& discrepancy,
    const Decision& decision,
    std::string_view actor,
    capture::Instant now
);

[[nodiscard]] bool is_settled(DiscrepancyState state);

} // namespace dossier::verify
