#pragma once
// What a decision does to a document's row: states, values and reasons. Nothing is saved here.

#include "store/rows/documents.h"

namespace dossier::store {

/// Why a decision was not taken: the state machine's reason, or the rule that its value breaks.
struct Undecided {
    std::optional<verify::DecisionError> error;
    std::optional<verify::Finding> broken_rule;
};

/// What a decision is made with, besides the document.
struct Deciding {
    const Vault& vault;
    const FieldRules& rules;
    const verify::Announced& announced;
    const Actor& actor;
    Instant now;
};

/// The row after the decision on that discrepancy of it. Returns the accepted fields that it
/// contradicts, which have discrepancies now.
[[nodiscard]] tl::expected<std::vector<std::string>, Undecided> decide(
    DocumentRow& row,
    const std::string& discrepancy_id,
    verify::Decision decision,
    const Deciding& with
);

/// Ends the document as rejected, with all of its discrepancies that still wait; of it the reason
/// (not empty) is kept.
[[nodiscard]] tl::expected<void, verify::DecisionError>
reject(DocumentRow& row, const std::string& reason, const Actor& actor, Instant now);
/// The same, because its sheets are to be scanned again.
[[nodiscard]] tl::expected<void, verify::DecisionError>
request_rescan(DocumentRow& row, const std::string& reason, const Actor& actor, Instant now);

} // namespace dossier::store
