-- What services outside were asked of a document and what they said: a queue while there is no
-- answer, evidence afterwards. Every asking is a row of its own; the highest round of a connector
-- counts. `fields` are names; the values asked are in `values_mac` only, the answer's digest and the
-- service's own number in `sealed`. due_at, attempts, fence and trouble are the queue's and not under
-- the row's MAC.

CREATE TABLE external_check (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES document (id),
    connector TEXT NOT NULL,
    round INTEGER NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    fields TEXT NOT NULL,
    values_mac BLOB NOT NULL,
    asked_at BIGINT NOT NULL,
    asked_by TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'code_sent', 'answered', 'withdrawn')),
    outcome TEXT NOT NULL CHECK (outcome IN ('', 'match', 'mismatch', 'not_found')),
    answered_at BIGINT NOT NULL,
    valid_until BIGINT NOT NULL,
    code_mac BLOB NOT NULL,
    code_expires_at BIGINT NOT NULL,
    code_tries INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL,
    due_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL,
    fence BIGINT NOT NULL,
    trouble TEXT NOT NULL,
    UNIQUE (document_id, connector, round)
);
CREATE INDEX external_check_waiting ON external_check (connector, due_at, id) WHERE state = 'waiting';
