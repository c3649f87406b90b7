-- What the figures of the last weeks are counted from.

CREATE INDEX document_by_creation ON document (created_at);
CREATE INDEX record_by_committer ON record (committed_at, committed_by);
CREATE INDEX discrepancy_by_decision ON discrepancy (decided_at, decided_by) WHERE decided_by <> '';
