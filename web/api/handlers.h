#pragma once
// The functions that answer the routes: parse, ask, answer. Who may call is settled before they
// run.

#include "web/request.h"
#include "web/site.h"

namespace dossier::web {

// state.cpp
[[nodiscard]] Response show_health(const Call& call);
[[nodiscard]] Response show_readiness(const Call& call);
[[nodiscard]] Response show_metrics(const Call& call);
[[nodiscard]] Response show_state(const Call& call);
[[nodiscard]] Response unseal(const Call& call);
// openapi.cpp
[[nodiscard]] Response show_openapi(const Call& call);
// session.cpp
[[nodiscard]] Response sign_in(const Call& call);
[[nodiscard]] Response show_session(const Call& call);
[[nodiscard]] Response sign_out(const Call& call);
[[nodiscard]] Response change_password(const Call& call);
[[nodiscard]] Response begin_second_factor(const Call& call);
[[nodiscard]] Response confirm_second_factor(const Call& call);
// types.cpp
[[nodiscard]] Response list_types(const Call& call);
[[nodiscard]] Response show_type(const Call& call);
// type_versions.cpp
[[nodiscard]] Response show_type_words(const Call& call);
[[nodiscard]] Response list_type_versions(const Call& call);
[[nodiscard]] Response show_type_versions(const Call& call);
[[nodiscard]] Response show_type_version(const Call& call);
[[nodiscard]] Response publish_type_again(const Call& call);
[[nodiscard]] Response withdraw_type(const Call& call);
// type_drafts.cpp
[[nodiscard]] Response list_type_drafts(const Call& call);
[[nodiscard]] Response begin_type_draft(const Call& call);
[[nodiscard]] Response show_type_draft(const Call& call);
[[nodiscard]] Response change_type_draft(const Call& call);
[[nodiscard]] Response end_type_draft(const Call& call);
[[nodiscard]] Response add_specimen(const Call& call);
[[nodiscard]] Response remove_specimen(const Call& call);
[[nodiscard]] Response publish_type(const Call& call);
// type_trials.cpp
[[nodiscard]] Response try_type(const Call& call);
// uploads.cpp
[[nodiscard]] Response take_upload(const Call& call);
[[nodiscard]] Response show_upload(const Call& call);
[[nodiscard]] Response give_up_upload(const Call& call);
// stations.cpp
[[nodiscard]] Response show_station(const Call& call);
[[nodiscard]] Response list_stations(const Call& call);
[[nodiscard]] Response create_station(const Call& call);
[[nodiscard]] Response make_station_token(const Call& call);
[[nodiscard]] Response disable_station(const Call& call);
// originals.cpp
[[nodiscard]] Response list_originals(const Call& call);
[[nodiscard]] Response show_original(const Call& call);
// batches.cpp
[[nodiscard]] Response list_batches(const Call& call);
[[nodiscard]] Response show_batch(const Call& call);
[[nodiscard]] Response accept_batch(const Call& call);
[[nodiscard]] Response put_late_page(const Call& call);
[[nodiscard]] Response show_batch_receipt(const Call& call);
[[nodiscard]] Response show_receipt_key(const Call& call);
// cover_sheets.cpp
[[nodiscard]] Response print_cover_sheet(const Call& call);
[[nodiscard]] Response print_separator_sheets(const Call& call);
// station_health.cpp
[[nodiscard]] Response show_station_health(const Call& call);
// queue.cpp
[[nodiscard]] Response list_queue(const Call& call);
[[nodiscard]] Response claim_next(const Call& call);
// documents.cpp
[[nodiscard]] Response show_document(const Call& call);
[[nodiscard]] Response claim_document(const Call& call);
[[nodiscard]] Response release_document(const Call& call);
[[nodiscard]] Response show_page_image(const Call& call);
[[nodiscard]] Response reject_document(const Call& call);
[[nodiscard]] Response request_rescan(const Call& call);
[[nodiscard]] Response note_rescanned(const Call& call);
[[nodiscard]] Response commit_document(const Call& call);
// discrepancies.cpp
[[nodiscard]] Response decide(const Call& call);
[[nodiscard]] Response show_keyings(const Call& call);
[[nodiscard]] Response list_known_answers(const Call& call);
[[nodiscard]] Response show_figures(const Call& call);
[[nodiscard]] Response list_webhooks(const Call& call);
[[nodiscard]] Response test_webhook(const Call& call);
[[nodiscard]] Response resume_webhook(const Call& call);
[[nodiscard]] Response drop_notice(const Call& call);
[[nodiscard]] Response export_records(const Call& call);
[[nodiscard]] Response order_export(const Call& call);
[[nodiscard]] Response list_exports(const Call& call);
[[nodiscard]] Response fetch_export(const Call& call);
[[nodiscard]] Response download_record_pdf(const Call& call);
[[nodiscard]] Response list_due_disposals(const Call& call);
[[nodiscard]] Response list_disposals(const Call& call);
[[nodiscard]] Response propose_disposal(const Call& call);
[[nodiscard]] Response show_disposal(const Call& call);
[[nodiscard]] Response take_disposal_step(const Call& call);
[[nodiscard]] Response download_certificate(const Call& call);
[[nodiscard]] Response list_holds(const Call& call);
[[nodiscard]] Response place_hold(const Call& call);
[[nodiscard]] Response release_hold(const Call& call);
[[nodiscard]] Response note_closed(const Call& call);
// statistics.cpp
[[nodiscard]] Response show_statistics(const Call& call);
// data_requests.cpp
[[nodiscard]] Response list_data_requests(const Call& call);
[[nodiscard]] Response register_data_request(const Call& call);
[[nodiscard]] Response show_data_request(const Call& call);
[[nodiscard]] Response identify_asker(const Call& call);
[[nodiscard]] Response find_data(const Call& call);
[[nodiscard]] Response include_found(const Call& call);
[[nodiscard]] Response copy_own_data(const Call& call);
[[nodiscard]] Response propose_asked_correction(const Call& call);
[[nodiscard]] Response restrict_data(const Call& call);
[[nodiscard]] Response lift_restriction(const Call& call);
[[nodiscard]] Response propose_erasure(const Call& call);
[[nodiscard]] Response draft_data_answer(const Call& call);
[[nodiscard]] Response release_data_answer(const Call& call);
[[nodiscard]] Response return_data_answer(const Call& call);
[[nodiscard]] Response withdraw_data_request(const Call& call);
[[nodiscard]] Response extend_data_request(const Call& call);
[[nodiscard]] Response print_extension_letter(const Call& call);
[[nodiscard]] Response print_answer_letter(const Call& call);
// registers.cpp
[[nodiscard]] Response list_registers(const Call& call);
[[nodiscard]] Response make_register(const Call& call);
// arrangements.cpp
[[nodiscard]] Response list_neighbours(const Call& call);
[[nodiscard]] Response arrange_pages(const Call& call);
// value_groups.cpp
[[nodiscard]] Response list_value_groups(const Call& call);
[[nodiscard]] Response list_values(const Call& call);
[[nodiscard]] Response confirm_values(const Call& call);
// desks.cpp
[[nodiscard]] Response list_desks(const Call& call);
[[nodiscard]] Response set_desk_away(const Call& call);
[[nodiscard]] Response set_own_desk_away(const Call& call);
[[nodiscard]] Response take_over_document(const Call& call);
[[nodiscard]] Response set_document_urgency(const Call& call);
[[nodiscard]] Response set_batch_urgency(const Call& call);
// records.cpp
[[nodiscard]] Response list_records(const Call& call);
[[nodiscard]] Response show_record(const Call& call);
[[nodiscard]] Response show_record_image(const Call& call);
[[nodiscard]] Response download_original(const Call& call);
// search.cpp
[[nodiscard]] Response search_records(const Call& call);
// external_checks.cpp
[[nodiscard]] Response ask_about_document(const Call& call);
[[nodiscard]] Response ask_about_record(const Call& call);
[[nodiscard]] Response enter_document_code(const Call& call);
[[nodiscard]] Response enter_record_code(const Call& call);
[[nodiscard]] Response list_connectors(const Call& call);

[[nodiscard]] Response propose_correction(const Call& call);
[[nodiscard]] Response list_corrections(const Call& call);
[[nodiscard]] Response show_correction(const Call& call);
[[nodiscard]] Response decide_correction(const Call& call);
[[nodiscard]] Response note_rechecked(const Call& call);
// filings.cpp
[[nodiscard]] Response show_filing_plan(const Call& call);
[[nodiscard]] Response list_filings(const Call& call);
[[nodiscard]] Response refile_record(const Call& call);
// loans.cpp
[[nodiscard]] Response request_loan(const Call& call);
[[nodiscard]] Response list_my_loans(const Call& call);
[[nodiscard]] Response list_loans(const Call& call);
[[nodiscard]] Response decide_loan(const Call& call);
[[nodiscard]] Response renew_loan(const Call& call);
[[nodiscard]] Response take_back_loan(const Call& call);
[[nodiscard]] Response return_my_loan(const Call& call);
[[nodiscard]] Response show_borrowed(const Call& call);
[[nodiscard]] Response show_borrowed_image(const Call& call);
// customers.cpp
[[nodiscard]] Response list_customers(const Call& call);
[[nodiscard]] Response find_customers(const Call& call);
[[nodiscard]] Response show_customer(const Call& call);
[[nodiscard]] Response merge_customers(const Call& call);
[[nodiscard]] Response end_customer_merge(const Call& call);
[[nodiscard]] Response rate_customer(const Call& call);
[[nodiscard]] Response list_due(const Call& call);
[[nodiscard]] Response finish_due(const Call& call);
// audit.cpp
[[nodiscard]] Response list_audit(const Call& call);
[[nodiscard]] Response show_audit_report(const Call& call);
[[nodiscard]] Response make_checkpoint(const Call& call);
[[nodiscard]] Response show_checkpoint_key(const Call& call);
// keys.cpp
[[nodiscard]] Response rotate_keys(const Call& call);
// users.cpp
[[nodiscard]] Response list_users(const Call& call);
[[nodiscard]] Response create_user(const Call& call);
[[nodiscard]] Response reset_user(const Call& call);
[[nodiscard]] Response appoint_user(const Call& call);
[[nodiscard]] Response unlock_user(const Call& call);
[[nodiscard]] Response end_user(const Call& call);
// need_to_know.cpp
[[nodiscard]] Response show_page_parts(const Call& call);
[[nodiscard]] Response open_sheet(const Call& call);
[[nodiscard]] Response reveal_field(const Call& call);
// departments.cpp
[[nodiscard]] Response list_departments(const Call& call);
[[nodiscard]] Response create_department(const Call& call);
[[nodiscard]] Response rename_department(const Call& call);
[[nodiscard]] Response assign_station(const Call& call);

} // namespace dossier::web
