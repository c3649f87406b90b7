-- What of a record's fields is missing, kept although it breaks a rule, or was seen by nobody: counts
-- for statistics, written with the record and after a correction. Nothing rests on them.

CREATE TABLE record_quality (
    record_id TEXT PRIMARY KEY REFERENCES record (id),
    fields INTEGER NOT NULL,
    missing INTEGER NOT NULL,
    overridden INTEGER NOT NULL,
    unseen INTEGER NOT NULL,
    corrected INTEGER NOT NULL
);

-- Records from before this are counted one after the other while the service runs.
CREATE TABLE quality_owed (
    position BIGINT PRIMARY KEY,
    record_id TEXT NOT NULL UNIQUE REFERENCES record (id)
);
INSERT INTO quality_owed
    SELECT row_number() OVER (ORDER BY committed_at, id), id FROM record
    WHERE id NOT IN (SELECT owner_id FROM tombstone);
