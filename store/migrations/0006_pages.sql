-- A file may serve two batches: the pages from a cover sheet on belong to the cover's. `end_page` is
-- the first page that no longer belongs to the arrival's batch, -1 when none does.

CREATE TABLE batch_arrival_of_pages (
    intake_key TEXT NOT NULL REFERENCES arrival (intake_key),
    first_page INTEGER NOT NULL,
    end_page INTEGER NOT NULL,
    batch_id TEXT NOT NULL REFERENCES batch (id),
    original_id TEXT NOT NULL REFERENCES original (id),
    seq BIGINT NOT NULL,
    is_repeat INTEGER NOT NULL CHECK (is_repeat IN (0, 1)),
    row_mac BLOB NOT NULL,
    PRIMARY KEY (intake_key, first_page),
    UNIQUE (seq, first_page)
);
INSERT INTO batch_arrival_of_pages
    SELECT intake_key, 0, -1, batch_id, original_id, seq, is_repeat, row_mac FROM batch_arrival;
DROP TABLE batch_arrival;
ALTER TABLE batch_arrival_of_pages RENAME TO batch_arrival;
CREATE INDEX batch_arrival_by_batch ON batch_arrival (batch_id, seq, first_page);
CREATE INDEX batch_arrival_by_original ON batch_arrival (original_id);
