#include "web/customer_json.h"

#include "web/clock.h"
#include "web/mapping.h"

namespace dossier::web {

namespace {

Json to_json(const store::KnownNumber& number)
{
    return {{"field", number.field}, {"value", number.value}};
}

Json to_json(const store::CustomerRecord& record)
{
    return {
        {"record_id", record.id.text},
        {"number", record.number},
        {"archive_number", text_or_null(record.archive_number)},
        {"type", record.type},
        {"committed_at", to_text(record.committed_at)},
        {"customer_id", record.customer_id},
    };
}

Json to_json(const store::CustomerRelation& relation)
{
    return {
        {"relation", relation.relation},
        {"named_here", relation.is_named},
        {"name", relation.name},
        {"customer_id", text_or_null(relation.customer_id)},
        {"record_id", relation.record_id.text},
        {"record_number", relation.record_number},
    };
}

Json to_json(const store::CustomerEvent& event)
{
    return {
        {"at", to_text(event.at)},
        {"what", event.what},
        {"who", event.who},
        {"reason", text_or_null(event.reason)},
        {"field", text_or_null(event.field)},
        {"before", text_or_null(event.before)},
        {"after", text_or_null(event.after)},
        {"record_id", text_or_null(event.record_id.text)},
        {"record_number", text_or_null(event.record_number)},
        {"type", text_or_null(event.type)},
    };
}

std::string_view to_text(store::DueState state)
{
    switch (state) {
    case store::DueState::open: return "open";
    case store::DueState::done: return "done";
    case store::DueState::superseded: return "superseded";
    }
    return "open";
}

} // namespace

// Not among those above, whose names would hide the ones that others see.
template <typename Items>
static Json list_json(const Items& items)
{
    Json list = Json::array();
    for (const auto& item : items)
        list.push_back(to_json(item));
    return list;
}

Json to_json(const store::CustomerItem& item)
{
    return {
        {"id", item.id},
        {"kind", item.kind == verify::CustomerKind::company ? "company" : "person"},
        {"name", item.name},
        {"records", item.records},
        {"newest_at", moment_or_null(item.newest_at)},
        {"risk", text_or_null(item.risk)},
    };
}

Json to_json(const store::CustomerMerge& merge)
{
    return {
        {"id", merge.id},
        {"customer_id", merge.customer_id},
        {"into_id", merge.into_id},
        {"name", merge.name},
        {"merged_by", merge.merged_by},
        {"merged_at", to_text(merge.merged_at)},
        {"reason", merge.reason},
        {"ended_by", text_or_null(merge.ended_by)},
        {"ended_at", moment_or_null(merge.ended_at)},
        {"end_reason", text_or_null(merge.end_reason)},
    };
}

Json to_json(const store::Due& due)
{
    return {
        {"id", due.id},
        {"kind", due.kind == store::DueKind::review ? "review" : "expiry"},
        {"state", to_text(due.state)},
        {"due_on", day_text(due.due_on)},
        {"field", text_or_null(due.field)},
        {"customer_id", due.customer_id},
        {"customer_name", due.customer_name},
        {"record_id", due.record_id ? Json(due.record_id->text) : Json{}},
        {"record_number", text_or_null(due.record_number)},
        {"type", text_or_null(due.type)},
        {"done_by", text_or_null(due.done_by)},
        {"done_at", moment_or_null(due.done_at)},
        {"note", text_or_null(due.note)},
    };
}

Json to_json(const store::Customer& customer)
{
    Json out = to_json(customer.item);
    out["version"] = customer.version;
    out["numbers"] = list_json(customer.numbers);
    out["record_list"] = list_json(customer.records);
    out["relations"] = list_json(customer.relations);
    out["timeline"] = list_json(customer.timeline);
    out["merges"] = list_json(customer.merges);
    out["alike"] = list_json(customer.alike);
    out["due"] = list_json(customer.due);
    return out;
}

} // namespace dossier::web
