-- Document types that people published, and drafts of new ones with the specimens they are tried on.
-- A type is text, in the seals, as are the names of specimens. Versions stay for ever; a draft goes
-- with its row, and its data key (`wrapped`) with it.

CREATE TABLE type_version (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    is_installed INTEGER NOT NULL CHECK (is_installed IN (0, 1)),
    published_by TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL,
    UNIQUE (name, version)
);

CREATE TABLE type_draft (
    id TEXT PRIMARY KEY,
    version BIGINT NOT NULL,
    begun_by TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    wrapped BLOB NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL
);

CREATE TABLE type_specimen (
    draft_id TEXT NOT NULL REFERENCES type_draft (id),
    position INTEGER NOT NULL,
    size BIGINT NOT NULL,
    object_id TEXT NOT NULL UNIQUE,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL,
    PRIMARY KEY (draft_id, position)
);
