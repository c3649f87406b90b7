-- When something that statistics count of a record was last written: `seq` grows with every change.
-- Counts in memory are made anew of what is behind the newest that they know.

CREATE TABLE record_change (
    record_id TEXT PRIMARY KEY REFERENCES record (id),
    seq BIGINT NOT NULL UNIQUE
);

-- What statistics count by its moment or day, without opening the rows.
CREATE INDEX due_open_by_kind ON due (kind, due_on, record_id) WHERE state = 'open';
CREATE INDEX due_done ON due (kind, done_at) WHERE state = 'done';
CREATE INDEX correction_approved ON correction (decided_at, record_id) WHERE state = 'approved';
