-- Pages that came when their document was a record already: a bundle of their own, and the record that
-- they belong to. Its document is under a MAC that names the record, so that no link can be taken away.

CREATE TABLE supplement (
    original_id TEXT PRIMARY KEY REFERENCES original (id),
    record_id TEXT NOT NULL REFERENCES record (id),
    put_by TEXT NOT NULL,
    put_at BIGINT NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX supplement_of_record ON supplement (record_id);
