-- A discrepancy may need two people who find the same, and a third where they differ. What they
-- found lies in the document's seal; who they were is here, so that the queue hands nobody the same
-- question twice. The table is made anew for its states.

CREATE TABLE discrepancy_with_second_eyes (
    id TEXT PRIMARY KEY,
    document_id TEXT NOT NULL REFERENCES document (id),
    position INTEGER NOT NULL,
    field TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('open', 'second_eyes', 'arbitration', 'confirmed', 'corrected',
            'unreadable', 'rescan_requested', 'rejected')),
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    second_eyes TEXT NOT NULL DEFAULT 'none'
        CHECK (second_eyes IN ('none', 'shown', 'blind', 'machine')),
    first_by TEXT NOT NULL DEFAULT '',
    second_by TEXT NOT NULL DEFAULT '',
    UNIQUE (document_id, position)
);

INSERT INTO discrepancy_with_second_eyes
    (id, document_id, position, field, state, decided_by, decided_at)
    SELECT id, document_id, position, field, state, decided_by, decided_at FROM discrepancy;

DROP TABLE discrepancy;

ALTER TABLE discrepancy_with_second_eyes RENAME TO discrepancy;
