-- Batches: which deliveries belong together, what was announced of them, and whether it balances.

CREATE TABLE batch (
    id TEXT PRIMARY KEY,
    station TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('automatic', 'named', 'cover')),
    batch_key TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('open', 'balanced', 'closed')),
    version BIGINT NOT NULL,
    opened_at BIGINT NOT NULL,
    last_arrival_at BIGINT NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX batch_by_time ON batch (opened_at, id);
CREATE INDEX batch_unsettled ON batch (station, last_arrival_at) WHERE state <> 'closed';

CREATE TABLE batch_arrival (
    intake_key TEXT PRIMARY KEY REFERENCES arrival (intake_key),
    batch_id TEXT NOT NULL REFERENCES batch (id),
    original_id TEXT NOT NULL REFERENCES original (id),
    seq BIGINT NOT NULL UNIQUE,
    is_repeat INTEGER NOT NULL CHECK (is_repeat IN (0, 1)),
    row_mac BLOB NOT NULL
);
CREATE INDEX batch_arrival_by_batch ON batch_arrival (batch_id, seq);
CREATE INDEX batch_arrival_by_original ON batch_arrival (original_id);

-- A station's newest deliveries, for its health.
CREATE INDEX arrival_by_station ON arrival (station, arrived_at);
