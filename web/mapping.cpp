#include "web/mapping.h"

#include "capture/box_map.h"
#include "web/access.h"
#include "web/clock.h"
#include "web/dispatch.h"
#include "web/filing_json.h"

#include <algorithm>

namespace dossier::web {

namespace {

template <typename Item>
Json list_json(const std::vector<Item>& items)
{
    Json out = Json::array();
    for (const auto& item : items)
        out.push_back(to_json(item));
    return out;
}

Json original_json(const store::Original& original)
{
    return {
        {"id", original.id.text},
        {"source_name", original.source_name},
        {"station", original.station},
        {"media_type", original.media_type},
        {"size", original.size},
        {"received_at", to_text(original.received_at)},
        {"sha256", original.sha256},
        {"state", to_text(original.state)},
    };
}

/// Six numbers, nine where the page was rectified.
Json map_json(const capture::Homography& map)
{
    const std::ptrdiff_t count = capture::is_affine(map) ? 6 : std::ssize(map);
    return std::vector<double>(map.begin(), map.begin() + count);
}

Json pages_json(const std::vector<store::Page>& pages)
{
    Json out = Json::array();
    for (const auto& page : pages) {
        Json entry = to_json(page.facts);
        entry["preview"] = nullptr;
        if (page.preview)
            entry["preview"] = {
                {"width", page.preview->width},
                {"height", page.preview->height},
                {"from_scan", map_json(page.preview->from_scan)}};
        out.push_back(std::move(entry));
    }
    return out;
}

/// What the machine had read, where a person changed the value.
Json as_read_json(const std::map<std::string, std::string>& as_read, const std::string& field)
{
    const auto found = as_read.find(field);
    return found == as_read.end() ? Json{} : Json(found->second);
}

Json fields_json(
    const std::vector<verify::CheckedField>& fields,
    const std::vector<verify::Discrepancy>& discrepancies,
    const std::map<std::string, std::string>& as_read
)
{
    Json out = Json::array();
    for (const auto& checked : fields) {
        const auto& field = checked.field;
        Json alternatives = Json::array();
        for (const auto& candidate : field.alternatives)
            alternatives.push_back(
                {{"value", candidate.value}, {"confidence", candidate.confidence}}
            );
        // The last one: a field may have been asked about again.
        const auto discrepancy =
            std::find_if(discrepancies.rbegin(), discrepancies.rend(), [&](const auto& d) {
                return d.field == field.name;
            });
        Json decided;
        Json discrepancy_id;
        bool is_hidden = false;
        if (discrepancy != discrepancies.rend()) {
            discrepancy_id = discrepancy->id;
            is_hidden = verify::hides_value(*discrepancy);
            if (verify::is_settled(discrepancy->state))
                decided = {
                    {"state", to_text(discrepancy->state)},
                    {"by", discrepancy->decided_by},
                    {"at", moment_or_null(discrepancy->decided_at)}};
        }
        out.push_back({
            {"name", field.name},
            {"value", field.value},
            {"raw", field.raw},
            {"as_read", as_read_json(as_read, field.name)},
            {"confidence", field.confidence},
            {"status", to_text(checked.status)},
            {"page", field.page},
            {"box", to_json(field.box)},
            {"alternatives", std::move(alternatives)},
            {"decided", std::move(decided)},
            {"discrepancy_id", std::move(discrepancy_id)},
            {"hidden", is_hidden},
        });
    }
    return out;
}

Json discrepancies_json(const store::Document& document)
{
    Json out = Json::array();
    const auto& reasons = document.reasons;
    for (const auto& discrepancy : document.discrepancies) {
        const auto reason = reasons.find(discrepancy.field);
        out.push_back({
            {"id", discrepancy.id},
            {"field", discrepancy.field},
            {"state", to_text(discrepancy.state)},
            {"second_eyes", verify::name_of(discrepancy.second_eyes)},
            {"for_you", document.for_you.contains(discrepancy.id)},
            {"decided_by", text_or_null(discrepancy.decided_by)},
            {"decided_at", moment_or_null(discrepancy.decided_at)},
            {"reason", reason == reasons.end() ? Json{} : text_or_null(reason->second)},
        });
    }
    return out;
}

std::string_view kind_text(store::AttachmentKind kind)
{
    return kind == store::AttachmentKind::original ? "original" : "page_preview";
}

std::string_view second_factor_text(const store::User& user, const SitePolicy& policy)
{
    if (user.second_factor == store::SecondFactor::enrolled) return "enrolled";
    return policy.second_factor_required ? "required" : "off";
}

Json same_sheets_json(const std::vector<store::SameSheet>& sheets)
{
    Json list = Json::array();
    for (const auto& sheet : sheets)
        list.push_back({
            {"page", sheet.page},
            {"document_id", sheet.document_id.text},
            {"document_page", sheet.document_page},
            {"state", to_text(sheet.state)},
            {"source_name", sheet.source_name},
            {"batch_id", text_or_null(sheet.batch_id)},
            {"batch_name", text_or_null(sheet.batch_name)},
        });
    return list;
}

} // namespace

Json flaws_json(const capture::Quality& quality)
{
    Json flaws = Json::array();
    for (const auto flaw : quality.flaws)
        flaws.push_back(to_text(flaw));
    return flaws;
}

Json codes_json(const capture::PageFacts& page)
{
    Json codes = Json::array();
    for (const auto& code : page.codes)
        codes.push_back(
            {{"symbology", code.symbology}, {"text", code.text}, {"box", to_json(code.box)}}
        );
    return codes;
}

Json to_json(const capture::PageFacts& page)
{
    return {
        {"index", page.index},
        {"width", page.width},
        {"height", page.height},
        {"dpi", page.dpi},
        {"rotation_deg", page.rotation_deg},
        {"skew_deg", page.skew.degrees},
        {"blank", page.blank},
        {"blank_probability", page.blank_probability},
        {"colour_mode", to_text(page.colour_mode)},
        {"role", to_text(page.role)},
        {"codes", codes_json(page)},
        {"quality",
         {{"blur", page.quality.blur},
          {"contrast", page.quality.contrast},
          {"verdict", to_text(page.quality.verdict)},
          {"flaws", flaws_json(page.quality)}}},
    };
}

Json to_json(const capture::Box& box)
{
    return Json::array({box.x, box.y, box.width, box.height});
}

Json to_json(const ocr::Title& title)
{
    return {{"zh_hans", title.zh_hans}, {"zh_hant", title.zh_hant}, {"en", title.en}};
}

Json to_json(const ocr::DocumentType& type)
{
    Json fields = Json::array();
    for (const auto& field : type.fields)
        fields.push_back({
            {"name", field.name},
            {"title", to_json(field.title)},
            {"grammar", ocr::name_of(field.grammar)},
            {"choices", field.choices},
            {"required", field.required},
            {"multiline", field.multiline},
            {"sensitivity", field.sensitivity},
            {"second_eyes", field.second_eyes.empty() ? "none" : field.second_eyes},
        });
    return {
        {"name", type.name},
        {"version", type.version},
        {"title", to_json(type.title)},
        {"fields", std::move(fields)}};
}

Json to_json(const verify::Finding& finding)
{
    return {
        {"code", finding.code},
        {"severity", to_text(finding.severity)},
        {"fields", finding.fields},
        {"message",
         {{"en", finding.message.en},
          {"zh_hans", finding.message.zh_hans},
          {"zh_hant", finding.message.zh_hant}}},
    };
}

Json to_json(const verify::ExternalCheck& check)
{
    return {
        {"connector", check.connector},
        {"kind", check.kind},
        {"about", check.about},
        {"fields", check.fields},
        {"state", to_text(check.state)},
        {"outcome", check.outcome ? Json(to_text(*check.outcome)) : Json{}},
        {"is_current", check.is_current},
        {"asked_by", text_or_null(check.asked_by)},
        {"asked_at", moment_or_null(check.asked_at)},
        {"answered_at", moment_or_null(check.answered_at)},
        {"valid_until", moment_or_null(check.valid_until)},
        {"reference", text_or_null(check.reference)},
        {"answer_sha256", text_or_null(check.answer_sha256)},
        {"attempts", check.attempts},
        {"trouble", text_or_null(check.trouble)},
        {"code_expires_at", moment_or_null(check.code_expires_at)},
        {"code_tries_left", check.code_tries_left},
    };
}

Json to_json(const ConnectorStanding& standing)
{
    const bool is_paused = standing.breaker == BreakerState::open;
    return {
        {"connector", standing.connector},
        {"kind", standing.kind},
        {"when", to_text(standing.when)},
        {"breaker", to_text(standing.breaker)},
        {"paused_until", is_paused ? moment_or_null(standing.until) : Json{}},
        {"trouble", text_or_null(standing.trouble)},
    };
}

Json to_json(const store::Document& document)
{
    Json findings = Json::array();
    for (const auto& finding : document.checked.findings)
        findings.push_back(to_json(finding));
    const auto reason = document.reasons.find("");
    return {
        {"id", document.id.text},
        {"version", document.version},
        {"state", to_text(document.state)},
        {"type", document.checked.type},
        {"type_version", document.checked.type_version},
        {"type_confidence", document.checked.type_confidence},
        {"original", original_json(document.original)},
        {"page_indexes", document.checked.pages},
        {"pages", pages_json(document.pages)},
        {"fields", fields_json(document.checked.fields, document.discrepancies, document.as_read)},
        {"discrepancies", discrepancies_json(document)},
        {"findings", std::move(findings)},
        {"announced", Json(document.original.announced)},
        {"reason", reason == document.reasons.end() ? Json{} : text_or_null(reason->second)},
        {"claimed_by", text_or_null(document.claimed_by)},
        {"lease_until", moment_or_null(document.lease_until)},
        {"record_id", document.record_id ? Json(document.record_id->text) : Json{}},
        {"supplements", document.supplements ? Json(document.supplements->text) : Json{}},
        {"same_sheets", same_sheets_json(document.same_sheets)},
        {"rescan", to_json(document.rescan)},
        {"external_checks", list_json(document.external_checks)},
        {"known_answer", document.known_answer ? Json(to_text(*document.known_answer)) : Json{}},
    };
}

Json to_json(const std::optional<store::RescanRequest>& rescan)
{
    if (!rescan) return nullptr;
    return {
        {"reason", rescan->reason},
        {"requested_by", rescan->requested_by},
        {"requested_at", to_text(rescan->requested_at)},
        {"scanned_by", text_or_null(rescan->scanned_by)},
        {"scanned_at", moment_or_null(rescan->scanned_at)},
    };
}

Json to_json(const std::vector<verify::Keying>& keyings)
{
    Json items = Json::array();
    for (const auto& keying : keyings)
        items.push_back({
            {"unreadable", keying.action == verify::Action::mark_unreadable},
            {"value", keying.value},
            {"reason", text_or_null(keying.reason)},
        });
    return {{"items", std::move(items)}};
}

Json to_json(const store::QueueItem& item)
{
    return {
        {"document_id", item.document_id.text},
        {"type", item.type},
        {"type_confidence", item.type_confidence},
        {"source_name", item.source_name},
        {"station", item.station},
        {"received_at", to_text(item.received_at)},
        {"open_discrepancies", item.open_discrepancies},
        {"claimed_by", text_or_null(item.claimed_by)},
        {"waits_for", to_text(item.waits_for)},
        {"urgency", to_text(item.urgency)},
        {"due_at", to_text(item.due_at)},
    };
}

Json to_json(const store::GroupValue& value)
{
    const auto& field = value.checked.field;
    Json findings = Json::array();
    for (const auto& finding : value.findings)
        findings.push_back(to_json(finding));
    return {
        {"document_id", value.document_id.text},
        {"version", value.version},
        {"type", value.type},
        {"discrepancy_id", value.discrepancy_id},
        {"field", field.name},
        {"value", field.value},
        {"glyphs", value.glyphs},
        {"box", to_json(field.box)},
        {"page", pages_json({value.page}).front()},
        {"findings", std::move(findings)},
    };
}

Json to_json(const store::RecordItem& item)
{
    return {
        {"id", item.id.text},
        {"number", item.number},
        {"archive_number", text_or_null(item.archive_number)},
        {"type", item.type},
        {"committed_at", to_text(item.committed_at)},
        {"committed_by", item.committed_by},
        {"source_name", item.source_name},
        {"has_external_doubt", item.has_external_doubt},
    };
}

Json to_json(const store::Record& record)
{
    Json out = to_json(record.item);
    Json attachments = Json::array();
    for (const auto& attachment : record.attachments)
        attachments.push_back({
            {"id", attachment.id.text},
            {"kind", kind_text(attachment.kind)},
            {"page", attachment.page_no},
            {"size", attachment.size},
        });
    Json history = Json::array();
    for (const auto& entry : record.history)
        history.push_back(to_json(entry));
    out["document_id"] = record.document_id.text;
    out["type_version"] = record.type_version;
    out["fields"] = fields_json(record.fields, record.discrepancies, record.as_read);
    out["original"] = original_json(record.original);
    out["pages"] = pages_json(record.pages);
    out["attachments"] = std::move(attachments);
    out["history"] = std::move(history);
    out["external_checks"] = list_json(record.external_checks);
    out["corrections"] = list_json(record.corrections);
    out["filing"] = record.filing ? to_json(*record.filing) : Json{};
    out["filing_changes"] = list_json(record.filing_changes);
    out["supplements"] = record.supplements ? to_json(*record.supplements) : Json{};
    out["supplemented_by"] = list_json(record.supplemented_by);
    return out;
}

Json to_json(const store::CorrectionItem& item)
{
    return {
        {"id", item.id},
        {"record_id", item.record_id.text},
        {"record_number", item.record_number},
        {"type", item.type},
        {"field", item.field},
        {"state", to_text(item.state)},
        {"proposed_by", item.proposed_by},
        {"proposed_at", to_text(item.proposed_at)},
        {"decided_by", text_or_null(item.decided_by)},
        {"decided_at", moment_or_null(item.decided_at)},
    };
}

Json to_json(const store::Correction& correction)
{
    Json out = to_json(correction.item);
    out["before"] = correction.before;
    out["after"] = correction.after;
    out["reason"] = correction.reason;
    out["decline_reason"] = text_or_null(correction.decline_reason);
    out["findings"] = list_json(correction.findings);
    Json cohort = Json::array();
    for (const auto& one : correction.cohort)
        cohort.push_back({
            {"record_id", one.record_id.text},
            {"record_number", one.record_number},
            {"committed_at", to_text(one.committed_at)},
            {"committed_by", one.committed_by},
            {"checked_by", text_or_null(one.checked_by)},
            {"checked_at", moment_or_null(one.checked_at)},
        });
    out["cohort"] = std::move(cohort);
    return out;
}

Json to_json(const store::Original& original)
{
    Json out = original_json(original);
    out["reason"] = nullptr;
    if (original.reason)
        out["reason"] = {{"code", original.reason->code}, {"message", original.reason->message}};
    Json documents = Json::array();
    for (const auto& id : original.documents)
        documents.push_back(id.text);
    out["documents"] = std::move(documents);
    Json bundles = Json::array();
    for (const auto& id : original.bundles)
        bundles.push_back(id.text);
    out["bundles"] = std::move(bundles);
    return out;
}

Json to_json(const store::AuditEntry& entry)
{
    return {
        {"seq", entry.seq},
        {"at", to_text(entry.at)},
        {"actor", entry.actor},
        {"role", entry.role},
        {"action", entry.action},
        {"object", entry.object},
        {"outcome", entry.outcome},
        {"detail", entry.detail},
    };
}

Json to_json(const store::AuditTally& tally)
{
    return {
        {"day", tally.day},
        {"actor", tally.actor},
        {"role", tally.role},
        {"action", tally.action},
        {"outcome", tally.outcome},
        {"count", tally.count},
    };
}

Json to_json(const store::User& user)
{
    return {
        {"id", user.id.text},
        {"username", user.username},
        {"display_name", user.display_name},
        {"role", user.role},
        {"must_change_password", user.must_change_password},
        {"second_factor", user.second_factor == store::SecondFactor::enrolled ? "enrolled" : "off"},
        {"disabled", user.disabled},
        {"ended", user.ended},
        {"department", text_or_null(user.department)},
        {"manages", user.manages},
        {"created_at", to_text(user.created_at)},
    };
}

Json to_json(const store::Department& department)
{
    return {
        {"id", department.id},
        {"name", department.name},
        {"created_at", to_text(department.created_at)},
    };
}

Json to_json(const store::Station& station)
{
    return {
        {"name", station.name},
        {"disabled", station.disabled},
        {"created_at", to_text(station.created_at)},
    };
}

Json to_json(const store::Session& session, const SitePolicy& policy)
{
    return {
        {"user",
         {{"id", session.user.id.text},
          {"username", session.user.username},
          {"display_name", session.user.display_name},
          {"role", session.user.role},
          {"department", text_or_null(session.user.department)},
          {"manages", session.user.manages}}},
        {"permissions", permissions_of(session.user.role)},
        {"csrf_token", session.csrf_token},
        {"must_change_password", session.user.must_change_password},
        {"second_factor", second_factor_text(session.user, policy)},
        {"expires_at", to_text(session.expires_at)},
        {"site",
         {{"demo", policy.demo},
          {"warnings", policy.warnings},
          {"need_to_know", policy.need_to_know},
          {"utc_offset_minutes", policy.utc_offset.count()}}},
    };
}

} // namespace dossier::web
