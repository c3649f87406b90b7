-- The queue's order: the more urgent first (0 urgent, 1 normal, 2 later), then what is due first.

ALTER TABLE document ADD COLUMN urgency INTEGER NOT NULL DEFAULT 1
    CHECK (urgency IN (0, 1, 2));
ALTER TABLE document ADD COLUMN due_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE batch ADD COLUMN urgency INTEGER NOT NULL DEFAULT 1 CHECK (urgency IN (0, 1, 2));
UPDATE document SET due_at = 86400000 + coalesce(
    (SELECT min(file.received_at) FROM bundle_page JOIN original AS file
        ON file.id = bundle_page.original_id WHERE bundle_page.bundle_id = document.original_id),
    (SELECT received_at FROM original WHERE original.id = document.original_id));
DROP INDEX document_in_review;
CREATE INDEX document_in_review ON document (urgency, due_at, id, turn, not_for, nor_for)
    WHERE state = 'review';
DROP INDEX document_in_department;
CREATE INDEX document_in_department
    ON document (department, urgency, due_at, id, turn, not_for, nor_for) WHERE state = 'review';

-- Nothing is handed to people who are away.
ALTER TABLE user_account ADD COLUMN is_away INTEGER NOT NULL DEFAULT 0 CHECK (is_away IN (0, 1));

-- Values that one look of one person settles, of one field of many documents.
CREATE INDEX discrepancy_waiting ON discrepancy (field, document_id)
    WHERE state = 'open' AND second_eyes = 'none';
