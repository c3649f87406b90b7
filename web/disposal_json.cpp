#include "web/disposal_json.h"

#include "web/clock.h"

namespace dossier::web {

namespace {

Json to_json(const store::DisposalSummary& summary)
{
    return {
        {"id", summary.id},
        {"number", summary.number},
        {"state", web::to_text(summary.state)},
        {"proposed_by", summary.proposed_by},
        {"proposed_at", web::to_text(summary.proposed_at)},
        {"records", summary.records},
    };
}

} // namespace

// Not among those above, whose names would hide the ones that others see.
template <typename Item>
static Json listing_json(const store::Listing<Item>& listing)
{
    Json items = Json::array();
    for (const auto& item : listing.items)
        items.push_back(to_json(item));
    return {{"items", std::move(items)}, {"next_cursor", text_or_null(listing.next_cursor)}};
}

std::string_view to_text(store::DisposalState state)
{
    switch (state) {
    case store::DisposalState::proposed: return "proposed";
    case store::DisposalState::approved: return "approved";
    case store::DisposalState::witnessed: return "witnessed";
    case store::DisposalState::carried_out: return "carried_out";
    case store::DisposalState::withdrawn: return "withdrawn";
    }
    return "withdrawn";
}

std::string_view to_text(store::DisposalStep step)
{
    switch (step) {
    case store::DisposalStep::propose: return "propose";
    case store::DisposalStep::approve: return "approve";
    case store::DisposalStep::witness: return "witness";
    case store::DisposalStep::carry_out: return "carry_out";
    case store::DisposalStep::withdraw: return "withdraw";
    }
    return "withdraw";
}

std::string_view to_text(store::Opinion opinion)
{
    switch (opinion) {
    case store::Opinion::destroy: return "destroy";
    case store::Opinion::extend: return "extend";
    case store::Opinion::keep: return "keep";
    }
    return "keep";
}

Json to_json(const store::DueRecord& record)
{
    return {
        {"record_id", record.record_id},
        {"record_number", record.record_number},
        {"archive_number", text_or_null(record.archive_number)},
        {"type", record.type},
        {"retention_class", record.retention_class},
        {"committed_at", to_text(record.committed_at)},
        {"kept_through", record.kept_through},
        {"is_held", record.is_held},
        {"is_listed", record.is_listed},
    };
}

Json to_json(const store::Disposal& disposal)
{
    Json out = to_json(disposal.summary);
    Json signatures = Json::array();
    for (const auto& signature : disposal.signatures)
        signatures.push_back(
            {{"step", to_text(signature.step)},
             {"person", signature.person},
             {"at", to_text(signature.at)}}
        );
    Json items = Json::array();
    for (const auto& item : disposal.items) {
        Json entry = to_json(item.record);
        entry.erase("is_held");
        entry.erase("is_listed");
        entry["opinion"] = to_text(item.opinion);
        entry["until_year"] = item.until_year > 0 ? Json(item.until_year) : Json{};
        entry["is_destroyed"] = item.is_destroyed;
        items.push_back(std::move(entry));
    }
    out["reason"] = disposal.reason;
    out["signatures"] = std::move(signatures);
    out["items"] = std::move(items);
    out["has_certificate"] = !disposal.certificate.empty();
    return out;
}

Json to_json(const store::LegalHold& hold)
{
    const bool is_over = !hold.released_by.empty();
    return {
        {"id", hold.id},
        {"record_id", hold.record_id},
        {"reason", hold.reason},
        {"placed_by", hold.placed_by},
        {"placed_at", to_text(hold.placed_at)},
        {"release_reason", text_or_null(hold.release_reason)},
        {"release_proposed_by", text_or_null(hold.release_proposed_by)},
        {"released_by", text_or_null(hold.released_by)},
        {"released_at", is_over ? Json(to_text(hold.released_at)) : Json{}},
    };
}

Json to_json(const store::Listing<store::DisposalSummary>& listing)
{
    return listing_json(listing);
}

Json to_json(const store::Listing<store::LegalHold>& listing)
{
    return listing_json(listing);
}

} // namespace dossier::web
