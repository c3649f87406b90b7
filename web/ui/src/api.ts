// The only file that talks to the server. DTOs keep the server's spelling.

export const roles = ['operator', 'verifier', 'arbiter', 'supervisor', 'records', 'exporter', 'service', 'auditor', 'security_officer', 'system_administrator', 'administrator'] as const;
export type Role = (typeof roles)[number];
/** What a route asks of who calls it (web/access.h). */
export type Permission = 'station' | 'intake' | 'review' | 'arbitrate' | 'supervise' | 'borrow' | 'lend' | 'records' | 'keep_records' | 'take_out' | 'audit' | 'design' | 'accounts' | 'administer' | 'security';
export type SecondFactor = 'off' | 'enrolled' | 'required';

/** `role`: one or several, parted by commas. `department`: its id; null: the whole site, which nobody `manages`. */
export interface State { sealed: boolean; ready: boolean; has_token: boolean }
export interface Person { id: string; username: string; display_name: string; role: string; department: string | null; manages: boolean }
export interface User extends Person { must_change_password: boolean; second_factor: 'off' | 'enrolled'; disabled: boolean; ended: boolean }
export const rolesOf = ({ role }: Pick<Person, 'role'>): Role[] => role.split(',').filter((one): one is Role => roles.includes(one as Role));
export interface Department { id: string; name: string }
export interface Departments { items: Department[]; stations: { name: string; department: string | null }[] }
export interface Session {
  user: Person;
  permissions: Permission[];
  csrf_token: string;
  must_change_password: boolean;
  second_factor: SecondFactor;
  site: { demo: boolean; warnings: string[]; need_to_know: boolean; utc_offset_minutes: number };
}

export interface Titles { zh_hans: string; zh_hant: string; en: string }
export interface FieldType {
  name: string;
  title: Titles;
  grammar: string;
  choices: string[];
  required: boolean;
  multiline: boolean;
  sensitivity: string;
}
/** `is_withdrawn`: there are documents of it, and no page is read as it any more. */
export interface DocumentType { name: string; version?: number; title: Titles; fields: FieldType[]; is_withdrawn?: boolean }

/** A type as its file has it (samples/types/README.md); whatever is missing is not said yet. */
export interface FieldForm {
  name: string;
  title: Titles;
  labels?: string[];
  grammar?: string;
  part?: string;
  choices?: string[];
  endings?: string[];
  place?: string;
  until?: string[];
  /** Left, top, width, height in thousandths of the page. */
  zone?: number[];
  ranked?: boolean;
  mrz?: string;
  rule?: string;
  required?: boolean;
  multiline?: boolean;
  side?: string;
  sensitivity?: string;
  second_eyes?: string;
}
export interface AnchorForm { text?: string; mrz?: string; number?: string; begins?: string[]; weight?: number }
export interface TypeForm {
  name?: string;
  version?: number;
  title?: Titles;
  colour?: string;
  second_eyes?: string;
  cross_checks?: string[];
  other_labels?: string[];
  anchor?: AnchorForm[];
  field?: FieldForm[];
}
export interface TypeWords { grammars: string[]; rules: string[]; cross_checks: string[]; fields: FieldForm[] }
/** `is_installed`: it lies in a file beside the program, nobody published it. */
/** `is_withdrawal`: it takes the type out of force and has no text. */
export interface TypeVersion { name: string; version: number; is_installed: boolean; is_withdrawal: boolean; published_by: string | null; published_at: string | null; reason: string | null }
export interface TypeSummary extends TypeVersion { title: Titles; fields: number; versions: number; is_withdrawn: boolean }
export interface TypeVersionText extends TypeVersion { text: string; form: TypeForm }
export interface Specimen { position: number; source_name: string; size: number }
export interface TypeDraftRow { id: string; name: string | null; title: Titles | null; specimens: number; changed_by: string; changed_at: string }
export interface TypeDraft {
  id: string;
  version: number;
  form: TypeForm;
  text: string;
  /** Why it cannot be published yet. */
  fault: { line: number; reason: string } | null;
  begun_by: string;
  begun_at: string;
  changed_by: string;
  changed_at: string;
  specimens: Specimen[];
}
export interface TrialField { name: string; value: string; raw: string; confidence: number; status: 'accepted' | 'review'; page: number; box: Box; as_today?: boolean; masked?: boolean }
export interface TrialDocument { type: string; type_confidence: number; pages: number[]; fields: TrialField[]; findings: Finding[] }
export interface TrialPage { index: number; width: number; height: number; from_scan: Affine | Homography; jpeg: string }
/** `box` of a line: pixels of the picture; of a pair: of the scan. */
export interface TrialLine { page: number; text: string; box: Box }
export interface TypeTrial {
  draft_version: number;
  /** False: the draft is no type yet, and the page was read without it. */
  is_type: boolean;
  recognised: boolean;
  documents: TrialDocument[];
  published: TrialDocument[] | null;
  pages: TrialPage[];
  lines: TrialLine[];
  pairs: { label: string; value: string; page: number; box: Box }[];
}

export type Box = [x: number, y: number, width: number, height: number];
export type Affine = [number, number, number, number, number, number];
/** With a last row of its own, where a photographed page was rectified. */
export type Homography = [...Affine, number, number, number];
export type Flaw =
  | 'resolution_low' | 'blurred' | 'contrast_low' | 'too_dark' | 'glare' | 'cut_off' | 'corner_missing' | 'skewed' | 'colour_missing'
  | 'print_broken';
export interface Page {
  index: number;
  width: number;
  height: number;
  dpi: number;
  rotation_deg: number;
  skew_deg: number;
  blank: boolean;
  blank_probability: number;
  colour_mode: 'bitonal' | 'grey' | 'colour';
  role: 'content' | 'cover_sheet' | 'separator';
  codes: { symbology: string; text: string; box: Box }[];
  quality: { blur: number; contrast: number; verdict: 'good' | 'fair' | 'poor'; flaws: Flaw[] };
  preview: { width: number; height: number; from_scan: Affine | Homography } | null;
}
export interface Candidate { value: string; confidence: number }
export type DiscrepancyState = 'open' | 'second_eyes' | 'arbitration' | 'confirmed' | 'corrected' | 'unreadable' | 'rescan_requested' | 'rejected';
/** Who must find the same: another person, shown what was read or keying blind; or the machine, beside a person who keys blind. */
export type SecondEyes = 'none' | 'shown' | 'blind' | 'machine';
export interface Field {
  name: string;
  value: string;
  raw: string;
  confidence: number;
  status: 'accepted' | 'review';
  page: number;
  box: Box;
  alternatives: Candidate[];
  /** What the machine had read, where a person changed the value. */
  as_read: string | null;
  decided: { state: DiscrepancyState; by: string; at: string } | null;
  discrepancy_id: string | null;
  /** To be keyed from the picture: what was read is left out. */
  hidden: boolean;
  /** Of a record, where the site shows what identifies masked until it is asked for. */
  masked?: boolean;
}
export interface Discrepancy {
  id: string;
  field: string;
  state: DiscrepancyState;
  second_eyes: SecondEyes;
  /** Whether the person who asks may say what is right. */
  for_you: boolean;
  decided_by: string | null;
  decided_at: string | null;
}
export interface Finding { code: string; severity: 'info' | 'confirm' | 'error'; fields: string[]; message: Titles }
export interface Document {
  id: string;
  version: number;
  state: 'review' | 'committed' | 'rejected';
  type: string;
  type_version: number;
  type_confidence: number;
  original: { id: string; source_name: string; station: string; received_at: string; sha256: string; state: string };
  /** The pages of the original that this document stands on. */
  page_indexes: number[];
  pages: Page[];
  fields: Field[];
  discrepancies: Discrepancy[];
  findings: Finding[];
  claimed_by: string | null;
  lease_until: string | null;
  record_id: string | null;
  /** The record that its pages came too late for. */
  supplements: string | null;
  same_sheets: SameSheet[];
  rescan: Rescan | null;
  external_checks: ExternalCheck[];
  /** In the answer to a decision: what it did with a wrong value that was shown on purpose. */
  known_answer: AnswerOutcome | null;
}

/** What may go: its retention term is over since the end of `kept_through`. */
export interface DueRecord {
  record_id: string;
  record_number: string;
  archive_number: string | null;
  type: string;
  retention_class: string;
  committed_at: string;
  kept_through: number;
  is_held: boolean;
  is_listed: boolean;
}
export type Opinion = 'destroy' | 'extend' | 'keep';
export type DisposalStep = 'approve' | 'witness' | 'carry-out' | 'withdraw';
export interface DisposalSummary {
  id: string;
  number: string;
  state: 'proposed' | 'approved' | 'witnessed' | 'carried_out' | 'withdrawn';
  proposed_by: string;
  proposed_at: string;
  records: number;
}
export type DisposalItem = Omit<DueRecord, 'is_held' | 'is_listed'> & { opinion: Opinion; until_year: number | null; is_destroyed: boolean };
export interface Disposal extends DisposalSummary {
  reason: string;
  signatures: { step: 'propose' | 'approve' | 'witness' | 'carry_out' | 'withdraw'; person: string; at: string }[];
  items: DisposalItem[];
  has_certificate: boolean;
}
export interface LegalHold { id: string; record_id: string; reason: string; placed_by: string; placed_at: string }

export interface ShareInterval { least: number; most: number }
export interface PersonAnswers { person: string; caught: number; missed: number; differed: number; disputed: number; caught_share: ShareInterval }
export type DeadlineKind = 'queue' | 'loan' | 'review' | 'expiry';
/** Counts of the last days. `by_age`: up to an hour, four hours, a day, three days, and longer. */
export interface Figures {
  since: string;
  waiting: { type: string; by_age: number[] }[];
  /** Over its time, due within a day, a week, 30 days, 90 days. */
  deadlines: { kind: DeadlineKind; by_time: number[] }[];
  days: { day: string; files: number; unreadable: number; documents: number; straight_through: number; by_people: number }[];
  work: { person: string; hour: string; fields: number }[];
  stations: { station: string; files: number; unreadable: number }[];
  accuracy: {
    sampled: number;
    accepted: number;
    wrong: number;
    wrong_share: ShareInterval;
    calibration: { from: number; values: number; right: number; confidence: number; right_share: ShareInterval }[];
  };
}

export type AnswerOutcome = 'caught' | 'missed' | 'differed' | 'disputed';

/** What a service outside was asked, and says. `trouble`: why there is no answer yet. */
export interface ExternalCheck {
  connector: string;
  kind: string;
  about: string;
  fields: string[];
  state: 'not_asked' | 'waiting' | 'code_sent' | 'answered' | 'withdrawn';
  outcome: 'match' | 'mismatch' | 'not_found' | null;
  /** The document still has the values that were asked. */
  is_current: boolean;
  asked_by: string | null;
  asked_at: string | null;
  answered_at: string | null;
  valid_until: string | null;
  reference: string | null;
  answer_sha256: string | null;
  attempts: number;
  trouble: string | null;
  code_expires_at: string | null;
  code_tries_left: number;
}

/** Its sheets are to be scanned again, until `scanned_by` says that they were. */
export interface Rescan { reason: string; requested_by: string; requested_at: string; scanned_by: string | null; scanned_at: string | null }

/** What one of two people found who differ; shown to the person who arbitrates. */
export interface Keying { unreadable: boolean; value: string; reason: string | null }

/** A page that seems to be a scan of a sheet that was scanned before. */
export interface SameSheet {
  page: number;
  document_id: string;
  document_page: number;
  state: Document['state'];
  source_name: string;
  batch_id: string | null;
  batch_name: string | null;
}

export interface QueueItem {
  document_id: string;
  type: string;
  type_confidence: number;
  source_name: string;
  station: string;
  received_at: string;
  open_discrepancies: number;
  claimed_by: string | null;
  waits_for: 'you' | 'second_person' | 'arbiter';
  urgency: Urgency;
  due_at: string;
}
export type Urgency = 'urgent' | 'normal' | 'later';

/** A document beside others of its batch. */
export interface Neighbour {
  document_id: string;
  version: number;
  type: string;
  state: Document['state'];
  source_name: string;
  claimed_by: string | null;
  pages: number[];
}
/** Other documents of the pages of these; `type` null: reading finds it out. */
export interface Rearrangement {
  from: { document_id: string; version: number }[];
  into: { type: string | null; pages: { document_id: string; page: number }[] }[];
}

/** How many values wait of one field. */
export interface ValueGroup { type: string; field: string; values: number }
/** One of many values side by side; `glyphs` are the characters of it that are doubted. */
export interface GroupValue {
  document_id: string;
  version: number;
  type: string;
  discrepancy_id: string;
  field: string;
  value: string;
  glyphs: string[];
  box: Box;
  page: Page;
  findings: Finding[];
}
export interface Confirmed { discrepancy_id: string; outcome: 'confirmed' | 'committed' | 'refused'; problem: string | null; record_number: string | null }

/** A person who can have documents open. */
export interface Desk { username: string; display_name: string; role: string; away: boolean; held: { document_id: string; type: string; lease_until: string }[] }

export interface Counts { review: number; received: number; quarantined: number; committed: number }
export interface Listing<T> { items: T[]; next_cursor: string | null }
/** `away`: nothing is handed to the person who asks. */
export interface Queue extends Listing<QueueItem> { counts: Counts; away: boolean }

export interface RecordRow { id: string; number: string; archive_number: string | null; type: string; committed_at: string; committed_by: string; source_name: string; has_external_doubt: boolean }
export type MatchKind = 'number' | 'whole' | 'beginning' | 'part' | 'variant' | 'sound' | 'initials' | 'similar';
/** A value in three pieces, of which the middle one matches. */
export interface Match { field: string; kind: MatchKind; before: string; match: string; after: string; is_former: boolean }
export interface Hit extends RecordRow { title: string; matches: Match[] }
export interface FacetCount { value: string; records: number }
export interface Found extends Listing<Hit> {
  read_as: 'everything' | 'number' | 'text';
  total: number;
  is_capped: boolean;
  facets: { types: FacetCount[]; stations: FacetCount[]; years: FacetCount[] };
  index: { is_whole: boolean; records: number };
}
export interface HistoryEntry { at: string; actor: string; action: string; detail: string | null }
export interface Attachment { id: string; kind: 'original' | 'page_preview'; page: number | null; size: number }
export interface CommittedRecord {
  /** Its holder asked that it is stored only. */
  restricted?: boolean;
  id: string;
  number: string;
  archive_number: string | null;
  type: string;
  type_version: number;
  committed_at: string;
  committed_by: string;
  fields: Field[];
  original: Document['original'];
  pages: Page[];
  attachments: Attachment[];
  history: HistoryEntry[];
  external_checks: ExternalCheck[];
  corrections: CorrectionRow[];
  filing: Filing | null;
  filing_changes: FilingChange[];
  /** The record that its pages came too late for, and those of pages that came too late for this one. */
  supplements: RecordRow | null;
  supplemented_by: RecordRow[];
}

// --- how records are filed
export const classNames = ['nature', 'business', 'value_tier', 'region', 'security_level', 'retention_class'] as const;
export type ClassName = (typeof classNames)[number];
export type FilingBody = Record<ClassName | 'box' | 'volume', string | null> & { tags: string[] };
export type Filing = FilingBody & { archive_number: string; version: number; region_name: string | null };
export interface FilingChange { version: number; before: FilingBody; after: FilingBody; reason: string; changed_by: string; changed_at: string }
export interface RiskWord { name: string; title: Titles; review_months: number }
export interface FilingPlan { number: string; classes: { name: ClassName; words: { name: string; title: Titles }[] }[]; risks: RiskWord[] }
// --- borrowing
export type LoanKind = 'view' | 'paper';
export type LoanState = 'requested' | 'approved' | 'declined' | 'withdrawn' | 'returned';
export type LoanList = 'mine' | 'waiting' | 'out' | 'all';
export interface Loan {
  id: string;
  number: string;
  kind: LoanKind;
  state: LoanState;
  over: boolean;
  borrower: string;
  purpose: string;
  days: number;
  requested_at: string;
  decided_by: string | null;
  decided_at: string | null;
  decline_reason: string | null;
  until: string | null;
  renewals: number;
  returned_by: string | null;
  returned_at: string | null;
  return_note: string | null;
  records: { record_id: string; number: string; archive_number: string | null; type: string }[];
}
export interface Borrowed { loan: Loan; watermark: string; record: CommittedRecord }

// --- customers and what is due
export interface CustomerRow { id: string; kind: 'person' | 'company'; name: string; records: number; newest_at: string | null; risk: string | null }
export interface CustomerRelation { relation: string; named_here: boolean; name: string; customer_id: string | null; record_id: string; record_number: string }
export interface CustomerEvent {
  at: string;
  what: string;
  who: string;
  reason: string | null;
  field: string | null;
  before: string | null;
  after: string | null;
  record_id: string | null;
  record_number: string | null;
  type: string | null;
}
export interface CustomerMerge {
  id: string;
  customer_id: string;
  into_id: string;
  name: string;
  merged_by: string;
  merged_at: string;
  reason: string;
  ended_by: string | null;
  ended_at: string | null;
  end_reason: string | null;
}
export type DueKind = 'review' | 'expiry';
export interface Due {
  id: string;
  kind: DueKind;
  state: 'open' | 'done' | 'superseded';
  due_on: string;
  field: string | null;
  customer_id: string;
  customer_name: string;
  record_id: string | null;
  record_number: string | null;
  type: string | null;
  done_by: string | null;
  done_at: string | null;
  note: string | null;
}
export interface Customer extends CustomerRow {
  version: number;
  /** He asked that his data are stored only. */
  restricted?: boolean;
  numbers: { field: string; value: string }[];
  record_list: { record_id: string; number: string; archive_number: string | null; type: string; committed_at: string; customer_id: string }[];
  relations: CustomerRelation[];
  timeline: CustomerEvent[];
  merges: CustomerMerge[];
  alike: CustomerRow[];
  due: Due[];
}

/** What is not there stays; tags are divided by commas. */
export type Refiling = Partial<Record<ClassName | 'box' | 'volume' | 'tags', string>> & { reason: string };

export type CorrectionState = 'open' | 'approved' | 'declined';
export interface CorrectionRow {
  id: string;
  record_id: string;
  record_number: string;
  type: string;
  field: string;
  state: CorrectionState;
  proposed_by: string;
  proposed_at: string;
  decided_by: string | null;
  decided_at: string | null;
}
/** A record of the same station, hour and type version, to be looked at again. */
export interface CohortRow { record_id: string; record_number: string; committed_at: string; committed_by: string; checked_by: string | null; checked_at: string | null }
export interface Correction extends CorrectionRow {
  before: string;
  after: string;
  reason: string;
  decline_reason: string | null;
  findings: Finding[];
  cohort: CohortRow[];
}

export interface OriginalRow {
  id: string;
  source_name: string;
  station: string;
  received_at: string;
  state: string;
  reason: { code: string; message: string } | null;
  documents: string[];
  /** Originals that have pages of it now. */
  bundles: string[];
}
export interface BatchRow {
  id: string;
  name: string;
  station: string;
  kind: 'automatic' | 'named' | 'cover';
  state: 'open' | 'balanced' | 'closed';
  version: number;
  opened_at: string;
  last_arrival_at: string;
  announced: { sheets: number | null; sides: number; separators: number | null; files: number | null; type: string | null };
  counts: {
    files: number; repeats: number; unread: number; unreadable: number;
    images: number; sheets: number; cover_sheets: number; separators: number; blanks: number; content: number;
    documents: number; in_review: number; committed: number; rejected: number; rescans: number;
  };
  imbalances: Imbalance[];
  has_receipt: boolean;
  accepted_by: string | null;
  accepted_because: string | null;
  urgency: Urgency;
}
export type ImbalanceKind =
  | 'files_missing' | 'files_extra' | 'sheets_missing' | 'sheets_extra' | 'separators_missing' | 'separators_extra'
  | 'side_missing' | 'file_unreadable' | 'cover_inside' | 'page_unassigned' | 'document_not_kept';
/** `original_id` and `page`: where to look first. */
export interface Imbalance { kind: ImbalanceKind; expected: number; found: number; original_id: string | null; page: number | null }
export interface LedgerPage { index: number; role: Page['role']; blank: boolean; in_document: boolean; waiting: boolean; late: boolean; document_id: string | null; scanned_before: boolean }
export interface LedgerFile {
  original_id: string;
  source_name: string;
  sha256: string;
  size: number;
  state: 'received' | 'read' | 'quarantined';
  repeat: boolean;
  /** Of the whole file; `pages` are those of this batch. */
  page_count: number;
  pages: LedgerPage[];
}
export interface LedgerDocument { id: string; original_id: string; state: Document['state']; pages: number[]; rescan: Rescan | null }
export interface Batch extends BatchRow { files: LedgerFile[]; documents: LedgerDocument[] }

export interface StationHealth {
  station: string;
  last_read_at: string | null;
  last_hour: number;
  rejected: number;
  trouble: string | null;
  waiting_count: number;
  waiting: { source_name: string; since: string; reason: 'settling' | 'incomplete' | 'busy' | 'batch' | 'queued' }[];
  rules: { separation: string; sides: number; across_files: boolean; batch_idle_s: number };
  warnings: ('dirty_glass' | 'feeder_crooked' | 'lamp_dim' | 'clock_fast' | 'clock_slow' | 'clock_slow_or_late')[];
  streak_at: number | null;
  skew_deg: number | null;
  skew_change_deg: number | null;
  paper_brightness: number | null;
  brightness_change: number | null;
  clock_ahead_s: number | null;
}
export interface Cover { batch: string; sheets: string; sides: string; separators: string; type: string; station: string }

export interface Upload { original_id: string; duplicate_of: string | null }
export const exportFormats = ['csv', 'json', 'pdf', 'package'] as const;
export type ExportFormat = (typeof exportFormats)[number];
export const exportPurposes = ['customer_request', 'authority_request', 'audit', 'migration', 'business'] as const;
export type ExportPurpose = (typeof exportPurposes)[number];
/** Which records: those that a search finds, or those that are filed so. */
export type ExportOrder = { format: ExportFormat; purpose: ExportPurpose } & ({ search: Record<string, string> } | { filed: Record<string, string> });
export interface ExportRun { id: string; state: 'making' | 'ready' | 'failed'; format: ExportFormat; purpose: ExportPurpose; records: number; done: number; bytes: number; failure: 'gone' | 'restricted' | 'too_large' | 'stopped' | 'not_made' | null; ordered_at: string }
export interface ExportStep { id: string; step: 'requested' | 'exported' | 'failed'; format: string; purpose: string; records: number; sha256: string | null; person: string; at: string }
export interface Exports extends Listing<ExportStep> { runs: ExportRun[] }

/** A system outside that is told what happens, as the configuration has it. `trouble`: why the last attempt failed. */
export interface Webhook {
  name: string;
  url: string;
  events: string[];
  behind: number;
  attempts: number;
  trouble: string | null;
  tried_again_at: string | null;
  given_up_after_h: number;
  queue: { waiting: number; is_more: boolean; next: { id: number; event: string; occurred_at: string } | null };
}

export interface AuditRow { seq: number; at: string; actor: string; action: string; object: string; outcome: string; detail: string }

/** `box`: x, y, width and height in the preview; `jpeg`: base64. */
export interface PageParts { width: number; height: number; parts: { field: string; box: [number, number, number, number]; jpeg: string }[] }
/** Why somebody looks at a whole sheet (web/api/need_to_know.cpp). */
export const sheetReasons = ['context', 'wrong_place', 'stamp_or_signature', 'type_in_doubt', 'asked_by_supervisor'] as const;
export type SheetReason = (typeof sheetReasons)[number];

export type Decision =
  | { action: 'confirm'; override_reason?: string }
  | { action: 'correct'; value: string; override_reason?: string }
  | { action: 'mark_unreadable'; reason: string }
  | { action: 'reopen' };

export type RegisterKind = 'handover' | 'loans' | 'destruction';
/** A register that was made; `list`: the one list of records that it is of, instead of days. */
export interface Register { number: string; kind: RegisterKind; from: string | null; until: string | null; list: string | null; classes: Partial<Record<ClassName, string>>; lines: number; sha256: string; made_by: string; made_at: string; note: string }

export type DataRight = 'access' | 'copy' | 'correction' | 'restriction' | 'objection' | 'erasure';
export type DataAnswer = 'granted' | 'partly' | 'refused';
export interface DataRequestRow { id: string; number: string; state: 'received' | 'identified' | 'drafted' | 'answered' | 'withdrawn'; rights: DataRight[]; name: string; received_on: string; due_on: string; extended_from: string | null; overdue: boolean; registered_by: string; registered_at: string }
/** Something that speaks of the person; `kept_through`: null while its term does not run. */
export interface FoundItem { id: string; kind: 'record' | 'document'; found_by: 'number' | 'name'; own: boolean; included: boolean; number: string | null; archive_number: string | null; type: string | null; at: string | null; state: 'filed' | 'review' | 'rejected' | 'committed' | 'destroyed'; kept_through: number | null; is_held: boolean; may_be_listed: boolean }
export interface DataRequest extends DataRequestRow {
  version: number; id_number: string; contact: string | null; represented_by: string | null; wish: string | null; proof: string | null; customer_id: string | null; restricted: boolean; extension_reason: string | null; extendable_until: string | null;
  answer: DataAnswer; answer_text: string | null; answer_reason: string | null; note: string | null; steps: { what: string; who: string; at: string; detail: string | null }[]; found: FoundItem[]; unread_files: number;
}
export interface CountedWord { word: string | null; records: number; bytes: number }
export interface MonthCounts { month: string; records: number; bytes: number; loans: number; reviews: number; corrections: number; destroyed: number }
export interface TypeQuality { type: string; records: number; fields: number; missing: number; overridden: number; unseen: number; corrected: number; expired: number }
export interface Statistics {
  records: number; bytes: number; uncounted: number; by: { name: string; words: CountedWord[] }[]; months: MonthCounts[]; quality: TypeQuality[];
  desk: Record<'loans_waiting' | 'loans_out' | 'loans_overdue' | 'reviews_overdue' | 'expiries_overdue' | 'corrections_open' | 'requests_open' | 'requests_overdue', number>;
}

/** RFC 9457 problem details, or what stands in for them when the server did not answer. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly detail: string,
    readonly findings: Finding[] = [],
  ) {
    super(detail || type);
  }
}

interface Request {
  method?: string;
  json?: unknown;
  version?: number;
  /** Sent as it is, with its name. */
  file?: File;
  /** false: a 401 is an answer (signing in), not the end of a session. */
  inSession?: boolean;
}

/** Asked when the session has ended under a request; resolves when the person has signed in again. */
export type SignInAgain = () => Promise<void>;

export class Api {
  private csrf = '';
  /** Hears what a document or record was read with before it is shown: that may be another version than the one in force. */
  readWith: (type: string, version: number) => Promise<void> = () => Promise.resolve();
  signInAgain: SignInAgain = () => Promise.reject(new Problem(401, 'signed_out', ''));

  // --- session ---------------------------------------------------------------------------------
  state = () => this.get<State>('/state', { inSession: false });
  unseal = (by: { passphrase: string } | { pin: string }) => this.send<void>('POST', '/unseal', by, { inSession: false });
  session = async () => this.keep(await this.get<Session>('/session', { inSession: false }));
  async signIn(username: string, password: string, totp: string) {
    const body = totp ? { username, password, totp } : { username, password };
    return this.keep(await this.send<Session>('POST', '/session', body, { inSession: false }));
  }
  async signOut() {
    await this.send<void>('DELETE', '/session');
    this.csrf = '';
  }
  async changePassword(old_password: string, new_password: string) {
    return this.keep(await this.send<Session>('POST', '/session/password', { old_password, new_password }));
  }
  startSecondFactor = () => this.send<{ secret: string; otpauth_uri: string }>('POST', '/session/second-factor', {});
  async confirmSecondFactor(code: string) {
    return this.keep(await this.send<Session>('POST', '/session/second-factor/confirm', { code }));
  }

  // --- verification ----------------------------------------------------------------------------
  types = async () => (await this.get<{ types: DocumentType[] }>('/types')).types;
  queue = (cursor: string | null = null) => this.get<Queue>(`/queue${query({ cursor })}`);
  async claimNext(after: string | null): Promise<Document | null> {
    const document = await this.send<Document | undefined>('POST', '/queue/claim', after ? { after } : {});
    return document ? this.withType(document) : null;
  }
  document = async (id: string) => this.withType(await this.get<Document>(`/documents/${id}`));
  claim = (id: string) => this.send<{ lease_until: string; lease_s: number }>('PUT', `/documents/${id}/claim`, {});
  release = (id: string) => this.send<void>('DELETE', `/documents/${id}/claim`);
  /** Of a page that is not open to this person: the parts around what is disputed. */
  pageParts = (id: string, page: number) => this.get<PageParts>(`/documents/${id}/pages/${page}/parts`);
  openSheet = (id: string, reason: SheetReason) => this.send<void>('POST', `/documents/${id}/sheet`, { reason });
  revealField = async (record: string, field: string) => (await this.send<{ value: string }>('POST', `/records/${record}/fields/${field}/reveal`, {})).value;
  documentImage = (id: string, page: number) => this.image(`/documents/${id}/pages/${page}/image`);
  decide = (discrepancy: string, version: number, decision: Decision) =>
    this.send<Document>('POST', `/discrepancies/${discrepancy}/decision`, decision, { version });
  reject = (id: string, version: number, reason: string) =>
    this.send<Document>('POST', `/documents/${id}/reject`, { reason }, { version });
  /** The sheets are to be scanned again. */
  rescan = (id: string, version: number, reason: string) =>
    this.send<Document>('POST', `/documents/${id}/rescan`, { reason }, { version });
  rescanned = (id: string) => this.send<void>('POST', `/documents/${id}/rescanned`, {});
  dueDisposals = async () => (await this.get<{ items: DueRecord[] }>('/due-disposals')).items;
  disposals = (cursor: string | null) => this.get<Listing<DisposalSummary>>(`/disposals${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`);
  disposal = (id: string) => this.get<Disposal>(`/disposals/${id}`);
  proposeDisposal = (reason: string, items: { record_id: string; opinion: Opinion; until_year?: number }[]) => this.send<Disposal>('POST', '/disposals', { reason, items });
  takeDisposalStep = (id: string, step: DisposalStep) => this.send<Disposal>('POST', `/disposals/${id}/${step}`);
  certificate = (id: string) => this.image(`/disposals/${id}/certificate`);
  registers = (cursor: string | null = null) => this.get<Listing<Register>>(`/registers${query({ cursor })}`);
  /** A PDF, under the register's number. */
  makeRegister = (said: object) => this.file('/registers', said);
  dataRequests = (list: 'open' | 'all', cursor: string | null = null) => this.get<Listing<DataRequestRow> & { overdue: number }>(`/data-requests${query({ list, cursor })}`);
  registerDataRequest = (said: Record<string, string>) => this.send<DataRequest>('POST', '/data-requests', Object.fromEntries(Object.entries(said).filter(([, text]) => text.trim())));
  dataRequest = (id: string) => this.get<DataRequest>(`/data-requests/${id}`);
  /** A step that the path names, with what it says. */
  stepDataRequest = (id: string, step: string, said: Record<string, string> = {}) => this.send<DataRequest>('POST', `/data-requests/${id}/${step}`, said);
  includeFound = (id: string, item: string, included: boolean) => this.send<DataRequest>('PUT', `/data-requests/${id}/found/${item}`, { included: String(included) });
  correctForRequest = (id: string, said: Record<string, string>) => this.send<Correction>('POST', `/data-requests/${id}/corrections`, said);
  copyForRequest = (id: string, format: 'pdf' | 'package', language: string) => this.file(`/data-requests/${id}/copy`, { format, language });
  requestLetter = (id: string, letter: 'letter' | 'extension/letter', language: string) => this.image(`/data-requests/${id}/${letter}${query({ language })}`);
  statistics = (months: number) => this.get<Statistics>(`/statistics?months=${months}`);
  statisticsCsv = (months: number) => this.image(`/statistics?months=${months}&format=csv`);
  placeHold = (record: string, reason: string) => this.send<LegalHold>('POST', `/records/${record}/holds`, { reason });
  noteClosed = (record: string, closed_on: string) => this.send<void>('POST', `/records/${record}/closing`, { closed_on });
  figures = (days: number) => this.get<Figures>(`/figures?days=${days}`);
  knownAnswers = async (days: number) => (await this.get<{ items: PersonAnswers[] }>(`/known-answers?days=${days}`)).items;
  keyings = async (discrepancy: string) => (await this.get<{ items: Keying[] }>(`/discrepancies/${discrepancy}/keyings`)).items;
  commit = (id: string, version: number) =>
    this.send<{ record_id: string; number: string }>('POST', `/documents/${id}/commit`, {}, { version });

  neighbours = (id: string) => this.get<{ batch_id: string | null; items: Neighbour[] }>(`/documents/${id}/neighbours`);
  arrange = (wanted: Rearrangement) => this.send<{ originals: string[] }>('POST', '/arrangements', wanted);
  original = (id: string) => this.get<OriginalRow>(`/originals/${id}`);

  valueGroups = async () => (await this.get<{ items: ValueGroup[] }>('/value-groups')).items;
  groupValues = async (type: string, field: string, glyph: string) =>
    (await this.get<{ items: GroupValue[] }>(`/value-groups/values${query({ type, field, glyph })}`)).items;
  confirmValues = async (values: readonly { discrepancy_id: string; version: number }[]) =>
    (await this.send<{ items: Confirmed[] }>('POST', '/value-groups/confirm', { values })).items;

  desks = async () => (await this.get<{ items: Desk[] }>('/desks')).items;
  setAway = (username: string, away: boolean) => this.send<void>('PUT', `/desks/${encodeURIComponent(username)}/away`, { away: String(away) });
  setOwnAway = (away: boolean) => this.send<void>('PUT', '/desk/away', { away: String(away) });
  takeOver = (id: string) => this.send<{ lease_until: string }>('POST', `/documents/${id}/take-over`, {});
  setUrgency = (thing: 'documents' | 'batches', id: string, urgency: Urgency) => this.send<void>('PUT', `/${thing}/${id}/urgency`, { urgency });

  /** `thing`: documents or records, each with its own permission. */
  askExternal = (thing: 'documents' | 'records', id: string, connector: string) =>
    this.send<ExternalCheck>('POST', `/${thing}/${id}/external-checks/${connector}`, {});
  enterCode = (thing: 'documents' | 'records', id: string, connector: string, code: string) =>
    this.send<void>('POST', `/${thing}/${id}/external-checks/${connector}/email-code`, { code });

  // --- records, intake, administration ---------------------------------------------------------
  records = (type: string, cursor: string | null = null) => this.get<Listing<RecordRow>>(`/records${query({ type, cursor })}`);
  /** What is searched for is personal data: in the body, never in an address. */
  search = (question: Record<string, string>) => this.send<Found>('POST', '/records/search', question);
  record = async (id: string) => this.withType(await this.get<CommittedRecord>(`/records/${id}`));
  recordImage = (id: string, page: number) => this.image(`/records/${id}/pages/${page}/image`);
  recordOriginalAddress = (id: string, number: number) => `${base}/records/${id}/original${number ? query({ number: String(number) }) : ''}`;
  recordPdfAddress = (id: string) => `${base}/records/${id}/pdf`;
  exports = (cursor: string | null = null) => this.get<Exports>(`/export-runs${query({ cursor })}`);
  orderExport = (order: ExportOrder) => this.send<ExportRun>('POST', '/export-runs', order);
  /** Once. */
  fetchExport = async (id: string) => (await this.raw(`/export-runs/${id}/file`, { method: 'POST', json: {} })).blob();
  proposeCorrection = (record: string, said: { field: string; value: string; reason: string; override_reason?: string }) => this.send<Correction>('POST', `/records/${record}/corrections`, said);
  corrections = (state: string, cursor: string | null = null) => this.get<Listing<CorrectionRow>>(`/corrections${query({ state, cursor })}`);
  correction = (id: string) => this.get<Correction>(`/corrections/${id}`);
  decideCorrection = (id: string, action: 'approve' | 'decline', reason: string) => this.send<Correction>('POST', `/corrections/${id}/decision`, reason ? { action, reason } : { action });
  noteRechecked = (id: string, record: string) => this.send<void>('PUT', `/corrections/${id}/rechecks/${record}`);
  /** `mine` by anybody; the others by who lends. */
  loans = (list: LoanList, cursor: string | null = null) => (list === 'mine' ? this.get<Listing<Loan>>(`/my-loans${query({ cursor })}`) : this.get<Listing<Loan>>(`/loans${query({ list, cursor })}`));
  requestLoan = (said: { kind: LoanKind; records: string; purpose: string; days: string }) => this.send<Loan>('POST', '/my-loans', said);
  decideLoan = (id: string, action: 'approve' | 'decline', reason: string) => this.send<Loan>('POST', `/loans/${id}/decision`, reason ? { action, reason } : { action });
  renewLoan = (id: string) => this.send<Loan>('POST', `/loans/${id}/renewal`, {});
  returnLoan = (id: string) => this.send<Loan>('POST', `/my-loans/${id}/return`, {});
  takeBackLoan = (id: string, note: string) => this.send<Loan>('POST', `/loans/${id}/return`, note ? { note } : {});
  borrowed = (loan: string, record: string) => this.get<Borrowed>(`/my-loans/${loan}/records/${record}`);
  borrowedImage = (loan: string, record: string, page: number) => this.image(`/my-loans/${loan}/records/${record}/pages/${page}/image`);

  customers = (cursor: string | null = null) => this.get<Listing<CustomerRow>>(`/customers${query({ cursor })}`);
  findCustomers = async (number: string) => (await this.send<{ items: CustomerRow[] }>('POST', '/customers/find', { number })).items;
  customer = (id: string) => this.get<Customer>(`/customers/${id}`);
  mergeCustomers = (into: string, customer_id: string, reason: string) => this.send<CustomerMerge>('POST', `/customers/${into}/merges`, { customer_id, reason });
  endMerge = (merge: string, reason: string) => this.send<CustomerMerge>('POST', `/customer-merges/${merge}/end`, { reason });
  rateCustomer = (id: string, version: number, risk: string, reason: string) => this.send<CustomerRow>('PUT', `/customers/${id}/risk`, { risk, reason }, { version });
  due = (kind: string, days: string, cursor: string | null = null) => this.get<Listing<Due>>(`/due${query({ kind, days, cursor })}`);
  finishDue = (id: string, note: string) => this.send<Due>('POST', `/due/${id}/done`, { note });

  filingPlan = () => this.get<FilingPlan>('/filing-plan');
  refile = (record: string, version: number, said: Refiling) => this.send<Filing>('PUT', `/records/${record}/filing`, said, { version });

  originals = (state: string, cursor: string | null = null) => this.get<Listing<OriginalRow>>(`/originals${query({ state, cursor })}`);
  batches = (state: string, cursor: string | null = null) => this.get<Listing<BatchRow>>(`/batches${query({ state, cursor })}`);
  batch = (id: string) => this.get<Batch>(`/batches/${id}`);
  acceptBatch = (id: string, version: number, reason: string) => this.send<BatchRow>('POST', `/batches/${id}/accept`, { reason }, { version });
  /** Without a document the page becomes one of its own. */
  putLatePage = (id: string, version: number, original_id: string, page: number, document_id: string | null) =>
    this.send<BatchRow>('POST', `/batches/${id}/late-page`, { original_id, page: String(page), document_id }, { version });
  receiptAddress = (id: string) => `${base}/batches/${id}/receipt`;
  stationHealth = async () => (await this.get<{ items: StationHealth[] }>('/station-health')).items;
  printCover = (cover: Cover) => this.print('/cover-sheets', cover);
  printSeparators = (copies: string, type: string) => this.print('/separator-sheets', { copies, type });
  audit = (cursor: string | null = null) => this.get<Listing<AuditRow>>(`/audit${query({ cursor })}`);
  users = async () => (await this.get<{ items: User[] }>('/users')).items;
  /** Without a role where another person gives it. */
  addUser = (username: string, display_name: string, role: Role | '') =>
    this.send<{ user: User; one_time_password: string }>('POST', '/users', role ? { username, display_name, role } : { username, display_name });
  appoint = (id: string, role: string, department: string, manages: boolean) =>
    this.send<User>('PUT', `/users/${id}/role`, { role, department, manages: String(manages) });
  unlockUser = (id: string) => this.send<User>('POST', `/users/${id}/unlock`, {});
  endUser = (id: string) => this.send<User>('POST', `/users/${id}/end`, {});
  webhooks = async () => (await this.get<{ items: Webhook[] }>('/webhooks')).items;
  testWebhook = async (name: string) => (await this.send<{ trouble: string | null }>('POST', `/webhooks/${encodeURIComponent(name)}/test`, {})).trouble;
  resumeWebhook = (name: string) => this.send<void>('POST', `/webhooks/${encodeURIComponent(name)}/resume`, {});
  dropNotice = (name: string, id: number) => this.send<void>('POST', `/webhooks/${encodeURIComponent(name)}/drop`, { id: String(id) });
  departments = () => this.get<Departments>('/departments');
  addDepartment = (name: string) => this.send<Department>('POST', '/departments', { name });
  renameDepartment = (id: string, name: string) => this.send<Department>('PUT', `/departments/${id}`, { name });
  assignStation = (station: string, department: string) => this.send<void>('PUT', `/stations/${encodeURIComponent(station)}/department`, { department });
  resetUser = (id: string) => this.send<{ one_time_password: string }>('POST', `/users/${id}/reset`, {});

  /** Sends a file whole, with its digest; `progress` hears 0..1. */
  upload = (file: File, station: string, progress: (part: number) => void): Promise<Upload> => this.deliver(file, { station }, {}, progress);

  /** The same, for its pages to be put into a document that waits, behind `place` of its own. */
  insert = (file: File, document: string, version: number, place: number): Promise<Upload> =>
    this.deliver(file, { into: document, place: String(place) }, { 'If-Match': `"${version}"` }, () => undefined);

  private async deliver(file: File, where: Record<string, string>, more: Record<string, string>, progress: (part: number) => void): Promise<Upload> {
    const bytes = await file.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const address = `${base}/uploads/${crypto.randomUUID()}${query(where)}`;
    const headers = {
      ...more,
      'Content-Type': 'application/octet-stream',
      Digest: `sha-256=${btoa(String.fromCharCode(...digest))}`,
      'X-Source-Name': encodeURIComponent(file.name),
    };
    return this.signedIn(() => this.put(address, bytes, headers, progress));
  }

  // --- document types --------------------------------------------------------------------------
  type = (name: string, version: number) => this.get<DocumentType>(`/types/${encodeURIComponent(name)}/${version}`);
  typeWords = () => this.get<TypeWords>('/type-words');
  typeSummaries = async () => (await this.get<{ items: TypeSummary[] }>('/type-versions')).items;
  typeVersions = async (name: string) => (await this.get<{ items: TypeVersion[] }>(`/type-versions/${encodeURIComponent(name)}`)).items;
  typeVersion = (name: string, version: number) => this.get<TypeVersionText>(`/type-versions/${encodeURIComponent(name)}/${version}`);
  publishTypeAgain = (name: string, version: number, reason: string) =>
    this.send<{ name: string; version: number }>('POST', `/type-versions/${encodeURIComponent(name)}/${version}/publish`, { reason });
  withdrawType = (name: string, reason: string) => this.send<{ name: string; version: number }>('POST', `/type-versions/${encodeURIComponent(name)}/withdraw`, { reason });
  typeDrafts = async () => (await this.get<{ items: TypeDraftRow[] }>('/type-drafts')).items;
  /** Of nothing, of a version of a type, or of a file's text. */
  beginTypeDraft = (of: { name: string; version: number } | { text: string } | Record<string, never>) => this.send<TypeDraft>('POST', '/type-drafts', of);
  typeDraft = (id: string) => this.get<TypeDraft>(`/type-drafts/${id}`);
  changeTypeDraft = (id: string, version: number, form: TypeForm) => this.send<TypeDraft>('PUT', `/type-drafts/${id}`, { form }, { version });
  endTypeDraft = (id: string) => this.send<void>('DELETE', `/type-drafts/${id}`);
  addSpecimen = (id: string, file: File) => this.send<Specimen>('POST', `/type-drafts/${id}/specimens`, undefined, { file });
  removeSpecimen = (id: string, position: number) => this.send<void>('DELETE', `/type-drafts/${id}/specimens/${position}`);
  /** Nothing of it is kept. `compare`: also what is read today. */
  tryType = (id: string, subject: { specimen: number } | { record: string }, compare: boolean) => this.send<TypeTrial>('POST', `/type-drafts/${id}/trials`, { ...subject, compare });
  publishType = (id: string, version: number, reason: string) => this.send<{ name: string; version: number }>('POST', `/type-drafts/${id}/publish`, { reason }, { version });

  // --- the wire --------------------------------------------------------------------------------
  private keep(session: Session): Session {
    this.csrf = session.csrf_token;
    return session;
  }

  private async withType<T extends { type: string; type_version: number }>(thing: T): Promise<T> {
    await this.readWith(thing.type, thing.type_version);
    return thing;
  }

  private get<T>(path: string, request: Request = {}): Promise<T> {
    return this.call<T>(path, request);
  }

  private send<T>(method: string, path: string, json?: unknown, request: Request = {}): Promise<T> {
    return this.call<T>(path, { ...request, method, ...(json === undefined ? {} : { json }) });
  }

  private async call<T>(path: string, request: Request): Promise<T> {
    const answer = await this.raw(path, request);
    if (answer.status === 204) return undefined as T;
    return (await answer.json()) as T;
  }

  private async print(path: string, said: object): Promise<Blob> {
    const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value));
    return (await this.raw(path, { method: 'POST', json: given })).blob();
  }

  /** A file that the server makes and names. */
  private async file(path: string, said: object): Promise<{ name: string; file: Blob }> {
    const answer = await this.raw(path, { method: 'POST', json: said });
    return { name: /filename="([^"]+)"/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1] ?? 'dossier', file: await answer.blob() };
  }

  private async image(path: string): Promise<Blob> {
    return (await this.raw(path, {})).blob();
  }

  private raw(path: string, request: Request): Promise<Response> {
    const once = () => this.once(path, request);
    return request.inSession === false ? once() : this.signedIn(once);
  }

  /** Runs a request; when the session has ended, waits for a new sign-in and runs it again. */
  private async signedIn<T>(run: () => Promise<T>): Promise<T> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      await this.signInAgain();
      return run();
    }
  }

  private async once(path: string, { method = 'GET', json, version, file }: Request): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (method !== 'GET') headers['X-CSRF-Token'] = this.csrf;
    if (json !== undefined) headers['Content-Type'] = 'application/json';
    if (version !== undefined) headers['If-Match'] = `"${version}"`;
    if (file) Object.assign(headers, { 'Content-Type': 'application/octet-stream', 'X-Source-Name': encodeURIComponent(file.name) });
    const body = file ?? (json === undefined ? null : JSON.stringify(json));
    let answer: Response;
    try {
      answer = await fetch(base + path, { method, headers, body, credentials: 'same-origin', cache: 'no-store' });
    } catch {
      throw new Problem(0, 'unreachable', '');
    }
    if (!answer.ok) throw problemFrom(answer.status, await answer.text());
    return answer;
  }

  private put(address: string, bytes: ArrayBuffer, headers: Record<string, string>, progress: (part: number) => void) {
    // fetch cannot report how much of a body has gone; XMLHttpRequest can.
    return new Promise<Upload>((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('PUT', address);
      Object.entries({ ...headers, 'X-CSRF-Token': this.csrf }).forEach(([name, value]) => request.setRequestHeader(name, value));
      request.upload.onprogress = (event) => progress(event.loaded / Math.max(1, event.total));
      request.onerror = () => reject(new Problem(0, 'unreachable', ''));
      request.onload = () => {
        if (request.status >= 400) reject(problemFrom(request.status, request.responseText));
        else resolve(JSON.parse(request.responseText) as Upload);
      };
      request.send(bytes);
    });
  }
}

const base = '/api/v1';

function query(parameters: Record<string, string | null>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => !!entry[1]);
  return given.length ? `?${new URLSearchParams(given)}` : '';
}

/** `type` may be a bare name or end an address; the name is what counts. */
function problemFrom(status: number, text: string): Problem {
  try {
    const body = JSON.parse(text) as Record<string, unknown>;
    const type = String(body['type'] ?? '').split(/[/:#]/).pop() || `http_${status}`;
    const findings = body['finding'] ? [body['finding'] as Finding] : [];
    return new Problem(status, type, String(body['detail'] ?? body['title'] ?? ''), findings);
  } catch {
    return new Problem(status, `http_${status}`, '');
  }
}
