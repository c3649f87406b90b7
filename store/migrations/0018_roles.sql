-- Departments: whose accounts, stations, files, documents and records are. An empty department is
-- the site's; rows from before are. `created_by` is the person who brought a file in, where that
-- person belongs to a department. A user's `role` may name several roles, parted by commas. Under
-- their rows' MACs, where they are not empty.

CREATE TABLE department (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    row_mac BLOB NOT NULL
);

-- By name, for a hot folder has no row of its own.
CREATE TABLE station_department (
    station TEXT PRIMARY KEY,
    department TEXT NOT NULL REFERENCES department (id),
    row_mac BLOB NOT NULL
);

ALTER TABLE user_account ADD COLUMN department TEXT NOT NULL DEFAULT '';
ALTER TABLE user_account ADD COLUMN manages INTEGER NOT NULL DEFAULT 0 CHECK (manages IN (0, 1));
ALTER TABLE user_account ADD COLUMN ended INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1));

ALTER TABLE original ADD COLUMN department TEXT NOT NULL DEFAULT '';
ALTER TABLE original ADD COLUMN created_by TEXT NOT NULL DEFAULT '';
CREATE INDEX original_in_department ON original (department, received_at, id) WHERE department <> '';

ALTER TABLE batch ADD COLUMN department TEXT NOT NULL DEFAULT '';
ALTER TABLE batch ADD COLUMN created_by TEXT NOT NULL DEFAULT '';
CREATE INDEX batch_in_department ON batch (department, opened_at, id) WHERE department <> '';

ALTER TABLE document ADD COLUMN department TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN created_by TEXT NOT NULL DEFAULT '';
CREATE INDEX document_in_department
    ON document (department, created_at, id, turn, not_for, nor_for) WHERE state = 'review';

ALTER TABLE record ADD COLUMN department TEXT NOT NULL DEFAULT '';
ALTER TABLE record ADD COLUMN created_by TEXT NOT NULL DEFAULT '';
CREATE INDEX record_in_department ON record (department, committed_at, id) WHERE department <> '';
