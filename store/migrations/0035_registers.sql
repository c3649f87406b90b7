-- Registers that were made: what was asked, how many lines there were, and the signed note with
-- their digest. The lines themselves are drawn from the archive and not kept.

CREATE TABLE register (
    number TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('handover', 'loans', 'destruction')),
    from_day BIGINT NOT NULL,
    until_day BIGINT NOT NULL,
    classes TEXT NOT NULL,
    disposal TEXT NOT NULL,
    lines BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    audit_entries BIGINT NOT NULL,
    audit_root TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    note TEXT NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX register_by_time ON register (made_at, number);
