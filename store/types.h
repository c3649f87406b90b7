#pragma once
// What the archive hands out: plain values, unsealed, without SQL, keys or JSON. Names are those of
// the columns, the API and the workstation.

#include "capture/facts.h"
#include "capture/station_health.h"
#include "store/disposals.h"
#include "store/filing.h"
#include "store/known_answers.h"
#include "store/scope.h"
#include "verify/announced.h"
#include "verify/discrepancy.h"
#include "verify/examine.h"
#include "verify/external_check.h"
#include "verify/second_eyes.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dossier::store {

using capture::Instant;
using Bytes = std::vector<std::byte>;

/// 128 random bits in hex. Distinct types, so that a document id is never taken for a record id.
template <typename Tag>
struct Id {
    std::string text;
    auto operator<=>(const Id&) const = default; // NOLINT(modernize-use-nullptr): a false alarm
};

using OriginalId = Id<struct OriginalTag>;
using DocumentId = Id<struct DocumentTag>;
using RecordId = Id<struct RecordTag>;
using AttachmentId = Id<struct AttachmentTag>;
using JobId = Id<struct JobTag>;
using ObjectId = Id<struct ObjectTag>;
using UserId = Id<struct UserTag>;

/// Who acts: an account name and its role; for the audit trail. `system` is the service itself.
/// `arbitrates`: may settle what two people differ on. `scope`: what of the archive this person
/// sees.
struct Actor {
    std::string name;
    std::string role;
    bool arbitrates = false;
    Scope scope{};
};

[[nodiscard]] inline Actor system_actor()
{
    return {.name = "system", .role = "system"};
}

/// Up to `limit` items and where the next ones start (empty at the end).
template <typename Item>
struct Listing {
    std::vector<Item> items;
    std::string next_cursor;
};

// --- intake
// ---------------------------------------------------------------------------------------

enum class OriginalState { received, read, quarantined };

/// A file as received. `sha256` in hex; `reason` only when quarantined.
struct Original {
    OriginalId id;
    std::string station;
    std::string source_name;
    std::string media_type;
    std::int64_t size = 0;
    std::string sha256;
    Instant received_at{};
    OriginalState state = OriginalState::received;
    std::optional<capture::Refusal> reason;
    std::vector<DocumentId> documents;
    verify::Announced announced{}; ///< with the delivery that brought the bytes first
    bool is_destroyed = false;     ///< shredded: its name, digest and pages are gone
    /// Bundles that have pages of it; filled in for one that is asked for by its id.
    std::vector<OriginalId> bundles{};
};

/// What was announced of a batch by its cover sheet, its manifest or its sender: `sheets` of
/// customers' paper (covers and separators not counted), `sides` scanned of each, `separators` and
/// `files`. 0 (separators: -1) where nothing was said.
struct Announced {
    std::string name;
    int sheets = 0;
    int sides = 1;
    int separators = -1;
    int files = 0;
    std::string type;
};

/// The batch that a delivery belongs to. `key` is unique for ever; what the first delivery
/// announces holds.
struct BatchRef {
    std::string key;
    Announced announced;
};

/// A place in a document in review, as somebody saw it: behind `place` of its pages.
struct Insertion {
    DocumentId document_id;
    std::int64_t version = 0;
    int place = 0;
};

/// Bytes that arrive. `intake_key` names the delivery (upload UUID, claimed path): the same key
/// again is the same delivery, so a step repeated after a crash has no second effect.
struct Arrival {
    std::string intake_key;
    std::string station;
    std::string source_name;
    std::string media_type;
    std::span<const std::byte> bytes;
    Actor actor;
    std::optional<BatchRef> batch{}; ///< without one: the station's current batch
    verify::Announced announced{};   ///< what the sender says it shows; sealed with the original
    std::optional<capture::StationTime> station_time{}; ///< by the sender's own clock
    std::optional<Insertion> into{}; ///< its pages belong into a document that waits
};

/// `fresh`: new bytes. `repeat`: the same bytes arrived before, as original `id`. `replay`: this
/// very delivery was already kept.
enum class KeptAs { fresh, repeat, replay };

struct Kept {
    OriginalId id;
    KeptAs as = KeptAs::fresh;
    bool was_known = false; ///< the bytes were here before this delivery, also when it is a replay
};

/// A delivery that was kept, whoever asks again.
struct Delivery {
    OriginalId original_id;
    std::string station;
    bool was_known = false; ///< as of Kept
};

/// A claimed piece of work. Its effects count only while `fence` is the newest.
struct Job {
    JobId id;
    OriginalId original_id;
    std::string station;
    std::string media_type;
    bool is_bundle = false; ///< pages of several files
    bool look_only = false; ///< documents are made of its pages later
    std::string type;       ///< announced for a bundle; empty: none was
    int attempts = 0;
    std::int64_t fence = 0;
    Instant lease_until{};
};

/// The share of documents, chosen without looking at them, all of whose values go to a person; and
/// the types of which every document does, because nothing of them passes yet. `is_blind`: the
/// person keys values that nothing speaks against from the picture, without seeing them.
struct Sampling {
    double share = 0.0;
    std::set<std::string> whole_types{};
    bool is_blind = false;
};

/// What reading and verification made of an original.
struct Examined {
    std::vector<verify::CheckedDocument> documents;
    std::vector<capture::PageFacts> pages;
    std::vector<capture::Preview> previews;
    Sampling sampling{};
    verify::SecondEyesRules second_eyes{};
    KnownAnswers known_answers{};
    std::vector<ocr::Line> lines{}; ///< the text on the previews
};

// --- review
// ---------------------------------------------------------------------------------------

struct PreviewFacts {
    int width = 0;
    int height = 0;
    capture::Homography from_scan{1, 0, 0, 0, 1, 0, 0, 0, 1};
};

struct Page {
    capture::PageFacts facts;
    std::optional<PreviewFacts> preview;
};

/// A line of text where it runs, in pixels of the page's preview.
struct TextLine {
    std::string text;
    capture::Box box;
};

/// A page as it is printed with its text under it: its picture (a JPEG), `dpi` dots of it an inch,
/// and what was read on it. Of pages read before 2026-11-26 the text was not kept.
struct PrintedPage {
    Bytes jpeg;
    int width = 0;
    int height = 0;
    double dpi = 0.0;
    std::vector<TextLine> lines;
};

/// The part of a page's preview around a field: `box` in the preview's pixels.
struct PagePart {
    std::string field;
    capture::Box box;
    Bytes jpeg;
};

/// The preview's size, and the parts of it that are shown.
struct PageParts {
    int width = 0;
    int height = 0;
    std::vector<PagePart> parts;
};

enum class DocumentState { review, committed, rejected };

/// A page that seems to be a scan of a sheet that was scanned before: page `document_page` of
/// `document_id`, in that state. A hint for people: nothing is dropped for it.
struct SameSheet {
    int page = 0;
    DocumentId document_id;
    int document_page = 0;
    DocumentState state = DocumentState::review;
    std::string source_name;
    std::string batch_id; ///< empty: it came before there were batches
    std::string batch_name;
};

/// A person's wish that a document's sheets are scanned again, until somebody says they were.
struct RescanRequest {
    std::string reason;
    std::string requested_by;
    Instant requested_at{};
    std::string scanned_by; ///< empty: it is still to be done
    Instant scanned_at{};
};

/// A document with its values as they stand now, as one person may see it: a field whose
/// discrepancy hides its value has none here, nor a finding that speaks of it, and nobody sees what
/// another person keyed. `checked` holds the current value of each field; `as_read` what the
/// machine had read where a person changed it.
struct Document {
    DocumentId id;
    std::int64_t version = 0;
    DocumentState state = DocumentState::review;
    Original original;
    std::vector<Page> pages;
    verify::CheckedDocument checked;
    std::map<std::string, std::string> as_read;
    std::vector<verify::Discrepancy> discrepancies;
    std::map<std::string, std::string> reasons; ///< by field; "" is the document's own (rejection)
    std::string claimed_by;                     ///< empty: nobody, or the lease ran out
    Instant lease_until{};
    std::optional<RecordId> record_id;
    std::optional<RecordId> supplements{}; ///< the record that its pages came too late for
    std::vector<SameSheet> same_sheets{};  ///< of its pages
    std::set<std::string> for_you{}; ///< discrepancies on which this person may say what is right
    std::optional<RescanRequest> rescan{}; ///< then it is rejected
    std::vector<verify::ExternalCheck> external_checks{};
    /// What the decision that was just made did with a wrong value that was shown on purpose.
    std::optional<verify::AnswerOutcome> known_answer{};
};

/// What rules say of values, which the archive does not know: how a value of a field is written,
/// what speaks against a document, and who must look at a field that a decision contradicts.
/// Without a function: as it was keyed, nothing, one person.
struct FieldRules {
    std::function<std::string(
        const verify::CheckedDocument&, const std::string& field, const std::string& value
    )>
        normal{};
    std::function<
        std::vector<verify::Finding>(const verify::CheckedDocument&, const verify::Announced&)>
        findings{};
    std::function<verify::SecondEyes(const verify::CheckedDocument&, const std::string& field)>
        second_eyes{};

    /// Whom that field needs, as far as these rules say.
    [[nodiscard]] verify::SecondEyes
    second_eyes_of(const verify::CheckedDocument& document, const std::string& field) const
    {
        return second_eyes ? second_eyes(document, field) : verify::SecondEyes::none;
    }
};

/// Whom a document needs next, seen by one person: that person, another one who did not look yet,
/// or one who arbitrates.
enum class WaitsFor { you, second_person, arbiter };

/// How the queue is ordered before anything else; people with oversight say it.
enum class Urgency { urgent, normal, later };

struct QueueItem {
    DocumentId document_id;
    std::string type;
    double type_confidence = 0.0;
    std::string source_name;
    std::string station;
    Instant received_at{};
    int open_discrepancies = 0;
    std::string claimed_by;
    WaitsFor waits_for = WaitsFor::you;
    Urgency urgency = Urgency::normal;
    Instant due_at{}; ///< when it is to be settled
};

struct Counts {
    std::int64_t received = 0;
    std::int64_t quarantined = 0;
    std::int64_t review = 0;
    std::int64_t rejected = 0;
    std::int64_t committed = 0;
};

/// Why a change was not made; nothing happened.
enum class ConflictKind {
    not_found,
    version_changed,    ///< somebody else saved first
    claimed_by_other,   ///< a live lease of another person
    open_discrepancies, ///< commit before everything is decided
    closed,             ///< already committed or rejected
    not_yours,          ///< all that is left is for other people
    same_person,        ///< a second person must decide it
    out_of_scope,       ///< seen, but not this person's to change
    away,               ///< nothing is handed to a person who is away
    rule_broken,        ///< the value breaks its rule (broken_rule)
    not_allowed,        ///< the discrepancy's state or the input forbids it (decision, detail)
    restricted          ///< its customer's data are stored only (data_requests.h)
};

struct Conflict {
    ConflictKind kind = ConflictKind::not_found;
    std::string detail;
    std::optional<verify::DecisionErrorKind> decision{};
    std::optional<verify::Finding> broken_rule{};
};

// --- batches
// --------------------------------------------------------------------------------------

/// `automatic`: what a station sends until it pauses. `named`: by a manifest or a sender. `cover`:
/// opened by a cover sheet.
enum class BatchKind { automatic, named, cover };

/// `open`: more may come, or something does not add up. `balanced`: every sheet is accounted for
/// and the receipt is issued. `closed`: and every document is committed or rejected.
enum class BatchState { open, balanced, closed };

/// Whether more files may come: after `are_over` every document ends with the last of them.
enum class Arrivals { go_on, are_over };

/// A receipt that its station's folder lacks.
struct OwedReceipt {
    std::string batch_id;
    std::string batch_name;
    std::string receipt;
};

/// A page of a file.
struct FilePage {
    OriginalId original_id;
    int page_no = 0;
    auto
    operator<=>(const FilePage&) const = default; // NOLINT(modernize-use-nullptr): a false alarm
};

/// `is_waiting`: for the end of the document that it will be on, or to be read again for it.
/// `is_late`: that document was made without it. `document_id`: the one it is on.
struct LedgerPage {
    int page_no = 0;
    capture::PageRole role = capture::PageRole::content;
    bool blank = false;
    bool in_document = false;
    bool is_waiting = false;
    bool is_late = false;
    std::optional<DocumentId> document_id{};
    bool is_scanned_before = false; ///< it seems to be the sheet of an earlier page
};

/// A delivery of a batch, in the order of arrival. Pages are known once the file was read; where a
/// file serves two batches they are this one's, of `page_count` in all.
struct LedgerFile {
    OriginalId original_id;
    std::string source_name;
    std::string sha256;
    std::int64_t size = 0;
    OriginalState state = OriginalState::received;
    bool is_repeat = false;
    std::vector<LedgerPage> pages;
    int page_count = 0;
};

/// `is_kept`: the record exists and holds a picture of each of the document's pages. `pages` are
/// those in `original_id`, which is the first of its files.
struct LedgerDocument {
    DocumentId id;
    OriginalId original_id;
    DocumentState state = DocumentState::review;
    std::vector<int> pages;
    bool is_kept = false;
    std::optional<RescanRequest> rescan{};
};

/// Images are pages as scanned, sheets are paper. `content` are images that are neither cover,
/// separator nor blank.
struct LedgerCounts {
    int files = 0;
    int repeats = 0;
    int unread = 0;
    int unreadable = 0;
    int images = 0;
    int sheets = 0; ///< without covers and separators
    int cover_sheets = 0;
    int separators = 0;
    int blanks = 0;
    int content = 0;
    int documents = 0;
    int in_review = 0;
    int committed = 0;
    int rejected = 0;
    int rescans = 0; ///< of the rejected: sheets still to be scanned again
    bool operator==(const LedgerCounts&) const = default;
};

enum class ImbalanceKind {
    files_missing,
    files_extra,
    sheets_missing,
    sheets_extra,
    separators_missing,
    separators_extra,
    side_missing,    ///< an odd number of images where two sides were announced
    file_unreadable, ///< quarantined: nobody knows how many pages it has
    cover_inside,    ///< a second cover sheet, or pages before the cover
    page_unassigned, ///< neither blank nor on any document
    document_not_kept
};

/// Something that does not add up, and where to look first: a file of the batch and, where it is
/// known, its page (-1: the whole file; no file: the whole batch).
struct Imbalance {
    ImbalanceKind kind = ImbalanceKind::files_missing;
    int expected = 0;
    int found = 0;
    std::optional<OriginalId> original_id;
    int page_no = -1;
};

struct Balance {
    LedgerCounts counts;
    std::vector<Imbalance> imbalances;
};

struct BatchItem {
    std::string id;
    std::string station;
    BatchKind kind = BatchKind::automatic;
    BatchState state = BatchState::open;
    std::int64_t version = 0;
    Instant opened_at{};
    Instant last_arrival_at{};
    Announced announced;
    Balance balance;
    bool has_receipt = false;
    std::string accepted_by; ///< who let it pass although it does not balance
    std::string accepted_because;
    Urgency urgency = Urgency::normal; ///< of its documents
};

struct Batch {
    BatchItem item;
    std::vector<LedgerFile> files;
    std::vector<LedgerDocument> documents;
};

// --- records
// --------------------------------------------------------------------------------------

enum class AttachmentKind { original, page_preview };

struct Attachment {
    AttachmentId id;
    AttachmentKind kind = AttachmentKind::original;
    int page_no = 0;
    std::int64_t size = 0;
};

struct RecordItem {
    RecordId id;
    std::string number;           ///< D-2026-000001
    std::string archive_number{}; ///< 档号; empty until a record from before is filed
    std::string type;
    Instant committed_at{};
    std::string committed_by;
    std::string source_name;
    bool has_external_doubt = false; ///< the newest word of a service outside is no match
};

/// One line of the audit trail. Holds no personal data: `object` is `<kind> <id>`, `outcome` is
/// `done` or `denied`, `detail` a code or a field's name.
struct AuditEntry {
    std::int64_t seq = 0;
    Instant at{};
    std::string actor;
    std::string role;
    std::string action;
    std::string object;
    std::string outcome;
    std::string detail;
};

enum class CorrectionState { open, approved, declined };

/// What somebody found wrong in a record. `findings` are what the rules say of the record with the
/// right value; the archive adds what it knows of it.
struct Proposal {
    std::string field;
    std::string value;
    std::string reason;
    std::vector<verify::Finding> findings;
};

/// `reason` goes with declining.
struct CorrectionDecision {
    bool approve = false;
    std::string reason;
};

struct CorrectionItem {
    std::string id;
    RecordId record_id;
    std::string record_number;
    std::string type;
    std::string field;
    CorrectionState state = CorrectionState::open;
    std::string proposed_by;
    Instant proposed_at{};
    std::string decided_by;
    Instant decided_at{};
};

/// A record to look at again, because one of the same station, hour and type version was wrong.
struct CohortItem {
    RecordId record_id;
    std::string record_number;
    Instant committed_at{};
    std::string committed_by;
    std::string checked_by; ///< empty: nobody yet
    Instant checked_at{};
};

struct Correction {
    CorrectionItem item;
    std::string before;
    std::string after;
    std::string reason;
    std::string decline_reason;
    std::vector<verify::Finding> findings;
    std::vector<CohortItem> cohort;
};

struct Record {
    RecordItem item;
    DocumentId document_id;
    int type_version = 0;
    Original original;
    std::vector<Page> pages;
    std::vector<verify::CheckedField> fields;
    std::map<std::string, std::string> as_read;
    std::vector<verify::Discrepancy> discrepancies;
    std::vector<Attachment> attachments;
    std::vector<AuditEntry> history;
    std::vector<CorrectionItem> corrections{};            ///< those decided first, in their order
    std::vector<verify::ExternalCheck> external_checks{}; ///< of its document
    std::optional<Filing> filing{};
    std::vector<FilingChange> filing_changes{}; ///< newest first
    std::optional<RecordItem> supplements{};    ///< the record that its pages came too late for
    std::vector<RecordItem> supplemented_by{}; ///< records of pages that came too late for this one
};

/// A line of a list by class.
struct FiledItem {
    RecordId record_id;
    std::string number;
    std::string type;
    Instant committed_at{};
    Filing filing;
};

// --- external checks
// ------------------------------------------------------------------------------

/// A claimed asking of a service outside. `id` names it to the service; its effects count only
/// while `fence` is the newest.
struct CheckJob {
    std::string id;
    DocumentId document_id;
    std::string connector;
    verify::Asked asked;
    int attempts = 0;
    std::int64_t fence = 0;
    Instant lease_until{};
};

/// `answer_sha256` in hex, of the answer's bytes; `reference` is the service's own number for it.
struct CheckAnswer {
    verify::Outcome outcome = verify::Outcome::match;
    std::string answer_sha256;
    std::string reference;
};

/// Why a code from a mail was not taken.
enum class CodeRefusal {
    not_found, ///< the document, for this person
    not_sent,  ///< none is on its way
    expired,
    used_up, ///< too many wrong ones: send another
    wrong
};

// --- people
// ---------------------------------------------------------------------------------------

enum class SecondFactor { off, pending, enrolled };

struct User {
    UserId id;
    std::string username;
    std::string display_name;
    std::string role; ///< one or several, parted by commas
    bool must_change_password = false;
    SecondFactor second_factor = SecondFactor::off;
    bool disabled = false; ///< locked: by too many tries, by a reset that is held, or for good
    Instant created_at{};
    std::string department{}; ///< id; empty: the whole site
    bool manages = false;     ///< that department
    bool ended = false;       ///< the account is nobody's any more; its name stays taken
};

/// A signed-in person. `csrf_token` is bound to the session.
struct Session {
    User user;
    std::string csrf_token;
    Instant signed_in_at{};
    Instant expires_at{};
};

/// `token` goes into the cookie and is nowhere stored.
struct SignedIn {
    std::string token;
    Session session;
};

struct NewUser {
    User user;
    std::string one_time_password;
};

enum class SignInErrorKind { bad_credentials, second_factor_needed, throttled, weak_password };

struct SignInError {
    SignInErrorKind kind = SignInErrorKind::bad_credentials;
    Instant retry_at{};
};

struct Credentials {
    std::string_view username;
    std::string_view password;
    std::optional<std::string_view> totp;
};

// --- stations and uploads
// --------------------------------------------------------------------------------------

inline constexpr std::string_view station_token_prefix = "dst_";

/// A place that hands documents in by upload and shows who it is by a token. (A hot folder needs
/// none: its place in the file system is its identity.)
struct Station {
    std::string name;
    Instant created_at{};
    bool disabled = false;
};

/// `token` is shown once and nowhere stored.
struct NewStation {
    Station station;
    std::string token;
};

/// How much may lie here unfinished: what is begun may be finished, so whole sizes count.
struct UploadLimits {
    int per_sender = 16;                                       ///< uploads open at once
    std::int64_t bytes = std::int64_t{2} * 1024 * 1024 * 1024; ///< of all senders together
};

/// An upload on its way. `sender` is who began it and alone may go on (`station …`, `user …`);
/// `sha256` in hex is that of the whole file, as announced.
struct Upload {
    std::string id; ///< the sender's UUID
    std::string sender;
    std::string station;
    std::string source_name;
    std::string sha256;
    std::int64_t total = 0;
    std::int64_t offset = 0; ///< bytes that are here, from the first on without gaps
};

/// A piece of a file. What it says of the upload as a whole counts when it is the first one, and
/// must not differ later; an empty `sha256` says nothing.
struct UploadPart {
    std::string upload_id;
    std::string sender;
    std::string station;
    std::string source_name;
    std::string sha256;
    std::int64_t total = 0;
    std::int64_t first_byte = 0;
    std::span<const std::byte> bytes;
    Actor actor;
};

enum class PartRefusalKind {
    elsewhere, ///< it does not begin at `offset`, where the upload goes on
    differs,   ///< another size or digest than the upload was begun with
    not_yours, ///< somebody else's upload
    no_digest, ///< the first part must announce the whole file's digest
    too_many,  ///< the sender has enough unfinished ones
    no_room    ///< all senders together have
};

struct PartRefusal {
    PartRefusalKind kind = PartRefusalKind::elsewhere;
    std::int64_t offset = 0;
};

// --- soundness
// ------------------------------------------------------------------------------------

/// The first entry that is not as written, and why.
struct AuditFault {
    std::int64_t seq = 0;
    std::string reason;
};

struct AuditVerdict {
    std::int64_t entries = 0;
    std::string root_hash; ///< RFC 6962, hex
    std::optional<AuditFault> fault;
};

struct FsckFault {
    std::string object;
    std::string reason;
};

struct FsckReport {
    std::int64_t objects = 0;
    std::int64_t rows = 0;
    std::vector<FsckFault> faults;
    std::vector<ObjectId> orphans; ///< sealed files without a row (left by a crash before commit)
    AuditVerdict audit;

    [[nodiscard]] bool is_sound() const { return faults.empty() && !audit.fault; }
};

} // namespace dossier::store
