// The contract's spelling of every enumerator that leaves the service.

#include "web/mapping.h"

namespace dossier::web {

std::string_view to_text(verify::DiscrepancyState state)
{
    switch (state) {
    case verify::DiscrepancyState::open: return "open";
    case verify::DiscrepancyState::second_eyes: return "second_eyes";
    case verify::DiscrepancyState::arbitration: return "arbitration";
    case verify::DiscrepancyState::confirmed: return "confirmed";
    case verify::DiscrepancyState::corrected: return "corrected";
    case verify::DiscrepancyState::unreadable: return "unreadable";
    case verify::DiscrepancyState::rescan_requested: return "rescan_requested";
    case verify::DiscrepancyState::rejected: return "rejected";
    }
    return "open";
}

std::string_view to_text(verify::AnswerOutcome outcome)
{
    switch (outcome) {
    case verify::AnswerOutcome::caught: return "caught";
    case verify::AnswerOutcome::missed: return "missed";
    case verify::AnswerOutcome::differed: return "differed";
    case verify::AnswerOutcome::disputed: return "disputed";
    }
    return "disputed";
}

std::string_view to_text(store::WaitsFor waits_for)
{
    switch (waits_for) {
    case store::WaitsFor::you: return "you";
    case store::WaitsFor::second_person: return "second_person";
    case store::WaitsFor::arbiter: return "arbiter";
    }
    return "you";
}

std::string_view to_text(store::Urgency urgency)
{
    switch (urgency) {
    case store::Urgency::urgent: return "urgent";
    case store::Urgency::normal: return "normal";
    case store::Urgency::later: return "later";
    }
    return "normal";
}

std::string_view to_text(verify::Severity severity)
{
    switch (severity) {
    case verify::Severity::info: return "info";
    case verify::Severity::confirm: return "confirm";
    case verify::Severity::error: return "error";
    }
    return "error";
}

std::string_view to_text(verify::FieldStatus status)
{
    return status == verify::FieldStatus::accepted ? "accepted" : "review";
}

std::string_view to_text(verify::CheckState state)
{
    switch (state) {
    case verify::CheckState::not_asked: return "not_asked";
    case verify::CheckState::waiting: return "waiting";
    case verify::CheckState::code_sent: return "code_sent";
    case verify::CheckState::answered: return "answered";
    case verify::CheckState::withdrawn: return "withdrawn";
    }
    return "not_asked";
}

std::string_view to_text(verify::Outcome outcome)
{
    switch (outcome) {
    case verify::Outcome::match: return "match";
    case verify::Outcome::mismatch: return "mismatch";
    case verify::Outcome::not_found: return "not_found";
    }
    return "mismatch";
}

std::string_view to_text(verify::AskWhen when)
{
    switch (when) {
    case verify::AskWhen::read: return "read";
    case verify::AskWhen::commit: return "commit";
    case verify::AskWhen::on_demand: return "on_demand";
    }
    return "on_demand";
}

std::string_view to_text(BreakerState state)
{
    switch (state) {
    case BreakerState::closed: return "closed";
    case BreakerState::open: return "open";
    case BreakerState::half_open: return "half_open";
    }
    return "closed";
}

std::string_view to_text(store::OriginalState state)
{
    switch (state) {
    case store::OriginalState::received: return "received";
    case store::OriginalState::read: return "read";
    case store::OriginalState::quarantined: return "quarantined";
    }
    return "quarantined";
}

std::string_view to_text(store::DocumentState state)
{
    switch (state) {
    case store::DocumentState::review: return "review";
    case store::DocumentState::committed: return "committed";
    case store::DocumentState::rejected: return "rejected";
    }
    return "review";
}

std::string_view to_text(store::CorrectionState state)
{
    switch (state) {
    case store::CorrectionState::open: return "open";
    case store::CorrectionState::approved: return "approved";
    case store::CorrectionState::declined: return "declined";
    }
    return "open";
}

std::string_view to_text(store::BatchState state)
{
    switch (state) {
    case store::BatchState::open: return "open";
    case store::BatchState::balanced: return "balanced";
    case store::BatchState::closed: return "closed";
    }
    return "open";
}

std::string_view to_text(store::BatchKind kind)
{
    switch (kind) {
    case store::BatchKind::automatic: return "automatic";
    case store::BatchKind::named: return "named";
    case store::BatchKind::cover: return "cover";
    }
    return "automatic";
}

std::string_view to_text(store::ImbalanceKind kind)
{
    switch (kind) {
    case store::ImbalanceKind::files_missing: return "files_missing";
    case store::ImbalanceKind::files_extra: return "files_extra";
    case store::ImbalanceKind::sheets_missing: return "sheets_missing";
    case store::ImbalanceKind::sheets_extra: return "sheets_extra";
    case store::ImbalanceKind::separators_missing: return "separators_missing";
    case store::ImbalanceKind::separators_extra: return "separators_extra";
    case store::ImbalanceKind::side_missing: return "side_missing";
    case store::ImbalanceKind::file_unreadable: return "file_unreadable";
    case store::ImbalanceKind::cover_inside: return "cover_inside";
    case store::ImbalanceKind::page_unassigned: return "page_unassigned";
    case store::ImbalanceKind::document_not_kept: return "document_not_kept";
    }
    return "page_unassigned";
}

std::string_view to_text(capture::QualityVerdict verdict)
{
    switch (verdict) {
    case capture::QualityVerdict::good: return "good";
    case capture::QualityVerdict::fair: return "fair";
    case capture::QualityVerdict::poor: return "poor";
    }
    return "poor";
}

std::string_view to_text(capture::QualityFlaw flaw)
{
    switch (flaw) {
    case capture::QualityFlaw::resolution_low: return "resolution_low";
    case capture::QualityFlaw::blurred: return "blurred";
    case capture::QualityFlaw::contrast_low: return "contrast_low";
    case capture::QualityFlaw::too_dark: return "too_dark";
    case capture::QualityFlaw::glare: return "glare";
    case capture::QualityFlaw::cut_off: return "cut_off";
    case capture::QualityFlaw::corner_missing: return "corner_missing";
    case capture::QualityFlaw::skewed: return "skewed";
    case capture::QualityFlaw::colour_missing: return "colour_missing";
    case capture::QualityFlaw::print_broken: return "print_broken";
    }
    return "blurred";
}

std::string_view to_text(capture::ColourMode mode)
{
    switch (mode) {
    case capture::ColourMode::bitonal: return "bitonal";
    case capture::ColourMode::grey: return "grey";
    case capture::ColourMode::colour: return "colour";
    }
    return "grey";
}

std::string_view to_text(capture::PageRole role)
{
    switch (role) {
    case capture::PageRole::content: return "content";
    case capture::PageRole::cover_sheet: return "cover_sheet";
    case capture::PageRole::separator: return "separator";
    }
    return "content";
}

std::string_view to_text(capture::StationWarning warning)
{
    switch (warning) {
    case capture::StationWarning::dirty_glass: return "dirty_glass";
    case capture::StationWarning::feeder_crooked: return "feeder_crooked";
    case capture::StationWarning::lamp_dim: return "lamp_dim";
    case capture::StationWarning::clock_fast: return "clock_fast";
    case capture::StationWarning::clock_slow: return "clock_slow";
    case capture::StationWarning::clock_slow_or_late: return "clock_slow_or_late";
    }
    return "dirty_glass";
}

} // namespace dossier::web
