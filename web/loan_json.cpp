#include "web/loan_json.h"

#include "web/clock.h"
#include "web/mapping.h"

namespace dossier::web {

std::string_view to_text(store::LoanKind kind)
{
    return kind == store::LoanKind::view ? "view" : "paper";
}

std::string_view to_text(store::LoanState state)
{
    switch (state) {
    case store::LoanState::requested: return "requested";
    case store::LoanState::approved: return "approved";
    case store::LoanState::declined: return "declined";
    case store::LoanState::withdrawn: return "withdrawn";
    case store::LoanState::returned: return "returned";
    }
    return "returned";
}

Json loan_json(const store::Loan& loan, store::Instant now)
{
    Json records = Json::array();
    for (const auto& record : loan.records)
        records.push_back({
            {"record_id", record.id.text},
            {"number", record.number},
            {"archive_number", text_or_null(record.archive_number)},
            {"type", record.type},
        });
    return {
        {"id", loan.id},
        {"number", loan.number},
        {"kind", to_text(loan.kind)},
        {"state", to_text(loan.state)},
        {"over", loan.state == store::LoanState::approved && now >= loan.until},
        {"borrower", loan.borrower},
        {"purpose", loan.purpose},
        {"days", loan.days},
        {"requested_at", to_text(loan.requested_at)},
        {"decided_by", text_or_null(loan.decided_by)},
        {"decided_at", moment_or_null(loan.decided_at)},
        {"decline_reason", text_or_null(loan.decline_reason)},
        {"until", moment_or_null(loan.until)},
        {"renewals", loan.renewals},
        {"returned_by", text_or_null(loan.returned_by)},
        {"returned_at", moment_or_null(loan.returned_at)},
        {"return_note", text_or_null(loan.return_note)},
        {"records", std::move(records)},
    };
}

std::string watermark(const store::Loan& loan, store::Instant now, std::chrono::minutes utc_offset)
{
    return loan.borrower + " · " + minute_text(now, utc_offset) + " · " + loan.number;
}

} // namespace dossier::web
