-- A document that pages were put onto when they came late is made anew of all its pages; the bundle it
-- was is kept, but its pages are the new one's. Whether it was replaced is in its content MAC, too.

CREATE TABLE bundle_page_with_replaced (
    bundle_id TEXT NOT NULL REFERENCES original (id),
    position INTEGER NOT NULL,
    original_id TEXT NOT NULL REFERENCES original (id),
    page_no INTEGER NOT NULL,
    is_replaced INTEGER NOT NULL CHECK (is_replaced IN (0, 1)),
    PRIMARY KEY (bundle_id, position)
);
INSERT INTO bundle_page_with_replaced
    SELECT bundle_id, position, original_id, page_no, 0 FROM bundle_page;
DROP TABLE bundle_page;
ALTER TABLE bundle_page_with_replaced RENAME TO bundle_page;
CREATE UNIQUE INDEX bundle_page_in_use ON bundle_page (original_id, page_no) WHERE is_replaced = 0;
