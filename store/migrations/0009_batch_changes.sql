-- Counts what happened to a batch's files and documents: it is gathered again when this has changed.

CREATE TABLE batch_change (
    batch_id TEXT PRIMARY KEY REFERENCES batch (id),
    changes BIGINT NOT NULL
);
