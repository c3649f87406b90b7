-- What was found wrong in a record after its commit: a proposal that a second person decides. The
-- record's values as committed stay; approved corrections are laid over them in their order, and
-- the record counts them, so that none can be taken away. `sealed` holds the value before and after,
-- the reasons and the findings. With an approved one goes a cohort to check again: records of the
-- same station, hour and type version.

ALTER TABLE record ADD COLUMN corrections INTEGER NOT NULL DEFAULT 0;

CREATE TABLE correction (
    id TEXT PRIMARY KEY,
    record_id TEXT NOT NULL REFERENCES record (id),
    field TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'approved', 'declined')),
    proposed_by TEXT NOT NULL,
    proposed_at BIGINT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX correction_by_record ON correction (record_id, decided_at, id);
CREATE INDEX correction_by_time ON correction (proposed_at, id);
CREATE UNIQUE INDEX correction_open ON correction (record_id, field) WHERE state = 'open';

CREATE TABLE recheck (
    correction_id TEXT NOT NULL REFERENCES correction (id),
    record_id TEXT NOT NULL REFERENCES record (id),
    checked_by TEXT NOT NULL,
    checked_at BIGINT NOT NULL,
    row_mac BLOB NOT NULL,
    PRIMARY KEY (correction_id, record_id)
);
