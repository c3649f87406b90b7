-- How far systems outside were told what happened: the trail is their outbox, and this their place
-- in it. `seq` is of the last entry that was told or is none of their events.

CREATE TABLE subscriber (
    name TEXT PRIMARY KEY,
    seq BIGINT NOT NULL,
    row_mac BLOB NOT NULL,
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    trouble TEXT NOT NULL
);
