#pragma once
// A discrepancy is a field waiting for a person, or for two. Its states and what moves between
// them are one table (verify/README.md); apply() is that table and nothing else. Pure.

#include "capture/facts.h"

#include <tl/expected.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace dossier::verify {

/// `second_eyes`: one person found something, another must find the same. `arbitration`: they
/// differ, a third decides. What a person holds (a claim) is the whole document, and no state.
enum class DiscrepancyState {
    open,
    second_eyes,
    arbitration,
    confirmed,
    corrected,
    unreadable,
    rescan_requested,
    rejected
};

/// Who must find the same besides the person who looks first. `shown`: another person; both see
/// what was read. `blind`: another person; both key from the picture alone. `machine`: the machine;
/// the person keys from the picture alone.
enum class SecondEyes { none, shown, blind, machine };

enum class Action { confirm, correct, mark_unreadable, request_rescan, reject, reopen };

/// What one of several people found. Nobody else sees it before the discrepancy is settled, but the
/// person who arbitrates.
struct Keying {
    Action action = Action::confirm;
    std::string value{}; ///< with confirm what was read
    std::string reason{};
    std::string by{};
    capture::Instant at{};
};

struct Discrepancy {
    std::string id;
    std::string document_id;
    std::string field;
    DiscrepancyState state = DiscrepancyState::open;
    std::string decided_by;
    capture::Instant decided_at{};
    SecondEyes second_eyes = SecondEyes::none;
    std::vector<Keying> keyings{}; ///< since it was open, in their order; none where one decides
    std::string planted{}; ///< beside the machine, while open: a wrong value that people are shown
};

/// What a person decides. `value` goes with correct, `reason` with mark_unreadable, request_rescan
/// and reject. `overrides`: the value is kept although it breaks its rule.
struct Decision {
    Action action = Action::confirm;
    std::string value{};
    std::string reason{};
    bool overrides = false;
};

/// Who decides. `arbitrates`: may settle what two people differ on.
struct Person {
    std::string name;
    bool arbitrates = false;
};

enum class DecisionErrorKind {
    already_decided,
    not_decided,
    value_missing, ///< also where confirm says nothing, because no value is shown
    reason_missing,
    same_person,    ///< it is for a person who did not look yet
    arbiter_needed, ///< it is for a person who arbitrates
    whole_document  ///< nobody decides this of a single discrepancy
};

struct DecisionError {
    DecisionErrorKind kind = DecisionErrorKind::already_decided;
    std::string detail;
};

/// The discrepancy after the decision, or why it cannot be made. `read` is what the machine read.
[[nodiscard]] tl::expected<Discrepancy, DecisionError> apply(
    const Discrepancy& discrepancy,
    const Decision& decision,
    const Person& person,
    std::string_view read,
    capture::Instant now
);

[[nodiscard]] bool is_settled(DiscrepancyState state);

/// Whether it ends the document with all of its discrepancies, whoever else they are for: anybody
/// who holds it may say that it must go, with a reason. Nobody decides it of one discrepancy alone.
[[nodiscard]] bool ends_document(Action action);

/// What was read is not to be shown: people key what they see, or have yet to see it. Where a wrong
/// value is planted, that is shown in its place.
[[nodiscard]] bool hides_value(const Discrepancy& discrepancy);

/// Whether the person may say now what is right.
[[nodiscard]] bool is_for(const Discrepancy& discrepancy, const Person& person);

/// What two people keyed is one value: width, case and spaces do not count.
[[nodiscard]] bool is_same_value(std::string_view one, std::string_view other);

/// What satisfies both.
[[nodiscard]] SecondEyes stricter(SecondEyes one, SecondEyes other);

} // namespace dossier::verify
