-- The archive. One dialect for SQLite and PostgreSQL (there BLOB is a domain over BYTEA).
-- Times are milliseconds since 1970 UTC. `sealed`, `wrapped`: store/README.md. No column holds
-- anything read from a document, nor a file's name, in clear.

CREATE TABLE archive (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    site_id TEXT NOT NULL
);

CREATE TABLE data_key (
    owner_id TEXT PRIMARY KEY,
    owner_kind TEXT NOT NULL CHECK (owner_kind IN ('original', 'document', 'record')),
    key_version INTEGER NOT NULL,
    wrapped BLOB NOT NULL
);

CREATE TABLE original (
    id TEXT PRIMARY KEY,
    content_mac BLOB NOT NULL UNIQUE,
    object_id TEXT NOT NULL UNIQUE,
    media_type TEXT NOT NULL,
    size BIGINT NOT NULL,
    station TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('received', 'read', 'quarantined')),
    reason_code TEXT NOT NULL,
    reason_message TEXT NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX original_by_time ON original (received_at, id);
CREATE INDEX original_by_state ON original (state, received_at, id);

CREATE TABLE arrival (
    intake_key TEXT PRIMARY KEY,
    original_id TEXT NOT NULL REFERENCES original (id),
    station TEXT NOT NULL,
    arrived_at BIGINT NOT NULL,
    is_repeat INTEGER NOT NULL CHECK (is_repeat IN (0, 1))
);
CREATE INDEX arrival_by_original ON arrival (original_id);

CREATE TABLE job (
    id TEXT PRIMARY KEY,
    original_id TEXT NOT NULL UNIQUE REFERENCES original (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'quarantined')),
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    fence BIGINT NOT NULL,
    worker TEXT NOT NULL
);
CREATE INDEX job_open ON job (due_at, id) WHERE state = 'open';

CREATE TABLE page (
    original_id TEXT NOT NULL REFERENCES original (id),
    page_no INTEGER NOT NULL,
    object_id TEXT UNIQUE,
    sealed BLOB NOT NULL,
    PRIMARY KEY (original_id, page_no)
);

CREATE TABLE document (
    id TEXT PRIMARY KEY,
    original_id TEXT NOT NULL REFERENCES original (id),
    position INTEGER NOT NULL,
    type TEXT NOT NULL,
    type_version INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('review', 'committed', 'rejected')),
    version BIGINT NOT NULL,
    claimed_by TEXT NOT NULL,
    lease_until BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL,
    UNIQUE (original_id, position)
);
CREATE INDEX document_in_review ON document (created_at, id) WHERE state = 'review';
CREATE INDEX document_by_state ON document (state);

CREATE TABLE discrepancy (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES document (id),
    position INTEGER NOT NULL,
    field TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('open', 'confirmed', 'corrected', 'unreadable', 'rejected')),
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    UNIQUE (document_id, position)
);

CREATE TABLE numbering (
    series TEXT PRIMARY KEY,
    newest BIGINT NOT NULL
);

CREATE TABLE record (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL UNIQUE REFERENCES document (id),
    original_id TEXT NOT NULL REFERENCES original (id),
    number TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    type_version INTEGER NOT NULL,
    committed_at BIGINT NOT NULL,
    committed_by TEXT NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX record_by_time ON record (committed_at, id);
CREATE INDEX record_by_type ON record (type, committed_at, id);

CREATE TABLE attachment (
    id TEXT PRIMARY KEY,
    record_id TEXT NOT NULL REFERENCES record (id),
    kind TEXT NOT NULL CHECK (kind IN ('original', 'page_preview')),
    page_no INTEGER NOT NULL,
    object_id TEXT NOT NULL,
    wrapped BLOB NOT NULL,
    UNIQUE (record_id, kind, page_no)
);

CREATE TABLE user_account (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    role TEXT NOT NULL,
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    password_hash TEXT NOT NULL,
    must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
    second_factor TEXT NOT NULL CHECK (second_factor IN ('off', 'pending', 'enrolled')),
    totp_sealed BLOB NOT NULL,
    created_at BIGINT NOT NULL,
    row_mac BLOB NOT NULL,
    failures INTEGER NOT NULL,
    retry_at BIGINT NOT NULL,
    totp_step BIGINT NOT NULL
);

CREATE TABLE session (
    token_hash BLOB PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES user_account (id),
    signed_in_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX session_by_user ON session (user_id);

CREATE TABLE throttle (
    subject TEXT PRIMARY KEY,
    window_start BIGINT NOT NULL,
    tries INTEGER NOT NULL
);

CREATE TABLE audit_entry (
    seq BIGINT PRIMARY KEY,
    at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    outcome TEXT NOT NULL,
    detail TEXT NOT NULL,
    leaf_hash BLOB NOT NULL,
    leaf_mac BLOB NOT NULL
);
CREATE INDEX audit_entry_by_object ON audit_entry (object, seq);

CREATE TABLE audit_head (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    entries BIGINT NOT NULL,
    last_leaf_hash BLOB NOT NULL,
    frontier BLOB NOT NULL,
    head_mac BLOB NOT NULL
);
