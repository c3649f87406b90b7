#include "web/register_json.h"

#include "web/clock.h"

#include <array>

namespace dossier::web {

std::string_view to_text(store::RegisterKind kind)
{
    switch (kind) {
    case store::RegisterKind::handover: return "handover";
    case store::RegisterKind::loans: return "loans";
    case store::RegisterKind::destruction: return "destruction";
    }
    return "destruction";
}

std::optional<store::RegisterKind> parse_register_kind(std::string_view text)
{
    using enum store::RegisterKind;
    for (const auto kind : {handover, loans, destruction})
        if (to_text(kind) == text) return kind;
    return std::nullopt;
}

Json to_json(const store::RegisterItem& item)
{
    const auto& query = item.query;
    const bool is_list = !query.disposal.empty();
    Json classes = Json::object();
    for (const auto& [name, word] : query.classes)
        classes[name] = word;
    return {
        {"number", item.number},
        {"kind", to_text(query.kind)},
        {"from", is_list ? Json{} : Json(day_text(query.from))},
        {"until", is_list ? Json{} : Json(day_text(query.until))},
        {"list", text_or_null(query.disposal)},
        {"classes", std::move(classes)},
        {"lines", item.lines},
        {"sha256", item.sha256},
        {"audit_entries", item.audit_entries},
        {"audit_root", item.audit_root},
        {"made_by", item.made_by},
        {"made_at", to_text(item.made_at)},
        {"note", item.note},
    };
}

Json to_json(const store::Listing<store::RegisterItem>& listing)
{
    Json items = Json::array();
    for (const auto& item : listing.items)
        items.push_back(to_json(item));
    return {{"items", std::move(items)}, {"next_cursor", text_or_null(listing.next_cursor)}};
}

} // namespace dossier::web
