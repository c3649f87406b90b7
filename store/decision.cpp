#include "store/types.h"

#include <algorithm>

namespace dossier::store {
namespace {

/// The field's value and reason as the decision leaves them; what the machine read is kept aside.
void set_value(Document& document, const std::string& field, const verify::Decision& decision)
{
    auto* checked = document.checked.find_field(field);
    if (checked == nullptr) {
        return;
    }
    auto& value = checked->field.value;
    switch (decision.action) {
    case verify::Action::confirm: break;
    case verify::Action::correct:
        document.as_read.try_emplace(field, value);
        value = decision.value;
        break;
    case verify::Action::mark_unreadable:
    case verify::Action::reject:
        document.as_read.try_emplace(field, value);
        value.clear();
        break;
    case verify::Action::reopen:
        if (const auto read = document.as_read.find(field); read != document.as_read.end()) {
            value = read->second;
            document.as_read.erase(read);
        }
        break;
    }
}

} // namespace

tl::expected<Document, verify::DecisionError> with_decision(
    Document document,
    const std::string& discrepancy_id,
    const verify::Decision& decision,
    const Actor& actor,
    Instant now
)
{
    const auto discrepancy =
        std::ranges::find(document.discrepancies, discrepancy_id, &verify::Discrepancy::id);
    if (discrepancy == document.discrepancies.end()) {
        return tl::unexpected(verify::DecisionError{
            verify::DecisionErrorKind::not_decided, "no such discrepancy"});
    }
    auto decided = verify::apply(*discrepancy, decision, actor.name, now);
    if (!decided) {
        return tl::unexpected(decided.error());
    }
    *discrepancy = std::move(*decided);
    set_value(document, discrepancy->field, decision);
    if (decision.reason.empty()) {
        document.reasons.erase(discrepancy->field);
    } else {
        document.reasons[discrepancy->field] = decision.reason;
    }
    return document;
}

} // namespace dossier::store
