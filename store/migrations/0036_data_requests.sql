-- Requests of people about what is kept of them. Who asks, what for and what is answered lies in
-- the seal; steps say by codes what was done. Found items are in the seal, too.

CREATE TABLE data_request (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL
        CHECK (state IN ('received', 'identified', 'drafted', 'answered', 'withdrawn')),
    rights TEXT NOT NULL,
    received_on BIGINT NOT NULL,
    due_on BIGINT NOT NULL,
    registered_by TEXT NOT NULL,
    registered_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX data_request_by_time ON data_request (registered_at, id);
CREATE INDEX data_request_open ON data_request (due_on, id)
    WHERE state IN ('received', 'identified', 'drafted');

CREATE TABLE data_request_step (
    request_id TEXT NOT NULL REFERENCES data_request (id),
    position INTEGER NOT NULL,
    what TEXT NOT NULL,
    who TEXT NOT NULL,
    at BIGINT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (request_id, position)
);

-- A customer's records are stored and looked at, and nothing else, until somebody lifts it.
CREATE TABLE restriction (
    id TEXT PRIMARY KEY,
    customer_id TEXT NOT NULL REFERENCES customer (id),
    request_id TEXT NOT NULL REFERENCES data_request (id),
    placed_by TEXT NOT NULL,
    placed_at BIGINT NOT NULL,
    lifted_by TEXT NOT NULL,
    lifted_at BIGINT NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX restriction_standing ON restriction (customer_id) WHERE lifted_by = '';
