-- What people found in settled records, from which is learnt what may pass without them. `body` holds
-- names of fields, confidences and whether the value was right; no value. A sampled document was
-- chosen without looking at it, and all its values go to a person.

ALTER TABLE document ADD COLUMN sampled INTEGER NOT NULL DEFAULT 0 CHECK (sampled IN (0, 1));

CREATE TABLE seen_record (
    document_id TEXT PRIMARY KEY REFERENCES document (id),
    type TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    sampled INTEGER NOT NULL CHECK (sampled IN (0, 1)),
    body BLOB NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX seen_record_by_time ON seen_record (seen_at, document_id);
