#include "store/rows/decisions.h"

namespace dossier::store {
namespace {

using State = verify::DiscrepancyState;

/// The value as the state leaves it; what the machine read is kept aside.
void set_value(DocumentBody& body, const verify::Discrepancy& discrepancy, const std::string& keyed)
{
    const auto& field = discrepancy.field;
    auto* checked = body.checked.find_field(field);
    if (checked == nullptr) {
        return;
    }
    auto& value = checked->field.value;
    switch (discrepancy.state) {
    case State::second_eyes:
    case State::arbitration:
    case State::confirmed: break;
    case State::corrected:
        body.as_read.try_emplace(field, value);
        value = keyed;
        break;
    case State::unreadable:
    case State::rescan_requested:
    case State::rejected:
        body.as_read.try_emplace(field, value);
        value.clear();
        break;
    case State::open:
        if (const auto read = body.as_read.find(field); read != body.as_read.end()) {
            value = read->second;
            body.as_read.erase(read);
        }
        break;
    }
}

/// A reason is everybody's to see only when nobody has to look without knowing it.
void set_reason(
    DocumentBody& body, const verify::Discrepancy& discrepancy, const std::string& reason
)
{
    if (verify::is_settled(discrepancy.state) && !reason.empty()) {
        body.reasons[discrepancy.field] = reason;
    } else {
        body.reasons.erase(discrepancy.field);
    }
}

std::vector<verify::Finding> findings_on(
    const verify::CheckedDocument& document,
    const verify::Announced& announced,
    const FieldRules& rules
)
{
    return rules.findings ? rules.findings(document, announced) : std::vector<verify::Finding>{};
}

/// The rule that the document would break with that value, whoever keys it.
std::optional<verify::Finding> rule_broken_by(
    verify::CheckedDocument document,
    const std::string& field,
    const std::string& value,
    const verify::Announced& announced,
    const FieldRules& rules
)
{
    if (auto* checked = document.find_field(field)) {
        checked->field.value = value;
    }
    const auto findings = findings_on(document, announced, rules);
    const auto* const broken = verify::broken_rule(findings, field);
    return broken == nullptr ? std::nullopt : std::optional(*broken);
}

/// Where something speaks against a value in earnest, none is planted any more.
void take_back_planted(DocumentRow& row)
{
    for (auto& discrepancy : row.discrepancies) {
        if (verify::is_doubted(row.body.checked.findings, discrepancy.field)) {
            discrepancy.planted.clear();
        }
    }
}

tl::expected<void, verify::DecisionError>
end_document(DocumentRow& row, const verify::Decision& decision, const Actor& actor, Instant now)
{
    for (auto& discrepancy : row.discrepancies) {
        if (verify::is_settled(discrepancy.state)) {
            continue;
        }
        auto closed = verify::apply(discrepancy, decision, person_of(actor), {}, now);
        if (!closed) {
            return tl::unexpected(closed.error());
        }
        discrepancy = std::move(*closed);
    }
    row.state = DocumentState::rejected;
    row.body.reasons[""] = decision.reason;
    ++row.version;
    return {};
}

} // namespace

tl::expected<std::vector<std::string>, Undecided> decide(
    DocumentRow& row,
    const std::string& discrepancy_id,
    verify::Decision decision,
    const Deciding& with
)
{
    auto& checked = row.body.checked;
    auto& discrepancy = *row.find_discrepancy(discrepancy_id);
    const auto field = discrepancy.field;
    const auto& rules = with.rules;
    if (verify::ends_document(decision.action)) { // by reject() or request_rescan()
        return tl::unexpected(Undecided{
            .error =
                verify::DecisionError{
                    verify::DecisionErrorKind::whole_document, "this ends the whole document"},
            .broken_rule = {}});
    }
    const bool corrects = decision.action == verify::Action::correct;
    if (corrects && rules.normal) {
        decision.value = rules.normal(checked, field, decision.value);
    }
    auto decided = verify::apply(
        discrepancy, decision, person_of(with.actor), checked.value_of(field), with.now
    );
    if (!decided) {
        return tl::unexpected(Undecided{.error = decided.error(), .broken_rule = {}});
    }
    if (corrects && !decision.overrides) {
        if (auto broken = rule_broken_by(checked, field, decision.value, with.announced, rules)) {
            return tl::unexpected(Undecided{.error = {}, .broken_rule = std::move(broken)});
        }
    }
    discrepancy = std::move(*decided);
    set_value(row.body, discrepancy, decision.value);
    set_reason(row.body, discrepancy, decision.reason);
    checked.findings = findings_on(checked, with.announced, rules);
    take_back_planted(row);
    auto contradicted = verify::doubt_contradicted(checked);
    for (const auto& name : contradicted) {
        doubt_field(with.vault, row, name, rules.second_eyes_of(checked, name));
    }
    ++row.version;
    return contradicted;
}

tl::expected<void, verify::DecisionError>
reject(DocumentRow& row, const std::string& reason, const Actor& actor, Instant now)
{
    return end_document(
        row, {.action = verify::Action::reject, .value = {}, .reason = reason}, actor, now
    );
}

tl::expected<void, verify::DecisionError>
request_rescan(DocumentRow& row, const std::string& reason, const Actor& actor, Instant now)
{
    row.body.rescan = RescanRequest{
        .reason = reason,
        .requested_by = actor.name,
        .requested_at = now,
        .scanned_by = {},
        .scanned_at = {}};
    return end_document(
        row, {.action = verify::Action::request_rescan, .value = {}, .reason = reason}, actor, now
    );
}

} // namespace dossier::store
