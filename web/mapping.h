#pragma once
// From the archive's types to the API's JSON, by hand, in the spelling of the contract. The types
// themselves know nothing of JSON.

#include "ocr/document_type.h"
#include "store/types.h"
#include "store/value_groups.h"
#include "web/filing_json.h"
#include "web/json.h"
#include "web/site.h"

#include <optional>
#include <string_view>
#include <vector>

namespace dossier::web {

[[nodiscard]] std::string_view to_text(verify::DiscrepancyState state);
[[nodiscard]] std::string_view to_text(verify::AnswerOutcome outcome);
[[nodiscard]] std::string_view to_text(store::WaitsFor waits_for);
[[nodiscard]] std::string_view to_text(store::Urgency urgency);
[[nodiscard]] std::string_view to_text(verify::Severity severity);
[[nodiscard]] std::string_view to_text(verify::FieldStatus status);
[[nodiscard]] std::string_view to_text(verify::CheckState state);
[[nodiscard]] std::string_view to_text(verify::Outcome outcome);
[[nodiscard]] std::string_view to_text(verify::AskWhen when);
[[nodiscard]] std::string_view to_text(BreakerState state);
[[nodiscard]] std::string_view to_text(store::OriginalState state);
[[nodiscard]] std::string_view to_text(store::DocumentState state);
[[nodiscard]] std::string_view to_text(store::CorrectionState state);
[[nodiscard]] std::string_view to_text(store::BatchState state);
[[nodiscard]] std::string_view to_text(store::BatchKind kind);
[[nodiscard]] std::string_view to_text(store::ImbalanceKind kind);
[[nodiscard]] std::string_view to_text(capture::QualityVerdict verdict);
[[nodiscard]] std::string_view to_text(capture::QualityFlaw flaw);
[[nodiscard]] std::string_view to_text(capture::ColourMode mode);
[[nodiscard]] std::string_view to_text(capture::PageRole role);
[[nodiscard]] std::string_view to_text(capture::StationWarning warning);

[[nodiscard]] Json to_json(const capture::PageFacts& page);
[[nodiscard]] Json to_json(const capture::Box& box);
[[nodiscard]] Json flaws_json(const capture::Quality& quality);
[[nodiscard]] Json codes_json(const capture::PageFacts& page);
[[nodiscard]] Json to_json(const ocr::Title& title);
[[nodiscard]] Json to_json(const ocr::DocumentType& type);
[[nodiscard]] Json to_json(const verify::Finding& finding);
[[nodiscard]] Json to_json(const verify::ExternalCheck& check);
[[nodiscard]] Json to_json(const ConnectorStanding& standing);
[[nodiscard]] Json to_json(const store::Document& document);
/// null where nobody asked for one.
[[nodiscard]] Json to_json(const std::optional<store::RescanRequest>& rescan);
/// What two people found, for the one who arbitrates.
[[nodiscard]] Json to_json(const std::vector<verify::Keying>& keyings);
[[nodiscard]] Json to_json(const store::QueueItem& item);
/// One of many values side by side, with the page it stands on.
[[nodiscard]] Json to_json(const store::GroupValue& value);
[[nodiscard]] Json to_json(const store::RecordItem& item);
[[nodiscard]] Json to_json(const store::Record& record);
[[nodiscard]] Json to_json(const store::CorrectionItem& item);
[[nodiscard]] Json to_json(const store::Correction& correction);
[[nodiscard]] Json to_json(const store::Original& original);
/// A line of the list: what was announced, counted, and does not add up.
[[nodiscard]] Json to_json(const store::BatchItem& item);
/// The same with every file, its pages by what they are, and its documents.
[[nodiscard]] Json to_json(const store::Batch& batch);
[[nodiscard]] Json to_json(const store::AuditEntry& entry);
[[nodiscard]] Json to_json(const store::AuditTally& tally);
[[nodiscard]] Json to_json(const store::User& user);
[[nodiscard]] Json to_json(const store::Department& department);
[[nodiscard]] Json to_json(const store::Station& station);
[[nodiscard]] Json to_json(const store::Session& session, const SitePolicy& policy);

/// {items: [...], next_cursor: ...|null}
template <typename Item>
[[nodiscard]] Json to_json(const store::Listing<Item>& listing)
{
    Json items = Json::array();
    for (const auto& item : listing.items)
        items.push_back(to_json(item));
    return {
        {"items", std::move(items)},
        {"next_cursor", listing.next_cursor.empty() ? Json{} : Json(listing.next_cursor)}};
}

} // namespace dossier::web
