-- Stations that hand in by upload, and what they are still handing in. Times and seals as in 0001.

CREATE TABLE station (
    name TEXT PRIMARY KEY,
    created_at BIGINT NOT NULL,
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    token_hash BLOB NOT NULL UNIQUE,
    row_mac BLOB NOT NULL
);

-- An upload that is not whole yet. `wrapped` is its data key: giving it up shreds its parts.
CREATE TABLE upload (
    id TEXT PRIMARY KEY,
    sender TEXT NOT NULL,
    station TEXT NOT NULL,
    total BIGINT NOT NULL,
    begun_at BIGINT NOT NULL,
    moved_at BIGINT NOT NULL,
    wrapped BLOB NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX upload_by_sender ON upload (sender);

CREATE TABLE upload_part (
    upload_id TEXT NOT NULL REFERENCES upload (id),
    first_byte BIGINT NOT NULL,
    size BIGINT NOT NULL,
    object_id TEXT NOT NULL UNIQUE,
    PRIMARY KEY (upload_id, first_byte)
);
