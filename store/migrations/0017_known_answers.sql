-- What people did where a wrong value was shown in the place of one that is known. No value is here.

CREATE TABLE known_answer (
    discrepancy_id TEXT PRIMARY KEY REFERENCES discrepancy (id),
    person TEXT NOT NULL,
    answered_at BIGINT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('caught', 'missed', 'differed', 'disputed')),
    row_mac BLOB NOT NULL
);
CREATE INDEX known_answer_by_time ON known_answer (answered_at, person);
