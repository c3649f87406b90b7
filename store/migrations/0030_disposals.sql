-- What may be destroyed and what was: when matters ended, what is held back, and the lists that
-- people proposed, approved, witnessed and carried out. No name or value of a record is here; reasons
-- and certificates lie in the seals. Lists stay for ever.

-- `closed_on` in days since 1970.
CREATE TABLE closing (
    record_id TEXT PRIMARY KEY REFERENCES record (id),
    closed_on BIGINT NOT NULL,
    noted_by TEXT NOT NULL,
    noted_at BIGINT NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX closing_by_day ON closing (closed_on, record_id);

CREATE TABLE legal_hold (
    id TEXT PRIMARY KEY,
    record_id TEXT NOT NULL REFERENCES record (id),
    placed_by TEXT NOT NULL,
    placed_at BIGINT NOT NULL,
    release_proposed_by TEXT NOT NULL,
    released_by TEXT NOT NULL,
    released_at BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX legal_hold_standing ON legal_hold (record_id) WHERE released_by = '';
CREATE INDEX legal_hold_by_time ON legal_hold (placed_at, id);

CREATE TABLE disposal (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL
        CHECK (state IN ('proposed', 'approved', 'witnessed', 'carried_out', 'withdrawn')),
    proposed_at BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX disposal_by_time ON disposal (proposed_at, id);

CREATE TABLE disposal_signature (
    disposal_id TEXT NOT NULL REFERENCES disposal (id),
    position INTEGER NOT NULL,
    step TEXT NOT NULL
        CHECK (step IN ('propose', 'approve', 'witness', 'carry_out', 'withdraw')),
    person TEXT NOT NULL,
    signed_at BIGINT NOT NULL,
    PRIMARY KEY (disposal_id, position)
);

-- `sha256`: of the original files, one a word, once the record is gone.
CREATE TABLE disposal_item (
    disposal_id TEXT NOT NULL REFERENCES disposal (id),
    record_id TEXT NOT NULL REFERENCES record (id),
    record_number TEXT NOT NULL,
    archive_number TEXT NOT NULL,
    type TEXT NOT NULL,
    retention_class TEXT NOT NULL,
    committed_at BIGINT NOT NULL,
    kept_through INTEGER NOT NULL,
    opinion TEXT NOT NULL CHECK (opinion IN ('destroy', 'extend', 'keep')),
    until_year INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    is_destroyed INTEGER NOT NULL CHECK (is_destroyed IN (0, 1)),
    PRIMARY KEY (disposal_id, record_id)
);
CREATE INDEX disposal_item_by_record ON disposal_item (record_id);
