-- Whose turn it is at a document, so that the queue passes over those that wait for other people
-- without asking their discrepancies (rows/turn.h). Anybody's: `not_for` and `nor_for` are empty.

ALTER TABLE document ADD COLUMN turn TEXT NOT NULL DEFAULT 'anybody'
    CHECK (turn IN ('anybody', 'second_person', 'second_person_or_arbiter', 'arbiter'));
ALTER TABLE document ADD COLUMN not_for TEXT NOT NULL DEFAULT '';
ALTER TABLE document ADD COLUMN nor_for TEXT NOT NULL DEFAULT '';

-- Who had to do with every arbitration of a document cannot arbitrate any; in their order.
CREATE TABLE arbitrated (
    document_id TEXT NOT NULL,
    discrepancy_id TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (document_id, discrepancy_id, person)
);
INSERT INTO arbitrated
    SELECT document_id, id, first_by FROM discrepancy WHERE state = 'arbitration'
    UNION SELECT document_id, id, second_by FROM discrepancy WHERE state = 'arbitration';
UPDATE document SET turn = 'arbiter' WHERE id IN (SELECT document_id FROM arbitrated);
UPDATE document SET not_for = common.one, nor_for = common.other
    FROM (SELECT document_id, min(person) AS one,
            CASE WHEN max(person) > min(person) THEN max(person) ELSE '' END AS other
        FROM (SELECT document_id, person FROM arbitrated AS part WHERE person <> ''
            GROUP BY document_id, person
            HAVING count(*) = (SELECT count(DISTINCT discrepancy_id) FROM arbitrated
                WHERE arbitrated.document_id = part.document_id)) AS everywhere
        GROUP BY document_id) AS common
    WHERE document.id = common.document_id;
DROP TABLE arbitrated;

-- A second person besides: all but the first, and of arbiters also the first if they may arbitrate.
UPDATE document SET turn = CASE
        WHEN turn = 'arbiter' AND seen.person NOT IN (not_for, nor_for)
            THEN 'second_person_or_arbiter'
        ELSE 'second_person' END,
    not_for = seen.person, nor_for = ''
    FROM (SELECT document_id, min(first_by) AS person FROM discrepancy
        WHERE state = 'second_eyes' GROUP BY document_id) AS seen
    WHERE document.id = seen.document_id;
UPDATE document SET turn = 'anybody', not_for = '', nor_for = ''
    WHERE id IN (SELECT document_id FROM discrepancy WHERE state = 'open'
        UNION SELECT document_id FROM discrepancy WHERE state = 'second_eyes'
            GROUP BY document_id HAVING count(DISTINCT first_by) > 1);

-- An index on the state alone let SQLite sort all that is in review for each claim.
DROP INDEX document_by_state;
CREATE INDEX document_rejected ON document (id) WHERE state = 'rejected';
DROP INDEX document_in_review;
CREATE INDEX document_in_review ON document (created_at, id, turn, not_for, nor_for)
    WHERE state = 'review';
CREATE INDEX document_claimed ON document (claimed_by) WHERE state = 'review' AND claimed_by <> '';
