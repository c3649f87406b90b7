#pragma once
// Enumerators as the columns spell them.

#include "store/customers.h"
#include "store/data_requests.h"
#include "store/error.h"
#include "store/loans.h"
#include "store/registers.h"
#include "store/rows/turn.h"
#include "store/types.h"
#include "verify/search_terms.h"

#include <array>
#include <string_view>
#include <utility>

namespace dossier::store {

template <typename Enum>
struct Words;

template <>
struct Words<OriginalState> {
    static constexpr std::array<std::pair<OriginalState, std::string_view>, 3> list{
        {{OriginalState::received, "received"},
         {OriginalState::read, "read"},
         {OriginalState::quarantined, "quarantined"}}};
};

template <>
struct Words<DocumentState> {
    static constexpr std::array<std::pair<DocumentState, std::string_view>, 3> list{
        {{DocumentState::review, "review"},
         {DocumentState::committed, "committed"},
         {DocumentState::rejected, "rejected"}}};
};

template <>
struct Words<CorrectionState> {
    static constexpr std::array<std::pair<CorrectionState, std::string_view>, 3> list{
        {{CorrectionState::open, "open"},
         {CorrectionState::approved, "approved"},
         {CorrectionState::declined, "declined"}}};
};

template <>
struct Words<BatchState> {
    static constexpr std::array<std::pair<BatchState, std::string_view>, 3> list{
        {{BatchState::open, "open"},
         {BatchState::balanced, "balanced"},
         {BatchState::closed, "closed"}}};
};

template <>
struct Words<BatchKind> {
    static constexpr std::array<std::pair<BatchKind, std::string_view>, 3> list{
        {{BatchKind::automatic, "automatic"},
         {BatchKind::named, "named"},
         {BatchKind::cover, "cover"}}};
};

template <>
struct Words<verify::DiscrepancyState> {
    using State = verify::DiscrepancyState;
    static constexpr std::array<std::pair<State, std::string_view>, 8> list{
        {{State::open, "open"},
         {State::second_eyes, "second_eyes"},
         {State::arbitration, "arbitration"},
         {State::confirmed, "confirmed"},
         {State::corrected, "corrected"},
         {State::unreadable, "unreadable"},
         {State::rescan_requested, "rescan_requested"},
         {State::rejected, "rejected"}}};
};

template <>
struct Words<Turn::Of> {
    using Of = Turn::Of;
    static constexpr std::array<std::pair<Of, std::string_view>, 4> list{
        {{Of::anybody, "anybody"},
         {Of::second_person, "second_person"},
         {Of::second_person_or_arbiter, "second_person_or_arbiter"},
         {Of::arbiter, "arbiter"}}};
};

template <>
struct Words<verify::SecondEyes> {
    using Eyes = verify::SecondEyes;
    static constexpr std::array<std::pair<Eyes, std::string_view>, 4> list{
        {{Eyes::none, "none"},
         {Eyes::shown, "shown"},
         {Eyes::blind, "blind"},
         {Eyes::machine, "machine"}}};
};

template <>
struct Words<DisposalState> {
    using State = DisposalState;
    static constexpr std::array<std::pair<State, std::string_view>, 5> list{
        {{State::proposed, "proposed"},
         {State::approved, "approved"},
         {State::witnessed, "witnessed"},
         {State::carried_out, "carried_out"},
         {State::withdrawn, "withdrawn"}}};
};

template <>
struct Words<DisposalStep> {
    using Step = DisposalStep;
    static constexpr std::array<std::pair<Step, std::string_view>, 5> list{
        {{Step::propose, "propose"},
         {Step::approve, "approve"},
         {Step::witness, "witness"},
         {Step::carry_out, "carry_out"},
         {Step::withdraw, "withdraw"}}};
};

template <>
struct Words<Opinion> {
    static constexpr std::array<std::pair<Opinion, std::string_view>, 3> list{
        {{Opinion::destroy, "destroy"}, {Opinion::extend, "extend"}, {Opinion::keep, "keep"}}};
};

template <>
struct Words<verify::AnswerOutcome> {
    using Outcome = verify::AnswerOutcome;
    static constexpr std::array<std::pair<Outcome, std::string_view>, 4> list{
        {{Outcome::caught, "caught"},
         {Outcome::missed, "missed"},
         {Outcome::differed, "differed"},
         {Outcome::disputed, "disputed"}}};
};

template <>
struct Words<verify::Action> {
    using Action = verify::Action;
    static constexpr std::array<std::pair<Action, std::string_view>, 6> list{
        {{Action::confirm, "confirm"},
         {Action::correct, "correct"},
         {Action::mark_unreadable, "mark_unreadable"},
         {Action::request_rescan, "request_rescan"},
         {Action::reject, "reject"},
         {Action::reopen, "reopen"}}};
};

template <>
struct Words<capture::StationTime::What> {
    using What = capture::StationTime::What;
    static constexpr std::array<std::pair<What, std::string_view>, 2> list{
        {{What::written, "written"}, {What::sent, "sent"}}};
};

template <>
struct Words<verify::CheckState> {
    using State = verify::CheckState;
    static constexpr std::array<std::pair<State, std::string_view>, 4> list{
        {{State::waiting, "waiting"},
         {State::code_sent, "code_sent"},
         {State::answered, "answered"},
         {State::withdrawn, "withdrawn"}}};
};

template <>
struct Words<verify::Outcome> {
    using Outcome = verify::Outcome;
    static constexpr std::array<std::pair<Outcome, std::string_view>, 3> list{
        {{Outcome::match, "match"},
         {Outcome::mismatch, "mismatch"},
         {Outcome::not_found, "not_found"}}};
};

template <>
struct Words<verify::TermKind> {
    using Kind = verify::TermKind;
    static constexpr std::array<std::pair<Kind, std::string_view>, 4> list{
        {{Kind::number, "number"},
         {Kind::person, "person"},
         {Kind::company, "company"},
         {Kind::address, "address"}}};
};

template <>
struct Words<LoanKind> {
    static constexpr std::array<std::pair<LoanKind, std::string_view>, 2> list{
        {{LoanKind::view, "view"}, {LoanKind::paper, "paper"}}};
};

template <>
struct Words<LoanState> {
    static constexpr std::array<std::pair<LoanState, std::string_view>, 5> list{
        {{LoanState::requested, "requested"},
         {LoanState::approved, "approved"},
         {LoanState::declined, "declined"},
         {LoanState::withdrawn, "withdrawn"},
         {LoanState::returned, "returned"}}};
};

template <>
struct Words<verify::CustomerKind> {
    using Kind = verify::CustomerKind;
    static constexpr std::array<std::pair<Kind, std::string_view>, 2> list{
        {{Kind::person, "person"}, {Kind::company, "company"}}};
};

template <>
struct Words<DueKind> {
    static constexpr std::array<std::pair<DueKind, std::string_view>, 2> list{
        {{DueKind::review, "review"}, {DueKind::expiry, "expiry"}}};
};

template <>
struct Words<DueState> {
    static constexpr std::array<std::pair<DueState, std::string_view>, 3> list{
        {{DueState::open, "open"}, {DueState::done, "done"}, {DueState::superseded, "superseded"}}};
};

template <>
struct Words<AttachmentKind> {
    static constexpr std::array<std::pair<AttachmentKind, std::string_view>, 2> list{
        {{AttachmentKind::original, "original"}, {AttachmentKind::page_preview, "page_preview"}}};
};

template <>
struct Words<SecondFactor> {
    static constexpr std::array<std::pair<SecondFactor, std::string_view>, 3> list{
        {{SecondFactor::off, "off"},
         {SecondFactor::pending, "pending"},
         {SecondFactor::enrolled, "enrolled"}}};
};

template <>
struct Words<DataRight> {
    static constexpr std::array<std::pair<DataRight, std::string_view>, 6> list{
        {{DataRight::access, "access"},
         {DataRight::copy, "copy"},
         {DataRight::correction, "correction"},
         {DataRight::restriction, "restriction"},
         {DataRight::objection, "objection"},
         {DataRight::erasure, "erasure"}}};
};

template <>
struct Words<DataRequestState> {
    static constexpr std::array<std::pair<DataRequestState, std::string_view>, 5> list{
        {{DataRequestState::received, "received"},
         {DataRequestState::identified, "identified"},
         {DataRequestState::drafted, "drafted"},
         {DataRequestState::answered, "answered"},
         {DataRequestState::withdrawn, "withdrawn"}}};
};

template <>
struct Words<DataAnswer> {
    static constexpr std::array<std::pair<DataAnswer, std::string_view>, 3> list{
        {{DataAnswer::granted, "granted"},
         {DataAnswer::partly, "partly"},
         {DataAnswer::refused, "refused"}}};
};

template <>
struct Words<FoundBy> {
    static constexpr std::array<std::pair<FoundBy, std::string_view>, 2> list{
        {{FoundBy::number, "number"}, {FoundBy::name, "name"}}};
};

template <>
struct Words<RegisterKind> {
    static constexpr std::array<std::pair<RegisterKind, std::string_view>, 3> list{
        {{RegisterKind::handover, "handover"},
         {RegisterKind::loans, "loans"},
         {RegisterKind::destruction, "destruction"}}};
};

template <typename Enum>
[[nodiscard]] constexpr std::string_view word(Enum value)
{
    for (const auto& [each, text] : Words<Enum>::list) {
        if (each == value) {
            return text;
        }
    }
    return {};
}

template <typename Enum>
[[nodiscard]] Enum from_word(std::string_view text)
{
    for (const auto& [each, known] : Words<Enum>::list) {
        if (known == text) {
            return each;
        }
    }
    throw Tampered("a column holds an unknown word");
}

/// Urgency is a number, by which the queue's index orders.
[[nodiscard]] constexpr std::int64_t number(Urgency urgency)
{
    return static_cast<std::int64_t>(urgency);
}

[[nodiscard]] inline Urgency urgency_of(std::int64_t number)
{
    if (number < 0 || number > 2) {
        throw Tampered("urgency");
    }
    return static_cast<Urgency>(number);
}

} // namespace dossier::store
