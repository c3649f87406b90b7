-- Borrowing: who asked for which records, for what, and until when. The purpose lies in the seal,
-- under a data key of the loan's own: the register outlives the records.

CREATE TABLE loan (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('view', 'paper')),
    state TEXT NOT NULL
        CHECK (state IN ('requested', 'approved', 'declined', 'withdrawn', 'returned')),
    borrower TEXT NOT NULL,
    requested_at BIGINT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    until BIGINT NOT NULL,
    returned_by TEXT NOT NULL,
    returned_at BIGINT NOT NULL,
    renewals INTEGER NOT NULL,
    sealed BLOB NOT NULL,
    row_mac BLOB NOT NULL
);
CREATE INDEX loan_by_time ON loan (requested_at, id);
CREATE INDEX loan_by_borrower ON loan (borrower, requested_at, id);
CREATE INDEX loan_waiting ON loan (requested_at, id) WHERE state = 'requested';
CREATE INDEX loan_out ON loan (until, id) WHERE state = 'approved';

CREATE TABLE loan_record (
    loan_id TEXT NOT NULL REFERENCES loan (id),
    record_id TEXT NOT NULL REFERENCES record (id),
    PRIMARY KEY (loan_id, record_id)
);
CREATE INDEX loan_record_by_record ON loan_record (record_id);

-- Loans and customers have data keys, too.
CREATE TABLE data_key_of_more (
    owner_id TEXT PRIMARY KEY,
    owner_kind TEXT NOT NULL
        CHECK (owner_kind IN ('original', 'document', 'record', 'loan', 'customer')),
    key_version INTEGER NOT NULL,
    wrapped BLOB NOT NULL
);
INSERT INTO data_key_of_more SELECT owner_id, owner_kind, key_version, wrapped FROM data_key;
DROP TABLE data_key;
ALTER TABLE data_key_of_more RENAME TO data_key;
