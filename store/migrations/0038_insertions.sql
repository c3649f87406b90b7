-- Pages that are handed in for a place in a document, until their file was looked at. `version` is
-- the document's that the person saw, `place` how many of its pages come before them.

CREATE TABLE insertion (
    original_id TEXT PRIMARY KEY REFERENCES original (id),
    document_id TEXT NOT NULL REFERENCES document (id),
    version BIGINT NOT NULL,
    place INTEGER NOT NULL,
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    row_mac BLOB NOT NULL
);
