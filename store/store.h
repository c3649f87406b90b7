#pragma once
// The archive behind one door. A Store exists only with an open keyring ("unsealed"). Every change
// is one transaction with its audit entry; what a call returned is on the disk. Safe from any
// thread: one connection writes, others read. Throws Error (environment) and Tampered; everything a
// caller can answer is a value.

#include "capture/station_health.h"
#include "store/arrangement.h"
#include "store/backup.h"
#include "store/blobs.h"
#include "store/checkpoint.h"
#include "store/customers.h"
#include "store/data_requests.h"
#include "store/departments.h"
#include "store/desks.h"
#include "store/document_types.h"
#include "store/error.h"
#include "store/exports.h"
#include "store/figures.h"
#include "store/keyring.h"
#include "store/loans.h"
#include "store/notices.h"
#include "store/random.h"
#include "store/registers.h"
#include "store/rotation.h"
#include "store/search.h"
#include "store/station_rules.h"
#include "store/statistics.h"
#include "store/types.h"
#include "store/value_groups.h"
#include "verify/acceptance.h"

#include <tl/expected.hpp>

#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

/// The data folder, locked against a second process for as long as this lives. Throws Error
/// when it is in use or does not lie on a local file system.
class DataFolder {
public:
    explicit DataFolder(std::filesystem::path path);
    DataFolder(DataFolder&&) noexcept;
    DataFolder& operator=(DataFolder&&) = delete;
    ~DataFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    [[nodiscard]] std::filesystem::path keys() const { return path_ / "keys"; }

private:
    std::filesystem::path path_;
    int lock_ = -1;
};

/// Argon2id for people's passwords.
struct PasswordCost {
    std::uint32_t passes = 3;
    std::uint32_t memory_kib = 64 * 1024;
    std::uint32_t lanes = 1;
};

struct StoreOptions {
    int readers = 4;
    int job_attempts = 3;
    SiteRules stations; ///< how each one separates, and when its batches end
    std::chrono::milliseconds job_lease{30'000};
    std::chrono::milliseconds document_lease{600'000};
    std::chrono::milliseconds session_idle{15 * 60'000};
    std::chrono::milliseconds session_length{10 * 3'600'000};
    PasswordCost password_cost;
    UploadLimits uploads;
    /// The folder of backups: sealed files are laid there too as they come, as far as it can be
    /// reached; empty: none.
    std::filesystem::path backups{};
    /// People who verify see the disputed fields of a document; whole sheets they open with a
    /// reason.
    bool need_to_know = false;
    /// In so many days a person's request about his data is answered. The law says at once (PIPL
    /// art. 50), GB/T 35273 at most thirty days.
    int request_days = 15;
    /// By at most so many days that is put off, once, before it is over (0: never). GDPR art. 12
    /// (3) has two months; with the 15 these make 60 days in all, as China's banks have for
    /// complaints.
    int request_extension_days = 45;
    /// Whoever last changed a draft of a document type does not publish it.
    bool types_by_two = false;
    std::vector<verify::Connector> connectors{}; ///< services outside, and what they are asked
    verify::FilingPlan filing{};                 ///< how new records are classed and numbered
    Deadlines deadlines{};
    /// How far the site's clock is ahead of UTC: whose year a record's number has, whose day it is
    /// for a rule. Fixed, as clocks in China are. Moments are stored in UTC.
    std::chrono::minutes utc_offset{8 * 60};
};

class Store {
public:
    /// Opens (or makes) DIR/dossier.db and DIR/objects and brings the schema up to date. The
    /// folder and the randomness outlive the store.
    Store(const DataFolder& folder, Keyring keyring, Random& random, StoreOptions options = {});
    /// The same on other blobs.
    Store(
        const DataFolder& folder,
        Keyring keyring,
        Random& random,
        std::unique_ptr<Blobs> blobs,
        StoreOptions options = {}
    );
    ~Store();

    [[nodiscard]] Keyring& keyring();
    /// One cheap read, for /readyz. Throws Error.
    void ping();

    // --- intake (intake.cpp) ---

    /// Seals and keeps the bytes; durable when it returns. Enqueues the reading of fresh bytes.
    [[nodiscard]] Kept keep_original(const Arrival& arrival, Instant now);
    /// The same of several in one commit: all are durable when it returns, in their order, or none
    /// is kept. Holds the bytes of one more in memory, sealed.
    [[nodiscard]] std::vector<Kept> keep_originals(std::span<const Arrival> arrivals, Instant now);
    /// Whether the pages of a file may be put there now. When they were looked at it is asked
    /// again; where it is not so any more, they become a document of their own.
    [[nodiscard]] tl::expected<void, Conflict>
    check_insertion(const Insertion& into, const Actor& actor, Instant now);
    /// What became of a delivery, by its intake key.
    [[nodiscard]] std::optional<Delivery> find_delivery(std::string_view intake_key);
    [[nodiscard]] std::optional<Original>
    find_original(const OriginalId& id, const Scope& scope = whole_site);
    [[nodiscard]] Listing<Original> originals(
        const Scope& scope, std::optional<OriginalState> state, std::string_view cursor, int limit
    );

    // --- batches (batches.cpp, bundles.cpp) ---

    /// Newest first; `station` empty: all of them.
    [[nodiscard]] Listing<BatchItem> batches(
        const Scope& scope,
        std::optional<BatchState> state,
        std::string_view station,
        std::string_view cursor,
        int limit
    );
    [[nodiscard]] std::optional<Batch> find_batch(const Scope& scope, const std::string& id);
    /// Balances what adds up and closes what is settled; those that changed.
    [[nodiscard]] std::vector<BatchItem> settle_batches(Instant now);
    /// Where documents may span files: makes documents of pages whose end is known now, each an
    /// original of its own with a job. Call it again and again; it makes nothing twice.
    std::vector<OriginalId> assemble_documents(Instant now, Arrivals arrivals = Arrivals::go_on);
    /// Puts a page that came late, and those that did with it between the same separators, onto a
    /// document of the same batch: it is made anew with them, in the order of the files, and read
    /// again; what it was is rejected. Where the document is a record by now, they become a
    /// supplement of it: a document of their own that is never accepted without a person, nor by
    /// `actor`. Without a document they become one of their own. `not_allowed` where no page came
    /// late.
    [[nodiscard]] tl::expected<BatchItem, Conflict> put_late_page(
        const std::string& batch_id,
        const FilePage& page,
        const std::optional<DocumentId>& document_id,
        std::int64_t expected_version,
        const Actor& actor,
        Instant now
    );
    /// Lets a batch pass although it does not add up (or before its station is silent), by a person
    /// and with a reason.
    [[nodiscard]] tl::expected<BatchItem, Conflict> accept_batch(
        const std::string& id,
        const std::string& reason,
        std::int64_t expected_version,
        const Actor& actor,
        Instant now
    );
    /// The signed receipt, once the batch is balanced.
    [[nodiscard]] std::optional<std::string>
    batch_receipt(const Scope& scope, const std::string& id);
    /// Receipts that do not lie in the station's folder yet; they are owed until
    /// `note_receipt_laid`. Whoever lays them there may die in between and lay them again.
    [[nodiscard]] std::vector<OwedReceipt> owed_receipts(std::string_view station, int limit);
    void note_receipt_laid(const std::string& batch_id);
    /// What receipts are checked with; public.
    [[nodiscard]] std::string receipt_key();

    // --- jobs (jobs.cpp) ---

    /// The next piece of work for `worker`: a queued job, or one whose lease ran out.
    [[nodiscard]] std::optional<Job> claim_job(std::string_view worker, Instant now);
    /// Extends the lease; false when the job is no longer this worker's.
    [[nodiscard]] bool renew_job(Job& job, Instant now);
    /// The original's bytes for a claimed job; of a bundle those of its files (ocr/bundle.h).
    [[nodiscard]] Bytes job_bytes(const Job& job);
    /// Takes the result in. Documents without any doubt are committed by `system`. A stale fence
    /// is `version_changed`: nothing happened, and the trail says so.
    [[nodiscard]] tl::expected<std::vector<DocumentId>, Conflict>
    finish_job(const Job& job, const Examined& examined, Instant now);
    /// `again`: one more attempt later, unless they are used up; `never`: quarantine at once.
    enum class Retry { again, never };
    [[nodiscard]] tl::expected<OriginalState, Conflict>
    fail_job(const Job& job, const capture::Refusal& reason, Retry retry, Instant now);
    /// Puts a quarantined original back into the queue, by a person.
    [[nodiscard]] tl::expected<void, Conflict>
    retry_original(const OriginalId& id, const Actor& actor, Instant now);

    // --- review (queue.cpp, review.cpp, evidence.cpp) ---

    [[nodiscard]] Listing<QueueItem>
    queue(const Actor& actor, std::string_view cursor, int limit, Instant now);
    [[nodiscard]] Counts counts(const Scope& scope);
    /// Claims the first document in review that nobody else holds and in which something is for
    /// this person, behind `after` if given: the more urgent first, then what is due first. None
    /// for a person who is away.
    [[nodiscard]] std::optional<Document>
    claim_next(const Actor& actor, std::optional<DocumentId> after, Instant now);
    /// Takes or renews the lease; returns until when. `not_yours` where all that is left is for
    /// other people, `away` where this person is.
    [[nodiscard]] tl::expected<Instant, Conflict>
    claim_document(const DocumentId& id, const Actor& actor, Instant now);
    void release_document(const DocumentId& id, const Actor& actor, Instant now);
    /// Unsealed values; the view is audited before they are handed out.
    [[nodiscard]] std::optional<Document>
    view_document(const DocumentId& id, const Actor& actor, Instant now);
    /// The document that a discrepancy belongs to.
    [[nodiscard]] std::optional<DocumentId> document_of(const std::string& discrepancy_id);
    /// The preview JPEG of one page. Nothing where the sheet must be opened first.
    [[nodiscard]] std::optional<Bytes>
    page_image(const DocumentId& id, int page_no, const Actor& actor, Instant now);
    /// The parts of the page around the fields that are disputed, as JPEGs (capture/jpeg_cut.h).
    [[nodiscard]] std::optional<PageParts>
    page_parts(const DocumentId& id, int page_no, const Actor& actor, Instant now);
    /// This person looks at whole pages of the document from now on; `reason` is a code for the
    /// trail.
    [[nodiscard]] tl::expected<void, Conflict>
    open_sheet(const DocumentId& id, std::string_view reason, const Actor& actor, Instant now);
    /// Whether this person may see whole pages of the document: always, unless
    /// StoreOptions::need_to_know.
    [[nodiscard]] bool is_sheet_open(const DocumentId& id, const Actor& actor);
    /// Saves a decision. Where two people must find the same, it is sealed until they did.
    [[nodiscard]] tl::expected<Document, Conflict> decide(
        const std::string& discrepancy_id,
        const verify::Decision& decision,
        const FieldRules& rules,
        std::int64_t expected_version,
        const Actor& actor,
        Instant now
    );
    /// What the two found that differ (of a sample: the machine and a person), for the person who
    /// arbitrates; without names, in an order that tells nothing. Audited.
    [[nodiscard]] tl::expected<std::vector<verify::Keying>, Conflict>
    view_keyings(const std::string& discrepancy_id, const Actor& actor, Instant now);
    [[nodiscard]] tl::expected<Document, Conflict> reject_document(
        const DocumentId& id,
        const std::string& reason,
        std::int64_t expected_version,
        const Actor& actor,
        Instant now
    );
    /// Rejects it because its sheets are to be scanned again; their batch says so until
    /// `note_rescanned`.
    [[nodiscard]] tl::expected<Document, Conflict> request_rescan(
        const DocumentId& id,
        const std::string& reason,
        std::int64_t expected_version,
        const Actor& actor,
        Instant now
    );
    /// They were scanned again, or need not be any more. `not_allowed` where nobody asked for it.
    [[nodiscard]] tl::expected<void, Conflict>
    note_rescanned(const DocumentId& id, const Actor& actor, Instant now);
    /// Makes the record: fields, attachments, audit, in one transaction.
    [[nodiscard]] tl::expected<RecordItem, Conflict> commit_document(
        const DocumentId& id, std::int64_t expected_version, const Actor& actor, Instant now
    );

    // --- who works on what (desks.cpp) ---

    /// Everybody whom this person may see, by name.
    [[nodiscard]] std::vector<Desk> desks(const Scope& scope, Instant now);
    /// Takes a document from whoever has it open; what they decided stays. Returns until when.
    [[nodiscard]] tl::expected<Instant, Conflict>
    take_over(const DocumentId& id, const Actor& actor, Instant now);
    /// From now on nothing is handed to that person, and what they have open is given back; or they
    /// are back.
    [[nodiscard]] tl::expected<void, Conflict>
    set_away(const std::string& username, bool is_away, const Actor& actor, Instant now);
    [[nodiscard]] bool is_away(const std::string& username);
    [[nodiscard]] tl::expected<void, Conflict>
    set_urgency(const DocumentId& id, Urgency urgency, const Actor& actor, Instant now);
    /// Of all documents of a batch that wait, and of those still to come.
    [[nodiscard]] tl::expected<void, Conflict> set_batch_urgency(
        const std::string& batch_id, Urgency urgency, const Actor& actor, Instant now
    );

    // --- arranging pages (arrangement.cpp) ---

    /// The document and those around it in its batch; audited.
    [[nodiscard]] std::optional<Neighbourhood>
    view_neighbours(const DocumentId& id, const Actor& actor, Instant now);
    /// Makes other documents of the pages of these: each an original of its own with a job, read
    /// again as its type. What people decided of the old ones is asked again; these are rejected
    /// and stay to be looked at, and what came of a sample is one still. `closed` where one of them
    /// is committed; `not_allowed` where the pages do not come out even, nothing would change, or
    /// they are of several batches.
    [[nodiscard]] tl::expected<std::vector<OriginalId>, Conflict>
    arrange(const Rearrangement& rearrangement, const Actor& actor, Instant now);

    // --- many values at once (value_groups.cpp) ---

    /// How many values wait of each field, of those that one look of one person settles; the most
    /// first. Some may be in other hands just now.
    [[nodiscard]] std::vector<ValueGroup> value_groups(const Scope& scope);
    /// Values that wait and that this person may confirm by a look at the picture: none that is
    /// keyed blind or by two, that breaks its rule, or of a document that somebody else has open.
    /// Each view is audited before it is handed out.
    [[nodiscard]] std::vector<GroupValue>
    view_values(const ValuesAsked& asked, const Actor& actor, Instant now);

    /// What people found in records settled since then, oldest first: from it is learnt what may
    /// pass (verify/acceptance.h).
    [[nodiscard]] std::vector<verify::SeenRecord> seen_records(Instant since, Instant recent_since);
    /// Counts of what happened since then, and of what waits.
    /// Of the scope's department, as its manager sees it.
    [[nodiscard]] Figures figures(const Scope& scope, Instant since, Instant now);
    /// What people did since then where a wrong value was shown on purpose, by person.
    [[nodiscard]] std::vector<PersonAnswers> known_answers(const Scope& scope, Instant since);

    /// What of the archive this scope sees, counted; months since `since`. A department's manager
    /// sees his department's, another person of it his own records.
    [[nodiscard]] Statistics statistics(const Scope& scope, Instant since, Instant now);

    // --- records (records.cpp) ---

    [[nodiscard]] Listing<RecordItem>
    records(const Scope& scope, std::string_view type, std::string_view cursor, int limit);
    [[nodiscard]] std::optional<Record>
    view_record(const RecordId& id, const Actor& actor, Instant now);
    /// The value of a field as it stands now; for where records are shown masked. Audited.
    [[nodiscard]] std::optional<std::string>
    reveal_field(const RecordId& id, std::string_view field, const Actor& actor, Instant now);
    [[nodiscard]] std::optional<Bytes>
    record_image(const RecordId& id, int page_no, const Actor& actor, Instant now);
    /// The file as received; of a document that spans files the one of that number.
    [[nodiscard]] std::optional<Bytes>
    record_original(const RecordId& id, const Actor& actor, Instant now, int number = 0);

    /// Whether all of these are there, for whom sees so much.
    [[nodiscard]] bool has_records(const std::vector<RecordId>& ids, const Scope& scope);
    /// The record's pages for a searchable PDF. The trail says so before they are handed out.
    [[nodiscard]] std::optional<std::vector<PrintedPage>>
    print_record(const RecordId& id, const Actor& actor, Instant now);

    // --- what left as files (exports.cpp) ---

    [[nodiscard]] std::string new_export_id();
    /// Its time and person are the entry's.
    void note_export(const ExportStep& step, const Actor& actor, Instant now);
    /// The newest first; of who is of a department those that he took himself.
    [[nodiscard]] Listing<ExportStep>
    export_steps(const Actor& actor, std::string_view cursor, int limit);

    // --- search (search.cpp) ---

    /// What was typed, among what this person may see: numbers exactly, texts by likeness. The
    /// trail says that somebody searched, and what for only by a keyed digest, before anything is
    /// handed out.
    [[nodiscard]] SearchAnswer search(const SearchQuery& query, const Actor& actor, Instant now);
    /// Goes on with the index, by `limit` records at most: writes what records of before are found
    /// by, then reads it into memory. Call it until nothing is left, and again for what is new.
    IndexState index_records(int limit);
    /// What index_records last told.
    [[nodiscard]] IndexState index_state();

    // --- how records are filed (filings.cpp) ---

    /// Newest first.
    [[nodiscard]] Listing<FiledItem> filed_records(
        const Scope& scope, const FilingFilter& filter, std::string_view cursor, int limit
    );
    [[nodiscard]] const verify::FilingPlan& filing_plan() const;
    /// Changes classes, box, volume and tags; what they were stays. `not_allowed` where a word is
    /// not the plan's.
    [[nodiscard]] tl::expected<Filing, Conflict> refile_record(
        const RecordId& id,
        const Refiling& refiling,
        std::int64_t expected_version,
        const Actor& actor,
        Instant now
    );
    /// Files some records from before there were filings, and finds their customers; how many.
    int catch_up(int limit, Instant now);

    // --- retention and destruction (disposals.cpp) ---

    /// Records whose term is over, by the plan's retention classes.
    [[nodiscard]] std::vector<DueRecord> due_for_disposal(int limit, Instant now);
    /// The matter of a record (the relationship, the loan) ended on that day: its term runs.
    [[nodiscard]] tl::expected<void, Conflict>
    note_closed(const RecordId& id, std::chrono::sys_days day, const Actor& actor, Instant now);
    [[nodiscard]] tl::expected<LegalHold, Conflict>
    place_hold(const RecordId& id, const std::string& reason, const Actor& actor, Instant now);
    /// The first wish for its end says why (`reason`), another person's ends it.
    [[nodiscard]] tl::expected<LegalHold, Conflict>
    release_hold(const std::string& id, const std::string& reason, const Actor& actor, Instant now);
    /// The newest first, those that ended too.
    [[nodiscard]] Listing<LegalHold> holds(std::string_view cursor, int limit);
    /// `not_allowed` with the record that is not due, on another list, or held.
    [[nodiscard]] tl::expected<Disposal, Conflict> propose_disposal(
        const std::string& reason,
        const std::vector<Appraisal>& appraisals,
        const Actor& actor,
        Instant now
    );
    /// Carrying it out shreds the keys of its records, but of those that are held, and signs the
    /// certificate; nothing brings them back, no backup either.
    [[nodiscard]] tl::expected<Disposal, Conflict>
    take_disposal_step(const std::string& id, DisposalStep step, const Actor& actor, Instant now);
    [[nodiscard]] Listing<DisposalSummary> disposals(std::string_view cursor, int limit);
    [[nodiscard]] std::optional<Disposal>
    view_disposal(const std::string& id, const Actor& actor, Instant now);
    /// The number of the disposal that a record was destroyed by.
    [[nodiscard]] std::optional<std::string> destroyed_by(const RecordId& id);

    // --- registers (registers.cpp) ---

    /// Draws the lines, gives the register its number and signs what it says; audited.
    /// `not_allowed` with more than `most_register_lines`, or where the query does not hold
    /// together.
    [[nodiscard]] tl::expected<Register, Conflict>
    make_register(const RegisterQuery& query, const Actor& actor, Instant now);
    /// Newest first.
    [[nodiscard]] Listing<RegisterItem> registers(std::string_view cursor, int limit);

    // --- document types (document_types.cpp) ---

    /// All that were ever published, and the installed ones that they took the place of, by name
    /// and version.
    [[nodiscard]] std::vector<TypeVersion> type_versions();
    /// `version_changed` where there is that version already, or the draft is not as it was.
    [[nodiscard]] tl::expected<TypeVersion, Conflict>
    publish_type(const TypeRelease& release, const Actor& actor, Instant now);
    /// The oldest first.
    [[nodiscard]] std::vector<TypeDraft> type_drafts();
    [[nodiscard]] std::optional<TypeDraft> find_type_draft(const std::string& id);
    [[nodiscard]] TypeDraft
    begin_type_draft(const std::string& text, const Actor& actor, Instant now);
    [[nodiscard]] tl::expected<TypeDraft, Conflict> change_type_draft(
        const std::string& id,
        const std::string& text,
        std::int64_t expected_version,
        const Actor& actor,
        Instant now
    );
    /// With its specimens, whose key goes; false when it was gone already.
    bool end_type_draft(const std::string& id, const Actor& actor, Instant now);
    /// `not_allowed` where the draft has as many as it may.
    [[nodiscard]] tl::expected<TypeSpecimen, Conflict> add_specimen(
        const std::string& draft_id,
        const std::string& source_name,
        std::span<const std::byte> bytes,
        const Actor& actor,
        Instant now
    );
    bool
    remove_specimen(const std::string& draft_id, int position, const Actor& actor, Instant now);
    [[nodiscard]] std::optional<Bytes> specimen_bytes(const std::string& draft_id, int position);
    /// Ends those that nobody changed for so long; how many.
    int expire_type_drafts(std::chrono::milliseconds age, Instant now);

    // --- borrowing (loans.cpp) ---

    /// `not_found` with the number that no record has.
    [[nodiscard]] tl::expected<Loan, Conflict>
    request_loan(const LoanRequest& request, const Actor& actor, Instant now);
    [[nodiscard]] Listing<Loan>
    loans(LoanList list, const Actor& actor, std::string_view cursor, int limit);
    /// By another person than the one who borrows (`same_person`). The time runs from then on.
    [[nodiscard]] tl::expected<Loan, Conflict> decide_loan(
        const std::string& id, const LoanDecision& decision, const Actor& actor, Instant now
    );
    /// Ends a loan, or takes back a request that nobody decided on.
    [[nodiscard]] tl::expected<Loan, Conflict>
    return_loan(const std::string& id, const LoanReturn& said, const Actor& actor, Instant now);
    /// Once, for as long as it was asked for; by another person than the one who borrows.
    [[nodiscard]] tl::expected<Loan, Conflict>
    renew_loan(const std::string& id, const Actor& actor, Instant now);
    /// Notes the views whose time is over; how many. Nobody waits for it: access ends by the clock.
    int end_loans(Instant now);
    /// A record that this person borrowed, until then. Each view is audited.
    [[nodiscard]] std::optional<Borrowed> view_borrowed(
        const std::string& loan_id, const RecordId& record_id, const Actor& actor, Instant now
    );
    [[nodiscard]] std::optional<Bytes> borrowed_image(
        const std::string& loan_id,
        const RecordId& record_id,
        int page_no,
        const Actor& actor,
        Instant now
    );

    // --- customers and what is due (customers.cpp) ---

    /// The newest first; those that were merged into another are that one. In a department a
    /// customer is what its own records say of him, and there by them; so in all that follows.
    [[nodiscard]] Listing<CustomerItem>
    customers(const Scope& scope, std::string_view cursor, int limit);
    /// Who has that number of a person or company. Audited, without the number.
    [[nodiscard]] std::vector<CustomerItem>
    find_customers(std::string_view number, const Actor& actor, Instant now);
    /// Of a merged one the customer that he is now. The view is audited.
    [[nodiscard]] std::optional<Customer>
    view_customer(const std::string& id, const Actor& actor, Instant now);
    /// Makes them one until `end_customer_merge`. `closed` where one of them was merged already.
    [[nodiscard]] tl::expected<CustomerMerge, Conflict> merge_customers(
        const std::string& id,
        const std::string& into,
        const std::string& reason,
        const Actor& actor,
        Instant now
    );
    [[nodiscard]] tl::expected<CustomerMerge, Conflict> end_customer_merge(
        const std::string& merge_id, const std::string& reason, const Actor& actor, Instant now
    );
    /// Rates a customer's risk, from which the next review follows.
    [[nodiscard]] tl::expected<CustomerItem, Conflict> rate_customer(
        const std::string& id,
        const std::string& risk,
        const std::string& reason,
        std::int64_t expected_version,
        const Actor& actor,
        Instant now
    );
    /// What is due up to a day, the first first; from an index.
    [[nodiscard]] Listing<Due>
    due(const Scope& scope, const DueFilter& filter, std::string_view cursor, int limit);
    /// Somebody did what was due; a review plans the next one. `out_of_scope` for a review by who
    /// is of a department: it is of the customer.
    [[nodiscard]] tl::expected<Due, Conflict>
    finish_due(const std::string& id, const std::string& note, const Actor& actor, Instant now);

    // --- what people ask about their own data (data_requests.cpp) ---

    [[nodiscard]] tl::expected<DataRequest, Conflict>
    register_data_request(const DataRequestDraft& draft, const Actor& actor, Instant now);
    [[nodiscard]] Listing<DataRequestItem>
    data_requests(DataRequestList list, std::string_view cursor, int limit);
    /// Unsealed; the view is audited.
    [[nodiscard]] std::optional<DataRequest>
    view_data_request(const std::string& id, const Actor& actor, Instant now);
    /// How many open ones are past their day.
    [[nodiscard]] std::int64_t overdue_data_requests(Instant now);
    /// His identity is proven, in this way. Nothing of what follows is allowed before.
    [[nodiscard]] tl::expected<DataRequest, Conflict> identify_asker(
        const std::string& id, const std::string& proof, const Actor& actor, Instant now
    );
    /// Puts off the day by which he is answered: once, while it is not over, to no later than
    /// `extendable_until`, with a reason that he is told. `closed`: it was done before.
    [[nodiscard]] tl::expected<DataRequest, Conflict> extend_data_request(
        const std::string& id,
        std::chrono::sys_days until,
        const std::string& reason,
        const Actor& actor,
        Instant now
    );
    /// Looks for everything that speaks of him: his records, those of others that name him, and
    /// documents that were never filed. What people said of what was found before stays.
    [[nodiscard]] tl::expected<DataRequest, Conflict>
    find_data_of(const std::string& id, const Actor& actor, Instant now);
    /// A person says that a found thing is his, or is not.
    [[nodiscard]] tl::expected<DataRequest, Conflict> include_found(
        const std::string& id,
        const std::string& item,
        bool is_included,
        const Actor& actor,
        Instant now
    );
    /// The included records, with the fields that are other people's. Audited record by record.
    [[nodiscard]] tl::expected<std::vector<OwnCopy>, Conflict>
    copy_for_asker(const std::string& id, const Actor& actor, Instant now);
    /// As `propose_correction`, noted in the request.
    [[nodiscard]] tl::expected<Correction, Conflict> propose_asked_correction(
        const std::string& id,
        const RecordId& record,
        const Proposal& proposal,
        const Actor& actor,
        Instant now
    );
    /// From now on the customer's records are stored and looked at, and not exported, lent, told of
    /// or asked about; until `lift_restriction`, by another person and with a reason.
    [[nodiscard]] tl::expected<DataRequest, Conflict>
    restrict_data(const std::string& id, const Actor& actor, Instant now);
    [[nodiscard]] tl::expected<DataRequest, Conflict> lift_restriction(
        const std::string& id, const std::string& reason, const Actor& actor, Instant now
    );
    /// Whether a record that the scope has is of somebody whose data are restricted.
    [[nodiscard]] bool is_restricted(const RecordId& id, const Scope& scope = whole_site);
    /// Proposes the destruction of those included records whose term is over; `not_allowed` where
    /// there are none, and the answer must say why.
    [[nodiscard]] tl::expected<DataRequest, Conflict>
    propose_erasure(const std::string& id, const Actor& actor, Instant now);
    /// `reason`: with `partly` and `refused`, for the law asks for it.
    [[nodiscard]] tl::expected<DataRequest, Conflict> draft_data_answer(
        const std::string& id,
        DataAnswer answer,
        const std::string& text,
        const std::string& reason,
        const Actor& actor,
        Instant now
    );
    /// By another person than who drafted it (`same_person`).
    [[nodiscard]] tl::expected<DataRequest, Conflict>
    release_data_answer(const std::string& id, const Actor& actor, Instant now);
    [[nodiscard]] tl::expected<DataRequest, Conflict> return_data_answer(
        const std::string& id, const std::string& reason, const Actor& actor, Instant now
    );
    [[nodiscard]] tl::expected<DataRequest, Conflict> withdraw_data_request(
        const std::string& id, const std::string& reason, const Actor& actor, Instant now
    );

    // --- external checks (external_checks.cpp) ---

    /// Asks a service outside, again where it was asked before: the check waits until its
    /// connector claims it. `not_allowed` where the document lacks a value that is asked.
    [[nodiscard]] tl::expected<verify::ExternalCheck, Conflict>
    ask_external(const DocumentId& id, std::string_view connector, const Actor& actor, Instant now);
    /// The next asking of a connector that is due, for as long as the lease.
    [[nodiscard]] std::optional<CheckJob>
    claim_check(std::string_view connector, std::chrono::milliseconds lease, Instant now);
    /// Keeps an answer as evidence; one that casts doubt on a document in review opens a
    /// discrepancy. A stale fence is `version_changed`: nothing happened, and the trail says so.
    [[nodiscard]] tl::expected<void, Conflict> finish_check(
        const CheckJob& job, const CheckAnswer& answer, const FieldRules& rules, Instant now
    );
    /// No answer yet, for this reason (a code): asked again from `due_at` on.
    [[nodiscard]] tl::expected<void, Conflict>
    put_off_check(const CheckJob& job, std::string_view trouble, Instant due_at, Instant now);
    /// A new code of six digits for a mail; only a keyed digest of it is kept.
    [[nodiscard]] tl::expected<std::string, Conflict>
    draw_check_code(const CheckJob& job, std::chrono::milliseconds lifetime, Instant now);
    [[nodiscard]] tl::expected<void, Conflict> note_code_sent(const CheckJob& job, Instant now);
    /// A person enters what the holder of the address read out.
    [[nodiscard]] tl::expected<void, CodeRefusal> confirm_check_code(
        const DocumentId& id,
        std::string_view connector,
        std::string_view code,
        const Actor& actor,
        Instant now
    );
    /// Cheap, for those who ask often.
    [[nodiscard]] bool has_due_check(std::string_view connector, Instant now);
    /// How many checks of a connector wait.
    [[nodiscard]] std::int64_t waiting_checks(std::string_view connector);
    /// The document that a record was made of.
    [[nodiscard]] std::optional<DocumentId> document_of(const RecordId& id);

    // --- corrections after the commit (corrections.cpp) ---

    /// Opens a correction, which changes nothing until a second person approves it. `closed` where
    /// one on this field is open.
    [[nodiscard]] tl::expected<Correction, Conflict> propose_correction(
        const RecordId& record_id, const Proposal& proposal, const Actor& actor, Instant now
    );
    /// Newest first, without their values.
    [[nodiscard]] Listing<CorrectionItem> corrections(
        const Scope& scope, std::optional<CorrectionState> state, std::string_view cursor, int limit
    );
    /// Unsealed values; the view is audited before they are handed out.
    [[nodiscard]] std::optional<Correction>
    view_correction(const std::string& id, const Actor& actor, Instant now);
    /// By another person than the one who proposed it (`same_person`). An approved one is laid over
    /// the record's values as committed, which stay, and lists its cohort.
    [[nodiscard]] tl::expected<Correction, Conflict> decide_correction(
        const std::string& id, const CorrectionDecision& decision, const Actor& actor, Instant now
    );
    /// Somebody looked at a record of a cohort again and found it right.
    [[nodiscard]] tl::expected<void, Conflict> note_rechecked(
        const std::string& id, const RecordId& record_id, const Actor& actor, Instant now
    );

    // --- people (accounts.cpp, sign_in.cpp) ---

    [[nodiscard]] bool has_users();
    [[nodiscard]] std::vector<User> users();
    [[nodiscard]] tl::expected<NewUser, Conflict> create_user(
        std::string_view username,
        std::string_view display_name,
        std::string_view role,
        const Actor& actor,
        Instant now
    );
    /// A new one-time password; ends the person's sessions and second factor. A `held` account
    /// stays locked until `unlock_user`, so that who knows the password cannot use it alone.
    enum class Reset { in_use, held };
    [[nodiscard]] tl::expected<NewUser, Conflict>
    reset_user(const UserId& id, const Actor& actor, Instant now, Reset reset = Reset::in_use);
    /// Ends the person's sessions. `same_person` for one's own account, `not_found` also where
    /// there is no such department.
    [[nodiscard]] tl::expected<User, Conflict>
    appoint(const UserId& id, const Appointment& to, const Actor& actor, Instant now);
    [[nodiscard]] tl::expected<User, Conflict>
    unlock_user(const UserId& id, const Actor& actor, Instant now);
    /// For good; `same_person` for one's own account.
    [[nodiscard]] tl::expected<User, Conflict>
    end_user(const UserId& id, const Actor& actor, Instant now);
    [[nodiscard]] tl::expected<SignedIn, SignInError>
    sign_in(const Credentials& credentials, Instant now);
    /// The live session of a token; moves its idle limit.
    [[nodiscard]] std::optional<Session> find_session(std::string_view token, Instant now);
    void sign_out(std::string_view token, Instant now);
    /// Ends every session of the person and starts a new one.
    [[nodiscard]] tl::expected<SignedIn, SignInError> change_password(
        std::string_view token,
        std::string_view old_password,
        std::string_view new_password,
        Instant now
    );
    /// A new TOTP secret in base32, pending until a code confirms it.
    [[nodiscard]] tl::expected<std::string, SignInError>
    begin_second_factor(std::string_view token, Instant now);
    [[nodiscard]] tl::expected<SignedIn, SignInError>
    confirm_second_factor(std::string_view token, std::string_view code, Instant now);
    /// Counts one try under `key` (an address, say); false when `limit` a `window` is passed.
    [[nodiscard]] bool
    allow_try(std::string_view key, int limit, std::chrono::milliseconds window, Instant now);

    // --- departments (departments.cpp) ---

    /// By name.
    [[nodiscard]] std::vector<Department> departments();
    [[nodiscard]] tl::expected<Department, Conflict>
    create_department(std::string_view name, const Actor& actor, Instant now);
    [[nodiscard]] tl::expected<Department, Conflict> rename_department(
        const std::string& id, std::string_view name, const Actor& actor, Instant now
    );
    /// The department (its id) whose files a station's deliveries are from now on; empty: the
    /// site's.
    [[nodiscard]] std::string department_of_station(std::string_view station);
    [[nodiscard]] tl::expected<void, Conflict> assign_station(
        std::string_view station, const std::string& department, const Actor& actor, Instant now
    );

    // --- stations (stations.cpp) ---

    [[nodiscard]] std::vector<Station> stations();
    [[nodiscard]] tl::expected<NewStation, Conflict>
    create_station(std::string_view name, const Actor& actor, Instant now);
    /// A new token; the old one is nobody's from then on. Takes a disabled station back into use.
    [[nodiscard]] tl::expected<NewStation, Conflict>
    rotate_station_token(std::string_view name, const Actor& actor, Instant now);
    [[nodiscard]] tl::expected<Station, Conflict>
    disable_station(std::string_view name, const Actor& actor, Instant now);
    /// Whose token it is, also when that station is disabled.
    [[nodiscard]] std::optional<Station> find_station_by_token(std::string_view token);
    /// What the last pages of a station tell about its scanner, newest first.
    [[nodiscard]] std::vector<capture::PageSample>
    recent_pages(std::string_view station, int limit);
    /// The times that the station's own clock gave its last deliveries, of at most `limit`.
    [[nodiscard]] std::vector<capture::ClockSample>
    recent_station_times(std::string_view station, int limit);
    /// How many files a station delivered since then.
    [[nodiscard]] std::int64_t deliveries(std::string_view station, Instant since);
    /// How its paper is understood.
    [[nodiscard]] const StationRules& rules_of(std::string_view station) const;
    /// Every station that ever delivered, by name.
    [[nodiscard]] std::vector<std::string> delivering_stations();
    /// Whether a station is one of the scope's.
    [[nodiscard]] bool has_station(const Scope& scope, std::string_view station);

    // --- uploads in parts (uploads.cpp) ---

    /// Seals and keeps one part; durable when it returns. A part that is here already is fine.
    [[nodiscard]] tl::expected<Upload, PartRefusal> keep_part(const UploadPart& part, Instant now);
    [[nodiscard]] std::optional<Upload> find_upload(std::string_view id);
    /// All bytes so far; the caller compares them with the announced digest.
    [[nodiscard]] Bytes upload_bytes(const Upload& upload);
    /// Removes an upload with its parts: its file was kept or refused (`detail`), or the sender
    /// gave it up. One that is gone is fine.
    void end_upload(std::string_view id, const Actor& actor, std::string_view detail, Instant now);
    /// Ends those that nobody went on with for `age`; how many.
    int expire_uploads(std::chrono::milliseconds age, Instant now);

    // --- audit (audit.cpp) ---

    /// Appends an entry of its own, for what web does or denies (`denied`, `done`).
    void note(
        const Actor& actor,
        std::string_view action,
        std::string_view object,
        std::string_view outcome,
        std::string_view detail,
        Instant now
    );
    /// Newest first; the cursor is the seq to go on from.
    [[nodiscard]] Listing<AuditEntry> audit(std::string_view cursor, int limit);
    /// How many entries there are.
    [[nodiscard]] std::int64_t audit_entries();
    /// Every entry with its leaf hash in hex, oldest first; as of one moment.
    void
    visit_audit(const std::function<void(const AuditEntry&, const std::string& leaf_hash)>& visit);
    /// Who did what how often on which day of the site's clock.
    [[nodiscard]] std::vector<AuditTally> audit_tallies(Instant since, Instant until);
    /// Also against checkpoints that were signed earlier; one that is not this archive's is a
    /// fault of entry 0.
    [[nodiscard]] AuditVerdict verify_audit(const std::vector<std::string>& checkpoints = {});
    /// The trail as it stands, signed (store/checkpoint.h). Never one that does not go on from
    /// `earlier`, the newest that was signed before (empty: none): then what is wrong.
    [[nodiscard]] tl::expected<std::string, AuditFault>
    sign_checkpoint(std::string_view earlier, Instant now);
    /// What checkpoints are checked with; public.
    [[nodiscard]] std::string checkpoint_key();

    // --- notices to systems outside (notices.cpp) ---

    /// The next of these events that the subscriber was not told of; nothing when there is none, or
    /// it was put off. Whoever asks for the first time is told what happens from now on.
    [[nodiscard]] std::optional<Notice>
    next_notice(std::string_view subscriber, const std::set<std::string>& events, Instant now);
    void note_told(std::string_view subscriber, const Notice& notice);
    void put_off_notice(
        std::string_view subscriber, const Notice& notice, std::string_view trouble, Instant due_at
    );
    /// It is passed over, and the trail says so.
    void give_up_notice(std::string_view subscriber, const Notice& notice, Instant now);
    [[nodiscard]] std::vector<SubscriberStanding> subscriber_standings();
    [[nodiscard]] SubscriberQueue
    subscriber_queue(std::string_view subscriber, const std::set<std::string>& events);
    /// It is tried again now; by a person.
    void resume_notices(std::string_view subscriber, const Actor& actor, Instant now);
    /// The next one, which that person saw (`seq`), is passed over. `version_changed` where another
    /// is the next by now.
    [[nodiscard]] tl::expected<void, Conflict> drop_notice(
        std::string_view subscriber,
        const std::set<std::string>& events,
        std::int64_t seq,
        const Actor& actor,
        Instant now
    );

    // --- soundness (fsck.cpp) ---

    /// Opens every object and row.
    [[nodiscard]] FsckReport fsck();
    /// Removes sealed files that no row names and that are older than `age`, and what a destruction
    /// that was cut off left, whatever its age.
    int collect_orphans(std::chrono::milliseconds age, Instant now);

    // --- rotation (rotation.cpp) ---

    /// A new version of the key that wraps every data key; what is new is wrapped with it at once.
    /// Returns the version.
    std::uint16_t rotate_data_key(const Actor& actor, Instant now);
    /// Wraps about `limit` of what older versions wrap with the newest, in one commit; no sealed
    /// file is touched. Call it again until it is done, which the trail says once. A kill at any
    /// moment repeats a portion or nothing.
    Rewrapped rewrap(int limit, Instant now);

    // --- backup of an archive at work (live_backup.cpp; store/backup.h) ---

    /// Makes a backup that an own journal follows from now on, until the next one or the end; in
    /// the trail, and with a new keystore key where something was destroyed since the older ones
    /// (owes_new_keystore_key). `clock` tells the journal when.
    BackupReport back_up(const std::filesystem::path& to, std::function<Instant()> clock);
    /// True once after something was destroyed: a backup without it should be made.
    [[nodiscard]] bool take_wish_for_backup();
    /// Brings the journal up to what is committed. What went wrong; empty when nothing did.
    [[nodiscard]] std::string keep_journal();

private:
    [[nodiscard]] std::optional<Bytes> open_attachment(
        const RecordId& id, AttachmentKind kind, int page_no, const Actor& actor, Instant now
    );

    enum class End { reject, request_rescan };
    [[nodiscard]] tl::expected<Document, Conflict> end_document(
        End end,
        const DocumentId& id,
        const std::string& reason,
        std::int64_t expected_version,
        const Actor& actor,
        Instant now
    );

    struct Core;
    std::unique_ptr<Core> core_;
};

} // namespace dossier::store
