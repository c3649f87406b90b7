// Batches and their ledger as the API's JSON.

#include "web/clock.h"
#include "web/mapping.h"

#include <utility>

namespace dossier::web {

namespace {

Json number_or_null(int value, int nothing)
{
    return value == nothing ? Json{} : Json(value);
}

Json announced_json(const store::Announced& announced)
{
    return {
        {"sheets", number_or_null(announced.sheets, 0)},
        {"sides", announced.sides},
        {"separators", number_or_null(announced.separators, -1)},
        {"files", number_or_null(announced.files, 0)},
        {"type", text_or_null(announced.type)},
    };
}

Json counts_json(const store::LedgerCounts& counts)
{
    return {
        {"files", counts.files},
        {"repeats", counts.repeats},
        {"unread", counts.unread},
        {"unreadable", counts.unreadable},
        {"images", counts.images},
        {"sheets", counts.sheets},
        {"cover_sheets", counts.cover_sheets},
        {"separators", counts.separators},
        {"blanks", counts.blanks},
        {"content", counts.content},
        {"documents", counts.documents},
        {"in_review", counts.in_review},
        {"committed", counts.committed},
        {"rejected", counts.rejected},
        {"rescans", counts.rescans},
    };
}

Json imbalance_json(const store::Imbalance& imbalance)
{
    return {
        {"kind", to_text(imbalance.kind)},
        {"expected", imbalance.expected},
        {"found", imbalance.found},
        {"original_id", imbalance.original_id ? Json(imbalance.original_id->text) : Json{}},
        {"page", number_or_null(imbalance.page_no, -1)},
    };
}

Json file_json(const store::LedgerFile& file)
{
    Json pages = Json::array();
    for (const auto& page : file.pages)
        pages.push_back({
            {"index", page.page_no},
            {"role", to_text(page.role)},
            {"blank", page.blank},
            {"in_document", page.in_document},
            {"waiting", page.is_waiting},
            {"late", page.is_late},
            {"scanned_before", page.is_scanned_before},
            {"document_id", page.document_id ? Json(page.document_id->text) : Json{}},
        });
    return {
        {"original_id", file.original_id.text},
        {"source_name", file.source_name},
        {"sha256", file.sha256},
        {"size", file.size},
        {"state", to_text(file.state)},
        {"repeat", file.is_repeat},
        {"page_count", file.page_count},
        {"pages", std::move(pages)},
    };
}

Json document_json(const store::LedgerDocument& document)
{
    return {
        {"id", document.id.text},
        {"original_id", document.original_id.text},
        {"state", to_text(document.state)},
        {"pages", document.pages},
        {"rescan", to_json(document.rescan)},
    };
}

} // namespace

Json to_json(const store::BatchItem& item)
{
    Json imbalances = Json::array();
    for (const auto& imbalance : item.balance.imbalances)
        imbalances.push_back(imbalance_json(imbalance));
    return {
        {"id", item.id},
        {"name", item.announced.name},
        {"station", item.station},
        {"kind", to_text(item.kind)},
        {"state", to_text(item.state)},
        {"version", item.version},
        {"opened_at", to_text(item.opened_at)},
        {"last_arrival_at", to_text(item.last_arrival_at)},
        {"announced", announced_json(item.announced)},
        {"counts", counts_json(item.balance.counts)},
        {"imbalances", std::move(imbalances)},
        {"has_receipt", item.has_receipt},
        {"accepted_by", text_or_null(item.accepted_by)},
        {"accepted_because", text_or_null(item.accepted_because)},
        {"urgency", to_text(item.urgency)},
    };
}

Json to_json(const store::Batch& batch)
{
    Json out = to_json(batch.item);
    Json files = Json::array();
    for (const auto& file : batch.files)
        files.push_back(file_json(file));
    Json documents = Json::array();
    for (const auto& document : batch.documents)
        documents.push_back(document_json(document));
    out["files"] = std::move(files);
    out["documents"] = std::move(documents);
    return out;
}

} // namespace dossier::web
