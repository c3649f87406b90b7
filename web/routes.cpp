#include "web/routes.h"

#include "web/api/handlers.h"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

namespace dossier::web {

namespace {

// clang-format off
constexpr std::array table{
    Route{"GET",    "/healthz",                                     Access::open,       show_health},
    Route{"GET",    "/readyz",                                      Access::open,       show_readiness},
    Route{"GET",    "/metrics",                                     Access::open,       show_metrics},
    Route{"GET",    "/api/v1/openapi.json",                         Access::open,       show_openapi},
    Route{"GET",    "/api/v1/state",                                Access::open,       show_state},
    Route{"POST",   "/api/v1/unseal",                               Access::open,       unseal},

    Route{"POST",   "/api/v1/session",                              Access::visitor,    sign_in},
    Route{"GET",    "/api/v1/session",                              Access::session,    show_session},
    Route{"DELETE", "/api/v1/session",                              Access::session,    sign_out},
    Route{"POST",   "/api/v1/session/password",                     Access::session,    change_password},
    Route{"POST",   "/api/v1/session/second-factor",                Access::session,    begin_second_factor},
    Route{"POST",   "/api/v1/session/second-factor/confirm",        Access::session,    confirm_second_factor},

    Route{"GET",    "/api/v1/types",                                Access::member,     list_types},
    Route{"GET",    "/api/v1/types/{name}/{version}",               Access::member,     show_type},
    Route{"GET",    "/api/v1/type-words",                           Access::design,     show_type_words, Reach::site},
    Route{"GET",    "/api/v1/type-versions",                        Access::design,     list_type_versions, Reach::site},
    Route{"GET",    "/api/v1/type-versions/{name}",                 Access::design,     show_type_versions, Reach::site},
    Route{"GET",    "/api/v1/type-versions/{name}/{version}",       Access::design,     show_type_version, Reach::site},
    Route{"POST",   "/api/v1/type-versions/{name}/{version}/publish", Access::design,   publish_type_again, Reach::site},
    Route{"POST",   "/api/v1/type-versions/{name}/withdraw",        Access::design,     withdraw_type, Reach::site},
    Route{"GET",    "/api/v1/type-drafts",                          Access::design,     list_type_drafts, Reach::site},
    Route{"POST",   "/api/v1/type-drafts",                          Access::design,     begin_type_draft, Reach::site},
    Route{"GET",    "/api/v1/type-drafts/{id}",                     Access::design,     show_type_draft, Reach::site},
    Route{"PUT",    "/api/v1/type-drafts/{id}",                     Access::design,     change_type_draft, Reach::site},
    Route{"DELETE", "/api/v1/type-drafts/{id}",                     Access::design,     end_type_draft, Reach::site},
    Route{"POST",   "/api/v1/type-drafts/{id}/specimens",           Access::design,     add_specimen, Reach::site},
    Route{"DELETE", "/api/v1/type-drafts/{id}/specimens/{position}", Access::design,    remove_specimen, Reach::site},
    Route{"POST",   "/api/v1/type-drafts/{id}/trials",              Access::design,     try_type, Reach::site},
    Route{"POST",   "/api/v1/type-drafts/{id}/publish",             Access::design,     publish_type, Reach::site},
    Route{"GET",    "/api/v1/connectors",                           Access::member,     list_connectors},
    Route{"GET",    "/api/v1/station",                              Access::station,    show_station},
    Route{"PUT",    "/api/v1/uploads/{uuid}",                       Access::station,    take_upload},
    Route{"GET",    "/api/v1/uploads/{uuid}",                       Access::station,    show_upload},
    Route{"HEAD",   "/api/v1/uploads/{uuid}",                       Access::station,    show_upload},
    Route{"DELETE", "/api/v1/uploads/{uuid}",                       Access::station,    give_up_upload},
    Route{"GET",    "/api/v1/originals",                            Access::intake,     list_originals},
    Route{"GET",    "/api/v1/originals/{id}",                       Access::intake,     show_original},

    Route{"GET",    "/api/v1/batches",                              Access::station,    list_batches},
    Route{"GET",    "/api/v1/batches/{id}",                         Access::station,    show_batch},
    Route{"POST",   "/api/v1/batches/{id}/accept",                  Access::intake,     accept_batch},
    Route{"POST",   "/api/v1/batches/{id}/late-page",               Access::intake,     put_late_page},
    Route{"GET",    "/api/v1/batches/{id}/receipt",                 Access::station,    show_batch_receipt},
    Route{"POST",   "/api/v1/cover-sheets",                         Access::intake,     print_cover_sheet},
    Route{"POST",   "/api/v1/separator-sheets",                     Access::intake,     print_separator_sheets},
    Route{"GET",    "/api/v1/station-health",                       Access::intake,     show_station_health},
    Route{"GET",    "/api/v1/receipt-key",                          Access::visitor,    show_receipt_key},

    Route{"GET",    "/api/v1/queue",                                Access::review,     list_queue},
    Route{"POST",   "/api/v1/queue/claim",                          Access::review,     claim_next},
    Route{"GET",    "/api/v1/documents/{id}",                       Access::review,     show_document},
    Route{"PUT",    "/api/v1/documents/{id}/claim",                 Access::review,     claim_document},
    Route{"DELETE", "/api/v1/documents/{id}/claim",                 Access::review,     release_document},
    Route{"GET",    "/api/v1/documents/{id}/pages/{page}/image",    Access::review,     show_page_image},
    Route{"POST",   "/api/v1/discrepancies/{id}/decision",          Access::review,     decide},
    Route{"GET",    "/api/v1/discrepancies/{id}/keyings",           Access::arbitrate,  show_keyings},
    Route{"GET",    "/api/v1/figures",                              Access::arbitrate,  show_figures},
    Route{"GET",    "/api/v1/known-answers",                        Access::arbitrate,  list_known_answers},
    Route{"POST",   "/api/v1/documents/{id}/reject",                Access::review,     reject_document},
    Route{"POST",   "/api/v1/documents/{id}/rescan",                Access::review,     request_rescan},
    Route{"POST",   "/api/v1/documents/{id}/rescanned",             Access::intake,     note_rescanned},
    Route{"POST",   "/api/v1/documents/{id}/commit",                Access::review,     commit_document},
    Route{"POST",   "/api/v1/documents/{id}/external-checks/{connector}", Access::review, ask_about_document},
    Route{"POST",   "/api/v1/documents/{id}/external-checks/{connector}/email-code", Access::review, enter_document_code},

    Route{"GET",    "/api/v1/documents/{id}/neighbours",            Access::review,     list_neighbours},
    Route{"POST",   "/api/v1/arrangements",                         Access::review,     arrange_pages},
    Route{"GET",    "/api/v1/value-groups",                         Access::review,     list_value_groups},
    Route{"GET",    "/api/v1/value-groups/values",                  Access::review,     list_values},
    Route{"POST",   "/api/v1/value-groups/confirm",                 Access::review,     confirm_values},
    Route{"PUT",    "/api/v1/desk/away",                            Access::review,     set_own_desk_away},
    Route{"GET",    "/api/v1/desks",                                Access::supervise,  list_desks},
    Route{"PUT",    "/api/v1/desks/{username}/away",                Access::supervise,  set_desk_away},
    Route{"POST",   "/api/v1/documents/{id}/take-over",             Access::supervise,  take_over_document},
    Route{"PUT",    "/api/v1/documents/{id}/urgency",               Access::supervise,  set_document_urgency},
    Route{"PUT",    "/api/v1/batches/{id}/urgency",                 Access::supervise,  set_batch_urgency},

    Route{"GET",    "/api/v1/records",                              Access::records,    list_records},
    Route{"POST",   "/api/v1/records/search",                       Access::records,    search_records},
    Route{"GET",    "/api/v1/records/{id}",                         Access::records,    show_record},
    Route{"GET",    "/api/v1/records/{id}/pages/{page}/image",      Access::records,    show_record_image},
    Route{"GET",    "/api/v1/records/{id}/original",                Access::take_out,   download_original},
    Route{"POST",   "/api/v1/records/{id}/external-checks/{connector}", Access::keep_records, ask_about_record},
    Route{"POST",   "/api/v1/records/{id}/external-checks/{connector}/email-code", Access::keep_records, enter_record_code},

    Route{"GET",    "/api/v1/due-disposals",                        Access::records,    list_due_disposals, Reach::site},
    Route{"GET",    "/api/v1/disposals",                            Access::records,    list_disposals, Reach::site},
    Route{"POST",   "/api/v1/disposals",                            Access::keep_records, propose_disposal, Reach::site},
    Route{"GET",    "/api/v1/disposals/{id}",                       Access::records,    show_disposal, Reach::site},
    Route{"POST",   "/api/v1/disposals/{id}/{step}",                Access::keep_records, take_disposal_step, Reach::site},
    Route{"GET",    "/api/v1/disposals/{id}/certificate",           Access::records,    download_certificate, Reach::site},
    Route{"GET",    "/api/v1/holds",                                Access::records,    list_holds, Reach::site},
    Route{"POST",   "/api/v1/holds/{id}/release",                   Access::keep_records, release_hold, Reach::site},
    Route{"POST",   "/api/v1/records/{id}/holds",                   Access::keep_records, place_hold, Reach::site},
    Route{"POST",   "/api/v1/records/{id}/closing",                 Access::keep_records, note_closed, Reach::site},

    Route{"GET",    "/api/v1/data-requests",                        Access::keep_records, list_data_requests, Reach::site},
    Route{"POST",   "/api/v1/data-requests",                        Access::keep_records, register_data_request, Reach::site},
    Route{"GET",    "/api/v1/data-requests/{id}",                   Access::keep_records, show_data_request, Reach::site},
    Route{"POST",   "/api/v1/data-requests/{id}/identity",          Access::keep_records, identify_asker, Reach::site},
    Route{"POST",   "/api/v1/data-requests/{id}/extension",         Access::keep_records, extend_data_request, Reach::site},
    Route{"GET",    "/api/v1/data-requests/{id}/extension/letter",  Access::keep_records, print_extension_letter, Reach::site},
    Route{"POST",   "/api/v1/data-requests/{id}/search",            Access::keep_records, find_data, Reach::site},
    Route{"PUT",    "/api/v1/data-requests/{id}/found/{item}",      Access::keep_records, include_found, Reach::site},
    Route{"POST",   "/api/v1/data-requests/{id}/copy",              Access::keep_records, copy_own_data, Reach::site},
    Route{"POST",   "/api/v1/data-requests/{id}/corrections",       Access::keep_records, propose_asked_correction, Reach::site},
    Route{"POST",   "/api/v1/data-requests/{id}/restriction",       Access::keep_records, restrict_data, Reach::site},
    Route{"POST",   "/api/v1/data-requests/{id}/restriction/lift",  Access::keep_records, lift_restriction, Reach::site},
    Route{"POST",   "/api/v1/data-requests/{id}/erasure",           Access::keep_records, propose_erasure, Reach::site},
    Route{"POST",   "/api/v1/data-requests/{id}/answer",            Access::keep_records, draft_data_answer, Reach::site},
    Route{"POST",   "/api/v1/data-requests/{id}/answer/release",    Access::keep_records, release_data_answer, Reach::site},
    Route{"POST",   "/api/v1/data-requests/{id}/answer/return",     Access::keep_records, return_data_answer, Reach::site},
    Route{"POST",   "/api/v1/data-requests/{id}/withdrawal",        Access::keep_records, withdraw_data_request, Reach::site},
    Route{"GET",    "/api/v1/data-requests/{id}/letter",            Access::keep_records, print_answer_letter, Reach::site},

    Route{"GET",    "/api/v1/statistics",                           Access::records,    show_statistics},
    Route{"GET",    "/api/v1/registers",                            Access::records,    list_registers, Reach::site},
    Route{"POST",   "/api/v1/registers",                            Access::keep_records, make_register, Reach::site},

    Route{"GET",    "/api/v1/records/{id}/pdf",                     Access::take_out,   download_record_pdf},
    Route{"POST",   "/api/v1/exports",                              Access::take_out,   export_records},
    Route{"GET",    "/api/v1/export-runs",                          Access::take_out,   list_exports},
    Route{"POST",   "/api/v1/export-runs",                          Access::take_out,   order_export},
    Route{"POST",   "/api/v1/export-runs/{id}/file",                Access::take_out,   fetch_export},

    Route{"POST",   "/api/v1/records/{id}/corrections",             Access::keep_records, propose_correction},
    Route{"GET",    "/api/v1/corrections",                          Access::records,    list_corrections},
    Route{"GET",    "/api/v1/corrections/{id}",                     Access::records,    show_correction},
    Route{"POST",   "/api/v1/corrections/{id}/decision",            Access::keep_records, decide_correction},
    Route{"PUT",    "/api/v1/corrections/{id}/rechecks/{record}",   Access::keep_records, note_rechecked},

    Route{"GET",    "/api/v1/filing-plan",                          Access::member,     show_filing_plan},
    Route{"GET",    "/api/v1/filings",                              Access::records,    list_filings},
    Route{"PUT",    "/api/v1/records/{id}/filing",                  Access::keep_records, refile_record},

    Route{"POST",   "/api/v1/my-loans",                             Access::borrow,     request_loan},
    Route{"GET",    "/api/v1/my-loans",                             Access::borrow,     list_my_loans},
    Route{"POST",   "/api/v1/my-loans/{id}/return",                 Access::borrow,     return_my_loan},
    Route{"GET",    "/api/v1/my-loans/{id}/records/{record}",       Access::borrow,     show_borrowed},
    Route{"GET",    "/api/v1/my-loans/{id}/records/{record}/pages/{page}/image", Access::borrow, show_borrowed_image},
    Route{"GET",    "/api/v1/loans",                                Access::lend,       list_loans},
    Route{"POST",   "/api/v1/loans/{id}/decision",                  Access::lend,       decide_loan},
    Route{"POST",   "/api/v1/loans/{id}/renewal",                   Access::lend,       renew_loan},
    Route{"POST",   "/api/v1/loans/{id}/return",                    Access::lend,       take_back_loan},

    Route{"GET",    "/api/v1/customers",                            Access::records,    list_customers},
    Route{"POST",   "/api/v1/customers/find",                       Access::records,    find_customers},
    Route{"GET",    "/api/v1/customers/{id}",                       Access::records,    show_customer},
    Route{"POST",   "/api/v1/customers/{id}/merges",                Access::keep_records, merge_customers, Reach::site},
    Route{"PUT",    "/api/v1/customers/{id}/risk",                  Access::keep_records, rate_customer, Reach::site},
    Route{"POST",   "/api/v1/customer-merges/{id}/end",             Access::keep_records, end_customer_merge, Reach::site},
    Route{"GET",    "/api/v1/due",                                  Access::records,    list_due},
    Route{"POST",   "/api/v1/due/{id}/done",                        Access::keep_records, finish_due},

    Route{"GET",    "/api/v1/audit",                                Access::audit,      list_audit},
    Route{"GET",    "/api/v1/audit/report",                         Access::audit,      show_audit_report},
    Route{"POST",   "/api/v1/audit/checkpoint",                     Access::audit,      make_checkpoint},
    Route{"GET",    "/api/v1/checkpoint-key",                       Access::visitor,    show_checkpoint_key},
    Route{"POST",   "/api/v1/keys/rotation",                        Access::security,   rotate_keys},
    Route{"GET",    "/api/v1/users",                                Access::accounts,   list_users},
    Route{"POST",   "/api/v1/users",                                Access::administer, create_user},
    Route{"POST",   "/api/v1/users/{id}/reset",                     Access::administer, reset_user},
    Route{"GET",    "/api/v1/documents/{id}/pages/{page}/parts",    Access::review,     show_page_parts},
    Route{"POST",   "/api/v1/documents/{id}/sheet",                 Access::review,     open_sheet},
    Route{"POST",   "/api/v1/records/{id}/fields/{field}/reveal",   Access::records,    reveal_field},
    Route{"POST",   "/api/v1/users/{id}/end",                       Access::administer, end_user},
    Route{"PUT",    "/api/v1/users/{id}/role",                      Access::security,   appoint_user},
    Route{"POST",   "/api/v1/users/{id}/unlock",                    Access::security,   unlock_user},
    Route{"GET",    "/api/v1/departments",                          Access::accounts,   list_departments},
    Route{"POST",   "/api/v1/departments",                          Access::administer, create_department},
    Route{"PUT",    "/api/v1/departments/{id}",                     Access::administer, rename_department},
    Route{"PUT",    "/api/v1/stations/{name}/department",           Access::administer, assign_station},

    Route{"GET",    "/api/v1/webhooks",                             Access::administer, list_webhooks},
    Route{"POST",   "/api/v1/webhooks/{name}/test",                 Access::administer, test_webhook},
    Route{"POST",   "/api/v1/webhooks/{name}/resume",               Access::administer, resume_webhook},
    Route{"POST",   "/api/v1/webhooks/{name}/drop",                 Access::administer, drop_notice},
    Route{"GET",    "/api/v1/stations",                             Access::administer, list_stations},
    Route{"POST",   "/api/v1/stations",                             Access::administer, create_station},
    Route{"POST",   "/api/v1/stations/{name}/token",                Access::administer, make_station_token},
    Route{"POST",   "/api/v1/stations/{name}/disable",              Access::administer, disable_station},
};

// clang-format on

std::string_view next_part(std::string_view& path)
{
    const auto slash = path.find('/');
    const auto part = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    return part;
}

} // namespace

std::span<const Route> routes()
{
    return table;
}

void require_sound(std::span<const Route> routes)
{
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const auto& route : routes) {
        const auto name = std::string{route.method} + " " + std::string{route.pattern};
        if (route.access == Access::undecided) throw std::logic_error("no policy for " + name);
        if (route.handler == nullptr) throw std::logic_error("no handler for " + name);
        if (!seen.emplace(route.method, route.pattern).second)
            throw std::logic_error("twice: " + name);
    }
}

std::optional<TextMap> match(std::string_view pattern, std::string_view path)
{
    TextMap params;
    const auto parts = [](std::string_view text) {
        return std::count(text.begin(), text.end(), '/');
    };
    if (parts(pattern) != parts(path)) return std::nullopt;
    while (!pattern.empty() || !path.empty()) {
        const auto expected = next_part(pattern);
        const auto found = next_part(path);
        if (expected.starts_with('{')) {
            if (found.empty()) return std::nullopt;
            params.emplace(expected.substr(1, expected.size() - 2), found);
        } else if (expected != found)
            return std::nullopt;
    }
    return params;
}

} // namespace dossier::web
